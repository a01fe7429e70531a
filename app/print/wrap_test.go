package print

import (
	"slices"
	"strings"
	"testing"
)

// columns measures as a typewriter does: two for Chinese, one for the rest.
func columns(r rune) float64 {
	if r < 0x2000 {
		return 1
	}
	return 2
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		about, in string
		width     float64
		want      []string
	}{
		{"nothing", " ", 10, nil},
		{"what fits", "居住登记", 8, []string{"居住登记"}},
		{"between hanzi", "居住登记凭证", 8, []string{"居住登记", "凭证"}},
		{"no closing mark begins a line", "居住登记，凭证", 8, []string{"居住登", "记，凭证"}},
		{"nor several", "居住登记）。凭证", 8, []string{"居住登", "记）。凭", "证"}},
		{"no opening mark ends a line", "居住登（凭证）", 8, []string{"居住登", "（凭证）"}},
		{"a number stays whole", "编号0573-000凭证", 10, []string{"编号", "0573-000凭", "证"}},
		{"a masked number too", "号码511399****0017", 16, []string{"号码", "511399****0017"}},
		{"a date too", "请于2026年9月4日前交", 12, []string{"请于", "2026年9月4日", "前交"}},
		{"too long for any line", "AAAAAAAAAAAA", 5, []string{"AAAAA", "AAAAA", "AA"}},
		{"only closing marks", "，，，，，", 4, []string{"，，", "，，", "，"}},
		{"spaces at a break go", "ab cd  ef", 5, []string{"ab cd", "ef"}},
		{"a box and its code point", "居□U+E000", 9, []string{"居", "□U+E000"}},
		{"narrower than a letter", "居住", 1, []string{"居", "住"}},
	} {
		if got := wrap(c.in, c.width, columns); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.about, got, c.want)
		}
	}
}

// FuzzWrap breaks any text: nothing but spaces is lost, no line is empty or
// wider than it may be.
func FuzzWrap(f *testing.F) {
	f.Add("请于2026年9月14日前交至新丰镇新居民服务中心（3号窗口），电话0573-00000000。", uint8(20))
	f.Add("，，，，（（（（ \u00a0 □U+E000□U+10FFFF", uint8(3))
	f.Fuzz(func(t *testing.T, text string, width uint8) {
		text = drawable(text)
		lines := wrap(text, float64(width), columns)
		if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
		for _, line := range lines {
			wide := 0.0
			for _, r := range line {
				wide += columns(r)
			}
			if line == "" || wide > max(float64(width), 2) {
				t.Fatalf("line %q is %v wide, want 1 to %d", line, wide, width)
			}
		}
	})
}
