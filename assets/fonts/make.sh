#!/bin/sh
# Makes the four fonts of this folder from Debian's fonts-noto-cjk:
#
#   sc-regular.otf  sc-bold.otf          for the screen, embedded as they are
#   sc-regular.ttf.gz  sc-bold.ttf.gz    the same glyphs with TrueType outlines, for PDF
#
# They hold every Han character of Noto Sans SC, because a name may hold any of
# them; the layout features go, because names and forms need none and the
# tables would cost a third of the file. The result depends on the versions of
# the two packages alone, so a second run changes nothing.
#
# Needs: apt-get install --no-install-recommends fonts-noto-cjk fonttools
set -eu
cd "$(dirname "$0")"

noto=${NOTO:-/usr/share/fonts/opentype/noto}
simplified=2 # the face of Noto Sans SC within the collection
ranges='U+0020-024F,U+02C6-02DC,U+0370-03FF,U+0400-045F,U+2000-206F,U+20A0-20CF'
ranges="$ranges,U+2100-214F,U+2150-23FF,U+2460-24FF,U+2500-26FF,U+2E80-2FDF"
ranges="$ranges,U+3000-303F,U+3100-312F,U+31A0-31EF,U+3200-33FF,U+3400-4DBF"
ranges="$ranges,U+4E00-9FFF,U+F900-FAFF,U+FE10-FE6F,U+FF00-FFEF,U+20000-323AF"

# make_weight Regular|Bold makes both files of one weight. The conversion runs
# under the system's python3, for which Debian installs fontTools.
make_weight() {
	out=sc-$(echo "$1" | tr '[:upper:]' '[:lower:]')
	pyftsubset "$noto/NotoSansCJK-$1.ttc" --font-number=$simplified \
		--unicodes="$ranges" --layout-features='' --no-hinting --desubroutinize \
		--output-file="$out.otf"
	/usr/bin/python3 truetype.py "$out.otf" "$out.ttf"
	gzip -9 -n -f "$out.ttf"
}

make_weight Regular &
regular=$!
make_weight Bold
wait $regular
ls -l sc-*
