package vault

import (
	"errors"
	"strings"
	"testing"
)

func TestCodeIsForgiving(t *testing.T) {
	code := NewCode()
	if len(code) != 19 || strings.Count(code, "-") != 3 {
		t.Fatalf("code is not four groups of four: %d characters", len(code))
	}
	typed := []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", ""),
		" " + strings.ReplaceAll(code, "-", " ") + "\n", strings.ReplaceAll(code, "-", "—"),
		strings.NewReplacer("0", "o", "1", "l").Replace(code), strings.NewReplacer("0", "O", "1", "I").Replace(code)}
	for i, s := range typed {
		if got, err := ReadCode(s); err != nil || got != code {
			t.Errorf("way of typing %d: %v", i, err)
		}
	}
}

func TestEverySlipInACodeIsNoticed(t *testing.T) {
	code := strings.ReplaceAll(NewCode(), "-", "")
	for i := range code {
		for _, letter := range codeLetters {
			wrong := code[:i] + string(letter) + code[i+1:]
			if _, err := ReadCode(wrong); (err != nil) != (wrong != code) {
				t.Fatalf("letter %d changed: got %v", i, err)
			}
		}
		for j := range i {
			b := []byte(code)
			b[i], b[j] = b[j], b[i]
			if _, err := ReadCode(string(b)); (err != nil) != (string(b) != code) {
				t.Fatalf("letters %d and %d exchanged: got %v", i, j, err)
			}
		}
	}
	for _, wrong := range []string{"", code[1:], code + "0", "U" + code[1:], "样" + code[1:]} {
		if _, err := ReadCode(wrong); !errors.Is(err, ErrCode) {
			t.Errorf("got %v, want %v", err, ErrCode)
		}
	}
}

func TestCodesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		code := NewCode()
		if seen[code] {
			t.Fatal("the same code twice")
		}
		seen[code] = true
	}
}
