package ident

import (
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	for _, c := range []struct{ about, in, want, code string }{
		{"plain", "张试样", "张试样", ""},
		{"two letters", "李明", "李明", ""},
		{"separated", "阿依古丽·样例", "阿依古丽·样例", ""},
		{"a single name of a minority", "阿依古丽", "阿依古丽", ""},
		{"spaces between hanzi", " 张　试 样\n", "张试样", ""},
		{"spaces round the dot", "阿依古丽 • 样例", "阿依古丽·样例", ""},
		{"unseen marks", "张\u200b试样\ufeff", "张试样", ""},
		{"bullet", "阿依古丽•样例", "阿依古丽·样例", ""},
		{"katakana dot", "阿依古丽・样例", "阿依古丽·样例", ""},
		{"hyphenation point", "阿依古丽‧样例", "阿依古丽·样例", ""},
		{"half-width katakana dot", "阿依古丽･样例", "阿依古丽·样例", ""},
		{"bullet operator", "阿依古丽∙样例", "阿依古丽·样例", ""},
		{"dot operator", "阿依古丽⋅样例", "阿依古丽·样例", ""},
		{"full-width stop", "阿依古丽．样例", "阿依古丽·样例", ""},
		{"stop", "阿依古丽.样例", "阿依古丽·样例", ""},
		{"black circle", "阿依古丽●样例", "阿依古丽·样例", ""},
		{"three parts", "阿·依.样", "阿·依·样", ""},
		{"passport", "Zhengjian,  Yangben", "ZHENGJIAN, YANGBEN", ""},
		{"full-width passport", "ＺＨＥＮＧＪＩＡＮ，　ＹＡＮＧＢＥＮ", "ZHENGJIAN, YANGBEN", ""},
		{"apostrophe and hyphen", "o’neil, mary-jane", "O'NEIL, MARY-JANE", ""},
		{"beyond the BMP", "𠮷样例", "𠮷样例", ""},
		{"䶮", "张䶮", "张䶮", ""},
		{"an extension younger than the tables", "张\U000323b0", "张\U000323b0", ""},
		{"compatibility ideograph stays", "金\uf90a", "金\uf90a", ""},
		{"〇", "张〇", "张〇", ""},
		{"25 hanzi", strings.Repeat("样", 25), strings.Repeat("样", 25), ""},
		{"26 hanzi", strings.Repeat("样", 26), strings.Repeat("样", 26), NameLong},
		{"100 letters", strings.Repeat("A", 100), strings.Repeat("A", 100), ""},
		{"101 letters", strings.Repeat("A", 101), strings.Repeat("A", 101), NameTooLong},
		{"one letter", "张", "张", NameOneLetter},
		{"private use", "张\ue863", "张\ue863", NameUncoded},
		{"private use beyond the BMP", "张\U000f0001", "张\U000f0001", NameUncoded},
		{"an accent", "José", "JOSé", NameOddLetter},
		{"a radical", "⽂样", "⽂样", NameOddLetter},
		{"nothing", " \t　", "", NameEmpty},
		{"a digit", "张试样1", "张试样1", NameBadLetter},
		{"replacement character", "张\ufffd", "张\ufffd", NameBadLetter},
		{"not UTF-8", "张\xff", "张\ufffd", NameBadLetter},
		{"NUL", "张\x00", "张\x00", NameBadLetter},
		{"a stop between Latin letters", "J.SMITH", "J.SMITH", NameBadLetter},
		{"dot first", "·样例", "·样例", NameBadDot},
		{"dot last", "样例·", "样例·", NameBadDot},
		{"dot doubled", "阿··样", "阿··样", NameBadDot},
	} {
		t.Run(c.about, func(t *testing.T) {
			got, check := Name(c.in)
			if got != c.want || check.Code != c.code {
				t.Errorf("got %q %q, want %q %q", got, check.Code, c.want, c.code)
			}
		})
	}
}

