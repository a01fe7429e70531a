package assets

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestPinyin(t *testing.T) {
	raw, err := Pinyin()
	if err != nil {
		t.Fatal(err)
	}
	shape := regexp.MustCompile(`^[a-z]+( [a-z]+)*$`)
	var before entry
	count := 0
	for line := range strings.Lines(string(raw)) {
		e := parse(t, line)
		if !shape.MatchString(e.reading) {
			t.Fatalf("reading %q", e.reading)
		}
		if !before.less(e) {
			t.Fatalf("%v stands before %v", before, e)
		}
		before = e
		count++
	}
	if count < 65000 {
		t.Errorf("%d entries, want the whole dictionary", count)
	}
}

func TestPinyinKnowsNames(t *testing.T) {
	raw, err := Pinyin()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\nyan\t䶮\t", "\nji\t𠮷\t", "\nxi\t㐂\t", "\nkun\t堃\t", "\nlv\t吕\t", "\nlyu\t吕\t",
		"\nwang\t王\t", "\nou yang\t欧阳\t", "\nmo qi\t万俟\t", "\nshen fen zheng\t身份证\t",
	} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("no entry %q", want)
		}
	}
}

type entry struct {
	reading, word string
	weight        int
}

// less orders entries as the dictionary promises; equal entries are not less.
func (e entry) less(f entry) bool {
	if e.reading != f.reading {
		return e.reading < f.reading
	}
	if e.weight != f.weight {
		return e.weight > f.weight
	}
	return e.word < f.word
}

func parse(t testing.TB, line string) entry {
	t.Helper()
	fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
	if len(fields) != 3 {
		t.Fatalf("%d fields in %q", len(fields), line)
	}
	weight, err := strconv.Atoi(fields[2])
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return entry{fields[0], fields[1], weight}
}
