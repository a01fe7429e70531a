package ident

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPinyin_surnames(t *testing.T) {
	const table = "曾zeng 单shan 解xie 仇qiu 区ou 查zha 任ren 乐yue/le 朴piao 盖ge/gai 覃qin/tan 翟zhai/di 尉wei 缪miao 冼xian " +
		"洗xian 种chong 重chong 折she 黑he 繁po 秘bi 员yun 贠yun 华hua 燕yan 纪ji 过guo 葛ge 应ying 宁ning 车che 石shi 葉ye 叶ye " +
		"沈shen 召shao 逄pang 郇xun/huan 隗wei/kui 祭zhai 便pian 教jiao 令ling 尹yin 佴nai 撒sa 弗fei/fu 晟cheng 牟mu/mou 幺yao " +
		"哈ha 都du 相xiang 阚kan 亓qi 仉zhang 麻ma 谌chen/shen 邸di"
	entries := strings.Fields(table)
	if len(entries) != 60 {
		t.Fatalf("%d surnames", len(entries))
	}
	for _, entry := range entries {
		surname, size := utf8.DecodeRuneInString(entry)
		sounds := strings.Split(entry[size:], "/")
		for _, given := range []string{"试", "试样"} {
			full := Pinyin(string(surname) + given).Full
			rest := map[string]string{"试": "shi", "试样": "shiyang"}[given]
			if full[0] != sounds[0]+rest {
				t.Errorf("%c%s is first read %s, want %s", surname, given, full[0], sounds[0]+rest)
			}
			for _, s := range sounds {
				if !slices.Contains(full, s+rest) {
					t.Errorf("%c%s is not found as %s: %v", surname, given, s+rest, full)
				}
			}
		}
	}
}

func TestPinyin_compound_surnames(t *testing.T) {
	const table = "尉迟yuchi 万俟moqi 长孙zhangsun 澹台tantai 单于chanyu 令狐linghu 鲜于xianyu 欧阳ouyang 司马sima 上官shangguan " +
		"诸葛zhuge 皇甫huangfu 东方dongfang 慕容murong 夏侯xiahou 公孙gongsun 轩辕xuanyuan 宇文yuwen 司徒situ 赫连helian 呼延huyan " +
		"端木duanmu 淳于chunyu 申屠shentu 钟离zhongli 闾丘lvqiu 濮阳puyang 南宫nangong"
	for _, entry := range strings.Fields(table) {
		surname, sound := entry[:len("尉迟")], entry[len("尉迟"):]
		for given, rest := range map[string]string{"": "", "试": "shi", "试样": "shiyang"} {
			if full := Pinyin(surname + given).Full; full[0] != sound+rest {
				t.Errorf("%s%s is first read %s, want %s", surname, given, full[0], sound+rest)
			}
		}
	}
}

func TestPinyin(t *testing.T) {
	for _, c := range []struct {
		about, name    string
		full, initials []string // must be among them, the first of each first
	}{
		{"plain", "张试样", []string{"zhangshiyang"}, []string{"zsy"}},
		{"a compound may also be surname and name", "单于飞", []string{"chanyufei", "shanyufei", "danyufei"}, []string{"cyf", "syf", "dyf"}},
		{"a surname's sound does not spread to the given name", "李单", []string{"lidan", "lishan"}, []string{"ld", "ls"}},
		{"ü three ways", "吕试", []string{"lvshi", "lyushi", "lushi"}, []string{"ls"}},
		{"ü in a compound", "闾丘试", []string{"lvqiushi", "lyuqiushi", "luqiushi"}, []string{"lqs"}},
		{"ü in the middle", "李略", []string{"lilve", "lilyue", "lilue"}, []string{"ll"}},
		{"女", "李女", []string{"linv", "linyu", "linu"}, []string{"ln"}},
		{"zh ch sh are z c s", "周长沙", []string{"zhouzhangsha", "zhouchangsha"}, []string{"zzs", "zcs"}},
		{"no initial", "欧安", []string{"ouan"}, []string{"oa"}},
		{"separated: no surname", "单·单", []string{"dandan"}, []string{"dd"}},
		{"minority", "阿依古丽·样例", []string{"ayiguliyangli"}, []string{"ayglyl"}},
		{"Latin", "Zhengjian, Yangben", []string{"zhengjianyangben"}, []string{"zy"}},
		{"Latin with signs", "O'NEIL, MARY-JANÉ", []string{"oneilmaryjane"}, []string{"om"}},
		{"mixed", "张A样", []string{"zhangayang"}, []string{"zay"}},
		{"beyond the BMP", "𠮷䶮", []string{"jiyan"}, []string{"jy"}},
		{"no sound known", "张\ue000", []string{"zhang"}, []string{"z"}},
		{"one letter", "单", []string{"shan", "dan"}, []string{"s", "d"}},
		{"traditional", "單試", []string{"shanshi"}, []string{"ss"}},
	} {
		t.Run(c.about, func(t *testing.T) {
			r := Pinyin(c.name)
			checkAmong(t, r.Full, c.full)
			checkAmong(t, r.Initials, c.initials)
		})
	}
	for _, name := range []string{"", "\ue000", "·", "123"} {
		if r := Pinyin(name); len(r.Full)+len(r.Initials) != 0 {
			t.Errorf("%q has the readings %v", name, r)
		}
	}
}

func checkAmong(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) == 0 || got[0] != want[0] {
		t.Fatalf("got %v, want %s first", got, want[0])
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("got %v, want %s too", got, w)
		}
	}
}

func TestPinyin_is_bounded(t *testing.T) {
	r := Pinyin("单" + strings.Repeat("乐行长", 11))
	if len(r.Full) != maxReadings || len(r.Initials) > maxReadings {
		t.Errorf("%d full, %d initials, want %d at most", len(r.Full), len(r.Initials), maxReadings)
	}
}

func FuzzPinyin(f *testing.F) {
	for _, s := range []string{"张试样", "单于飞", "阿依古丽·样例", "ZHENGJIAN, YANGBEN", "吕布", "张\ue863", "", "\xff", "嗯"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		r := Pinyin(name)
		for _, list := range [][]string{r.Full, r.Initials} {
			if len(list) > maxReadings {
				t.Fatalf("%q has %d readings", name, len(list))
			}
			for i, s := range list {
				if s == "" || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") != "" || slices.Contains(list[:i], s) {
					t.Fatalf("%q: reading %q in %v", name, s, list)
				}
			}
		}
		if (len(r.Full) == 0) != (len(r.Initials) == 0) {
			t.Fatalf("%q: %v", name, r)
		}
	})
}
