package print

import (
	"strings"
	"testing"
)

func TestNewCode(t *testing.T) {
	for _, c := range []struct {
		about, text string
		ok          bool
	}{
		{"nothing", "", false},
		{"a link", link, true},
		{"a long link", "https://xinjumin.example.cn/" + strings.Repeat("a", 300), true},
		{"one whose code would be too large", strings.Repeat("a", 1000), false},
		{"one that no code holds", strings.Repeat("a", 5000), false},
	} {
		made, ok := newCode(c.text, codeSide)
		if ok != c.ok {
			t.Errorf("%s: ok = %t, want %t", c.about, ok, c.ok)
		}
		if wide := made.module * float64(len(made.modules)); ok && (wide < 30-1e-9 || wide > codeMost || made.module < moduleSide) {
			t.Errorf("%s: %.1f mm wide in modules of %.2f mm, want at least 30 and %.1f", c.about, wide, made.module, moduleSide)
		}
	}
}

func TestGrouped(t *testing.T) {
	for in, want := range map[string]string{
		residenceNo:                 "JZ 330402103 07 260915 0001 42",
		"JZ33040210307260915000124": "JZ33040210307260915000124", // not one of ours: two digits changed places
		"":                          "",
	} {
		if got := grouped(in); got != want {
			t.Errorf("grouped(%q) = %q, want %q", in, got, want)
		}
	}
}