func TestName_levels(t *testing.T) {
	for in, want := range map[string]Level{"张": Warn, "张\ue863": Warn, "José": Warn, strings.Repeat("样", 26): Warn,
		"": Error, "张1": Error, "·样": Error, "张试样": Fine} {
		if _, c := Name(in); c.Level != want {
			t.Errorf("%q: level %d, want %d", in, c.Level, want)
		}
	}
}

func TestName_keeps_every_byte_of_a_card(t *testing.T) {
	for _, name := range []string{"𠮷", "䶮", "\u00b7", "阿依古丽\u00b7样例", "\ue000\uf8ff", "張楊葉", "\uf9d1", "\U00030000"} {
		if got := NormaliseName(name); got != name {
			t.Errorf("% x became % x", name, got)
		}
	}
}

func TestSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"张试样", " 张 试样", true}, {"阿依古丽·样例", "阿依古丽•样例", true}, {"金\u6885", "金\ufa44", true},
		{"JOSE\u0301", "JOS\u00c9", true}, {"杨样", "楊样", false}, {"张试样", "张样试", false}, {"阿依古丽·样例", "阿依古丽样例", false},
	} {
		if got := SameName(c.a, c.b); got != c.want {
			t.Errorf("SameName(%q, %q) = %t", c.a, c.b, got)
		}
	}
}

func TestClearlyDifferent(t *testing.T) {
	longer := "ABCDEFGHIJ KLMNOPQRST UVWXYZABCD EFGHIJ"
	for _, c := range []struct {
		about, a, b string
		want        bool
	}{
		{"equal", "张试样", "张试样", false},
		{"another person", "张试样", "测试甲", true},
		{"variants are for a person to judge", "杨样", "楊样", true},
		{"order", "张试样", "张样试", true},
		{"longer", "张试", "张试样", true},
		{"separator left out", "阿依古丽·样例", "阿依古丽样例", false},
		{"an uncoded letter", "张\ue863", "张䶮", false},
		{"an uncoded letter of another name", "张\ue863", "李䶮", true},
		{"Chinese and Latin", "证件样本", "ZHENGJIAN, YANGBEN", false},
		{"Latin order", "ZHENGJIAN, YANGBEN", "Yangben Zhengjian", false},
		{"Latin hyphen", "MARY-JANE O'NEIL", "MARYJANE ONEIL", false},
		{"Latin cut off", longer, longer[:35], false},
		{"Latin too short to be cut off", "LI WEI", "LI WEIMIN", true},
		{"Latin", "ZHENGJIAN, YANGBEN", "ZHENGJIAN, YANGLI", true},
		{"not given", "", "张试样", false},
	} {
		t.Run(c.about, func(t *testing.T) {
			if ClearlyDifferent(c.a, c.b) != c.want || ClearlyDifferent(c.b, c.a) != c.want {
				t.Errorf("%q and %q: want %t both ways", c.a, c.b, c.want)
			}
		})
	}
}

func FuzzName(f *testing.F) {
	for _, s := range []string{"张试样", "阿依古丽•样例", "𠮷䶮", "ZHENGJIAN, YANGBEN", "张\ue863", " . ", "\xff", "阿.依．样", "A\u0301"} {
		f.Add(s, "张试样")
	}
	f.Fuzz(func(t *testing.T, s, other string) {
		name, check := Name(s)
		again, second := Name(name)
		if again != name || second != check {
			t.Fatalf("%q became %q %+v, again %q %+v", s, name, check, again, second)
		}
		if !SameName(s, name) || ClearlyDifferent(s, name) {
			t.Fatalf("%q is not its own normal form %q", s, name)
		}
		if ClearlyDifferent(s, other) != ClearlyDifferent(other, s) {
			t.Fatalf("%q and %q differ in one direction only", s, other)
		}
		if SameName(s, other) && ClearlyDifferent(s, other) {
			t.Fatalf("%q and %q are the same and clearly different", s, other)
		}
	})
}
