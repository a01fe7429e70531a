#!/bin/sh
# Makes pinyin.txt.gz, the dictionary of the pinyin input, from Debian's
# rime-data-pinyin-simp and from supplement.txt beside this script.
#
# One entry a line: reading, word, weight, separated by tabs; the syllables of a
# reading by single spaces; ordered by reading, then by falling weight, then by
# word. A line of the supplement takes the place of the same entry of the
# original. The result depends on the two inputs alone.
#
# Needs: apt-get install --no-install-recommends rime-data-pinyin-simp
set -eu
cd "$(dirname "$0")"
export LC_ALL=C # compare bytes: the same order on every machine

dict=${DICT:-/usr/share/rime-data/pinyin_simp.dict.yaml}
tab=$(printf '\t')

awk -F '\t' -v OFS='\t' '
	/^#/ || NF < 3 { next }
	FILENAME == "supplement.txt" { key = $2 OFS $1; weight[key] = $3; own[key] = 1; next }
	{ key = $2 OFS $1; if (!own[key] && $3 + 0 >= weight[key] + 0) weight[key] = $3 }
	END { for (key in weight) print key, weight[key] }
' supplement.txt "$dict" |
	sort -t "$tab" -k1,1 -k3,3nr -k2,2 |
	gzip -9 -n >pinyin.txt.gz
ls -l pinyin.txt.gz
