package print

import (
	"strings"
	"testing"

	"ruhui/assets"
)

func TestDrawable(t *testing.T) {
	for _, c := range []struct{ about, in, want string }{
		{"plain", "张*样", "张*样"},
		{"beyond the first plane", "䶮*𠮷", "䶮*𠮷"},
		{"a private-use character", "张\uE000", "张□U+E000"},
		{"before letters that would lengthen its number", "\uE0001A", "□U+E000 1A"},
		{"with a dropped one between", "\uE000\u200bA", "□U+E000 A"},
		{"before hanzi", "\uE000样", "□U+E000样"},
		{"beyond sixteen bits", "\U0010FFFF", "□U+10FFFF"},
		{"a script the font lacks", "བོད", "□U+0F56□U+0F7C□U+0F51"},
		{"control characters", "张\x00\x1b样\x7f", "张样"},
		{"direction marks", "张\u202e样\u2066", "张样"},
		{"a variation selector", "葛\U000E0100", "葛"},
		{"white space", " 张\n\t　样 ", "张 样"},
		{"dots that share a glyph", "阿依古丽•样例‧", "阿依古丽·样例·"},
		{"broken bytes", "张\xff", "张□U+FFFD"},
		{"nothing", "", ""},
	} {
		got := drawable(c.in)
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.about, got, c.want)
		}
		if again := drawable(got); again != got {
			t.Errorf("%s: done again gives %q, want %q", c.about, again, got)
		}
	}
}

func TestSlip_names_can_be_copied(t *testing.T) {
	names := []string{"䶮*", "𠮷*𠮷", "阿依古丽·样例", "㐂堃龘", "𬭚*𬬭", "\uE000*"}
	s := slip()
	s.MaskedName = strings.Join(names, "/") // in bold
	s.Results[0].Notes = names
	text := pages(t, saved(t, s))[0]
	for _, name := range names {
		wantText(t, text, "·"+drawable(name))
	}
	wantText(t, text, drawable(s.MaskedName)+"：")
}

// Characters from all over Unicode, closer together where people's names are.
func TestSlip_takes_any_character(t *testing.T) {
	var n MaterialNotice
	for plane := rune(0); plane <= 16; plane++ {
		step := rune(13)
		if plane > 3 {
			step = 127 // hardly anything is assigned there
		}
		var b strings.Builder
		for r := plane << 16; r < (plane+1)<<16; r += step {
			b.WriteRune(r)
		}
		b.WriteRune(plane<<16 | 0xFFFF)
		n.Missing = append(n.Missing, b.String())
	}
	if objects, err := split(printed(t, n)); err != nil || len(objects) < 100 {
		t.Errorf("got %d objects, %v, want a paper of many pages", len(objects), err)
	}
}

func TestBoxIsDrawn(t *testing.T) {
	for _, r := range string(box) + "U+0123456789ABCDEF·" {
		if !assets.Has(r) {
			t.Errorf("the font lacks %q", r)
		}
	}
}
