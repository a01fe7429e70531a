package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"ruhui/store"
)

// The table of faults in the package's documentation names tests that exist and
// sentences that are told; and each test of a fault stands in it.
func TestFaultTable_is_true(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	tests := testNames(t)
	told := map[string]bool{}
	for _, m := range store.Messages {
		told[m.What] = true
	}
	listed := map[string]bool{}
	for line := range strings.Lines(string(doc)) {
		cells := strings.Split(strings.TrimPrefix(line, "//"), " | ")
		if len(cells) != 3 || !strings.HasPrefix(cells[2], "Test") {
			continue
		}
		sees, name := strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])
		listed[name] = true
		if !tests[name] {
			t.Errorf("there is no test %s", name)
		}
		if strings.IndexFunc(sees, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0 && !told[sees] {
			t.Errorf("nobody is told %q", sees)
		}
	}
	for name := range tests {
		if strings.HasPrefix(name, "TestFault_") && !listed[name] {
			t.Errorf("%s is not in the table", name)
		}
	}
	if len(listed) < 20 {
		t.Errorf("the table names %d tests only", len(listed))
	}
}

func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	for _, pattern := range []string{"*_test.go", "vault/*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(text)) {
				if rest, is := strings.CutPrefix(line, "func Test"); is {
					name, _, _ := strings.Cut(rest, "(")
					names["Test"+name] = true
				}
			}
		}
	}
	return names
}
