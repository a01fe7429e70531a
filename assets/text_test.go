package assets

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		name, want, key string
		args            []any
	}{
		{"a plain text", "保存", "Button.Save", nil},
		{"a placeholder takes its value", "密码错误，还可尝试3次", "Message.WrongPassword", []any{"n", 3}},
		{"a placeholder not given stays", "密码错误，还可尝试{n}次", "Message.WrongPassword", []any{"m", 3}},
		{"a name without value is ignored", "密码错误，还可尝试{n}次", "Message.WrongPassword", []any{"n"}},
		{"a value that looks like a placeholder stays", "{n}不能超过9个字", "Message.TooLong", []any{"field", "{n}", "n", 9}},
		{"an unknown key is shown", "Button.Nowhere", "Button.Nowhere", []any{"n", 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Text(c.key, c.args...); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if HasText("Button.Nowhere") || !HasText("Button.Save") {
		t.Error("HasText does not know which keys have a text")
	}
}

// TestTextsAreInOrder reads the file as it stands, because a key given twice
// vanishes without a word when it is decoded into a map.
func TestTextsAreInOrder(t *testing.T) {
	raw, err := Translations.ReadFile(chinese)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	tokens := json.NewDecoder(bytes.NewReader(raw))
	for i := -1; ; i++ {
		token, err := tokens.Token()
		if err != nil {
			t.Fatal(err)
		}
		if token == json.Delim('}') {
			break
		}
		if text, ok := token.(string); ok && i%2 == 0 {
			keys = append(keys, text)
		}
	}
	for i := 1; i < len(keys); i++ {
		if keys[i-1] >= keys[i] {
			t.Errorf("%s stands before %s; keys are sorted and stand once", keys[i-1], keys[i])
		}
	}
	if len(keys) != len(texts()) {
		t.Errorf("%d keys in the file, %d texts", len(keys), len(texts()))
	}
}

var keyShape = regexp.MustCompile(`^([A-Z][A-Za-z]*\.)*[A-Z][A-Za-z]*$`)

func TestTextsAreWellFormed(t *testing.T) {
	placeholder := regexp.MustCompile(`\{[^}]*\}?`)
	for key, text := range texts() {
		if !keyShape.MatchString(key) {
			t.Errorf("key %q is not of the shape Group.Name", key)
		}
		if strings.TrimSpace(text) == "" {
			t.Errorf("%s is empty", key)
		}
		for _, p := range placeholder.FindAllString(text, -1) {
			if !regexp.MustCompile(`^\{[a-z]+\}$`).MatchString(p) {
				t.Errorf("%s: placeholder %q", key, p)
			}
		}
		for _, r := range text {
			if !unicode.IsControl(r) && !Has(r) {
				t.Errorf("%s: the font does not draw %U", key, r)
			}
		}
	}
}

// TestEveryKeyUsedHasAText reads the source of the whole program: each literal
// given to Text, and each literal that looks like a key of a group we have.
func TestEveryKeyUsedHasAText(t *testing.T) {
	var groups []string
	for key := range texts() {
		if group, _, ok := strings.Cut(key, "."); ok {
			groups = append(groups, group)
		}
	}
	found := 0
	for key, place := range literals(t) {
		group, _, dotted := strings.Cut(key, ".")
		if !dotted || !keyShape.MatchString(key) || !slices.Contains(groups, group) {
			continue
		}
		found++
		if !HasText(key) {
			t.Errorf("%s: %s has no text in %s", place, key, chinese)
		}
	}
	t.Logf("%d keys are used", found)
}

// literals returns every string literal of the program outside its tests, with
// one place where it stands.
func literals(t testing.TB) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			lit, ok := node.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if value, err := strconv.Unquote(lit.Value); err == nil {
				all[value] = files.Position(lit.Pos()).String()
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
