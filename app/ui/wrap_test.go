package ui

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWrapLines(t *testing.T) {
	ten := func(line string) bool { return utf8.RuneCountInString(line) <= 10 }
	for _, c := range []struct{ name, text, want string }{
		{"short", "一二三", "一二三"},
		{"no closing mark begins a line", "一二三四五六七八九十。甲乙", "一二三四五六七八九|十。甲乙"},
		{"nor do two", "一二三四五六七八九》。甲乙", "一二三四五六七八|九》。甲乙"},
		{"no opening mark ends one", "一二三四五六七八九（甲乙）", "一二三四五六七八九|（甲乙）"},
		{"a number stays whole", "一二三四五六2026年", "一二三四五六2026|年"},
		{"and goes to the next line", "一二三四五六七2026年", "一二三四五六七|2026年"},
		{"spaces vanish where a line ends", "JZ 3304 0210 3992", "JZ 3304|0210 3992"},
		{"what is too long is broken all the same", "ABCDEFGHIJKLMNO", "ABCDEFGHIJ|KLMNO"},
		{"marks alone", "。。。。。。。。。。。。", "。。。。。。。。。。|。。"},
		{"new lines and empty ones", "甲\n\n乙", "甲||乙"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.Join(wrapLines(c.text, ten), "|")
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestParagraph_height_follows_width(t *testing.T) {
	start(t)
	p := NewParagraph("依据《浙江省流动人口居住登记条例》，本窗口受公安机关委托采集您的身份、居住、就业、联系方式等信息。")
	show(t, p, 1200, 100)
	one := p.MinSize().Height
	p.Resize(p.Size().SubtractWidthHeight(900, 0))
	if got := p.MinSize().Height; got < 2*one {
		t.Errorf("%v high when narrow, %v when wide", got, one)
	}
	p.Set("短")
	if got := p.MinSize().Height; got != one {
		t.Errorf("a short text is %v high, want %v", got, one)
	}
}
