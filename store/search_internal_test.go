package store

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"ruhui/store/ident"
	"ruhui/store/storetest/seed"
)

// The reference: the same rules, told over strings one way after the other.

type known struct {
	row     int64
	visited int64
	line    line
}

func reference(all []known, query string) []scored {
	var found []scored
	list := parts(query)
	for _, k := range all {
		rank := Exact
		for _, p := range list {
			if p.digits != "" {
				rank = max(rank, slowDigits(k.line, p.digits))
			} else {
				rank = max(rank, slowName(k.line, string(p.letters)))
			}
		}
		if rank != none && len(list) > 0 {
			found = append(found, scored{k.row, int32(k.visited), rank})
		}
	}
	slices.SortFunc(found, better)
	return found[:min(len(found), maxHits)]
}

func slowName(l line, typed string) Rank {
	best := none
	pinyin := strings.ContainsFunc(typed, func(r rune) bool { return r <= 'z' })
	first, _ := utf8.DecodeRuneInString(typed)
	for _, name := range []string{l.Name, l.Latin, l.Former} {
		for _, way := range ident.Ways(name) {
			switch {
			case slowTyped(way, typed, pinyin, false, true):
				best = min(best, Exact)
			case slowTyped(way, typed, pinyin, false, false):
				best = min(best, Prefix)
			case slowTyped(way, typed, pinyin, true, false):
				best = min(best, Initials)
			}
			for i := 1; i < len(way); i++ {
				if (way[i].Letter == first || way[i].Letter == 0 && first <= 'z') && slowTyped(way[i:], typed, pinyin, true, false) {
					best = min(best, Part)
				}
			}
		}
	}
	return best
}

// slowTyped says whether a name can be typed so, or can begin so.
func slowTyped(words []ident.Word, typed string, pinyin, initials, all bool) bool {
	if len(words) == 0 {
		return typed == ""
	}
	w, rest := words[0], words[1:]
	if pinyin && len(w.Sounds) == 0 && slowTyped(rest, typed, pinyin, initials, all) {
		return true
	}
	if typed == "" {
		return !all
	}
	var ways []string
	if w.Letter != 0 {
		ways = append(ways, string(w.Letter))
	}
	for _, s := range w.Sounds {
		ways = append(ways, s)
		if initials {
			ways = append(ways, s[:1])
			for _, two := range []string{"zh", "ch", "sh"} {
				if strings.HasPrefix(s, two) {
					ways = append(ways, two)
				}
			}
		}
	}
	for _, way := range ways {
		if !all && strings.HasPrefix(way, typed) {
			return true
		}
		if left, ok := strings.CutPrefix(typed, way); ok && slowTyped(rest, left, pinyin, initials, all) {
			return true
		}
	}
	return false
}

func slowDigits(l line, typed string) Rank {
	if len(typed) < 3 {
		return none
	}
	best := none
	if strings.HasSuffix(l.Tail, typed) {
		best = Exact
	}
	for _, no := range l.Numbers {
		if no == typed {
			best = Exact
		}
		for _, end := range []string{no, strings.TrimSuffix(no, "X")} {
			if len(typed) >= len(end) || strings.Contains(end[len(end)-3:], "*") {
				continue
			}
			switch got := end[len(end)-len(typed):]; {
			case got == typed:
				best = min(best, Exact)
			case slowFits(got, typed):
				best = min(best, Part)
			}
		}
		if len(typed) < len(no) && !strings.Contains(no[:3], "*") && slowFits(no[:len(typed)], typed) {
			best = min(best, Prefix)
		}
	}
	return best
}

func slowFits(masked, typed string) bool {
	shown := []byte(typed)
	for i := range shown {
		if masked[i] == '*' {
			shown[i] = '*'
		}
	}
	return string(shown) == masked
}

var (
	someHanzi    = []rune("张王李赵陈周郑朱单解仇曾吕闾乐欧安长行重沈石试样测例演示甲乙𠮷䶮\ue000〇女略")
	someWords    = []string{"ZHENGJIAN", "YANGBEN", "O'NEIL", "MARY-JANE", "JANÉ", "A", "ZH", "SHAN", "LI"}
	someSurnames = []string{"单于", "闾丘", "欧阳", "万俟", "长孙", "尉迟"}
)

func someName(r *rand.Rand) string {
	hanzi := func(n int) string {
		var s strings.Builder
		for range n {
			s.WriteRune(someHanzi[r.IntN(len(someHanzi))])
		}
		return s.String()
	}
	switch r.IntN(10) {
	case 0:
		return hanzi(2+r.IntN(4)) + "·" + hanzi(1+r.IntN(3)) // of a minority
	case 1:
		var words []string
		for range 1 + r.IntN(3) {
			words = append(words, someWords[r.IntN(len(someWords))])
		}
		return strings.Join(words, " ")
	case 2:
		return someSurnames[r.IntN(len(someSurnames))] + hanzi(r.IntN(3))
	case 3:
		return "ИВАНОВ " + hanzi(1)
	}
	return hanzi(1 + r.IntN(3))
}

func someNumber(r *rand.Rand) string {
	switch r.IntN(4) {
	case 0:
		return fmt.Sprintf("E%08d", r.IntN(1e8))
	case 1:
		return fmt.Sprintf("5113991990%06d", r.IntN(1000)) + fmt.Sprintf("%dX", r.IntN(10))
	}
	return fmt.Sprintf("34129919850%07d", r.IntN(1e4))
}

func someKnown(r *rand.Rand, row int64) known {
	l := line{Name: someName(r), Numbers: []string{ident.MaskID(someNumber(r))}}
	if r.IntN(4) == 0 {
		l.Former, l.Latin = someName(r), someName(r)
	}
	if r.IntN(8) == 0 {
		l.Numbers = append(l.Numbers, ident.MaskID(someNumber(r)))
	}
	if r.IntN(2) == 0 {
		l.Tail = fmt.Sprintf("%04d", r.IntN(1e4))
	}
	return known{row, int64(20260901 + r.IntN(20)), l}
}

// someQuery types a person, more or less, as people do.
func someQuery(r *rand.Rand, k known) string {
	var q strings.Builder
	name := cmp.Or([]string{k.line.Name, k.line.Former, k.line.Latin}[r.IntN(3)], k.line.Name)
	if ways := ident.Ways(name); len(ways) > 0 && r.IntN(8) > 0 {
		way := ways[r.IntN(len(ways))]
		for _, w := range way[r.IntN(min(2, len(way))):] {
			sound := string(max(w.Letter, 0))
			if n := len(w.Sounds); n > 0 {
				sound = w.Sounds[r.IntN(n)]
			}
			switch r.IntN(4) {
			case 0:
				q.WriteString(string(w.Letter))
			case 1:
				q.WriteString(sound)
			default:
				q.WriteString(sound[:1+r.IntN(min(2, len(sound)))])
			}
			if r.IntN(8) == 0 {
				q.WriteString([]string{" ", "·", "'"}[r.IntN(3)])
			}
			if r.IntN(3) == 0 {
				break
			}
		}
	}
	if r.IntN(3) == 0 {
		no := []string{k.line.Numbers[0], k.line.Tail}[r.IntN(2)]
		no = strings.ReplaceAll(no, "*", "7")
		if from := r.IntN(len(no) + 1); r.IntN(2) == 0 {
			no = no[from:]
		} else {
			no = no[:from]
		}
		q.WriteString(" " + no)
	}
	return q.String()
}

func sameHits(t *testing.T, x *index, all []known, query string) {
	t.Helper()
	got, want := x.search(context.Background(), parts(query)), reference(all, query)
	if !slices.Equal(got, want) {
		t.Fatalf("%q finds %d, want %d\n got %v\nwant %v", query, len(got), len(want), got, want)
	}
}

// TestProperty_search changes a small town's people at random, and asks after
// each change what they would type.
func TestProperty_search(t *testing.T) {
	r := rand.New(rand.NewPCG(seed.Of(t, 2017), 1))
	x := newIndex()
	var all []known
	put := func(k known) { x.put(&entry{row: k.row, line: k.line, visited: dateOf(k.visited)}) }
	for i := range 3 * segmentSize {
		k := someKnown(r, int64(i+1))
		all = append(all, k)
		put(k)
	}
	hits, exact := 0, 0
	for range 150 {
		at := r.IntN(len(all))
		query := someQuery(r, all[at])
		sameHits(t, x, all, query)
		for _, s := range x.search(context.Background(), parts(query)) {
			hits++
			if s.rank == Exact {
				exact++
			}
		}
		for range 80 {
			at := r.IntN(len(all))
			if r.IntN(3) == 0 && len(all) > segmentSize {
				x.remove(all[at].row)
				all[at] = all[len(all)-1]
				all = all[:len(all)-1]
				continue
			}
			all[at] = someKnown(r, all[at].row)
			put(all[at])
		}
	}
	if hits < 1000 || exact < 20 || len(x.slots) != len(all) {
		t.Errorf("%d hits, %d exact, %d persons of %d: too little was tried", hits, exact, len(x.slots), len(all))
	}
	closed := 0
	for _, s := range x.segments {
		if s == nil {
			closed++
		}
	}
	if closed == 0 {
		t.Error("no segment was closed up")
	}
	x.wipe()
	if found := x.search(context.Background(), parts("z")); len(found) != 0 {
		t.Errorf("%d found after the wipe", len(found))
	}
}

// TestSearch_knows_every_reading: whatever ident reads a name as finds it.
func TestSearch_knows_every_reading(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for i := range 2000 {
		x := newIndex()
		k := someKnown(r, int64(i+1))
		k.line.Latin, k.line.Former = "", ""
		x.put(&entry{row: k.row, line: k.line})
		reading := ident.Pinyin(k.line.Name)
		for want, typed := range map[Rank][]string{Exact: reading.Full, Initials: reading.Initials} {
			for _, s := range typed {
				got := x.search(context.Background(), parts(s))
				if len(got) != 1 || got[0].rank > want {
					t.Fatalf("%s typed %s: got %v, want rank %d", k.line.Name, s, got, want)
				}
			}
		}
	}
}

func TestSearch_ranks(t *testing.T) {
	x := newIndex()
	for i, l := range []line{
		{Name: "张试样", Numbers: []string{"511399********0018"}, Tail: "1000"},
		{Name: "单试", Numbers: []string{"511399********123X"}},
		{Name: "吕试样"},
		{Name: "阿依古丽·样例"},
		{Name: "张\ue000", Former: "𠮷䶮"},
		{Latin: "O'NEIL, MARY-JANÉ", Numbers: []string{"E1*****78"}},
		{Name: "单于样"},
	} {
		x.put(&entry{row: int64(i + 1), line: l})
	}
	for _, c := range []struct {
		query string
		row   int64
		rank  Rank
	}{
		{"张试样", 1, Exact}, {"zhangshiyang", 1, Exact}, {"Zhang Shi yang", 1, Exact}, {"zhangsh", 1, Prefix},
		{"zsy", 1, Initials}, {"zhsy", 1, Initials}, {"zhshy", 1, Initials}, {"zhangsy", 1, Initials}, {"zsyang", 1, Initials},
		{"张sy", 1, Initials}, {"张shiy", 1, Prefix}, {"z试样", 1, Initials}, {"张sy 0018", 1, Initials}, {"张sy0018", 1, Initials},
		{"张试样 1000", 1, Exact}, {"张试样 511399", 1, Prefix}, {"试样 1000", 1, Part}, {"51139919", 1, Prefix},
		{"0018 张", 1, Prefix}, {"990018", 1, Part},
		{"shan shi", 2, Exact}, {"danshi", 2, Exact}, {"ds", 2, Initials}, {"123x", 2, Exact}, {"单试 123", 2, Exact},
		{"lvshi", 3, Prefix}, {"lyushi", 3, Prefix}, {"lushi", 3, Prefix}, {"lüshiyang", 3, Exact}, {"吕SY", 3, Initials},
		{"阿依古丽·样例", 4, Exact}, {"阿依古丽样例", 4, Exact}, {"ayg", 4, Initials}, {"aygl·yl", 4, Initials}, {"样例", 4, Part},
		{"𠮷", 5, Prefix}, {"𠮷䶮", 5, Exact}, {"\ue000", 5, Part}, {"张\ue000", 5, Exact}, {"jiyan", 5, Exact},
		{"oneil", 6, Prefix}, {"o'neil maryjane", 6, Exact}, {"mary", 6, Part}, {"ＭＡＲＹ", 6, Part}, {"om", 6, Initials},
		{"chanyuyang", 7, Exact}, {"chyy", 7, Initials}, {"shanyuyang", 7, Exact},
	} {
		found := x.search(context.Background(), parts(c.query))
		at := slices.IndexFunc(found, func(s scored) bool { return s.row == c.row })
		if at < 0 || found[at].rank != c.rank {
			t.Errorf("%s: got %v, want %d with rank %d", c.query, found, c.row, c.rank)
		}
	}
	for _, query := range []string{"", " ", "·", "?", "18", "00", "x", "9999", "sy1000", "张 0019", "yangshi", "511398", "512399",
		"51139919900101001" + "9", "𠮷样", "zhz", strings.Repeat("z", 200), strings.Repeat("9 ", 50)} {
		if found := x.search(context.Background(), parts(query)); len(found) != 0 {
			t.Errorf("%q finds %v", query, found)
		}
	}
}

// TestSearch_keeps_what_was_written_while_reading: a page read before a write
// is older than what the write put.
func TestSearch_keeps_what_was_written_while_reading(t *testing.T) {
	x := newIndex()
	x.put(&entry{row: 1, line: line{Name: "张新"}})
	x.put(&entry{row: 2, line: line{Name: "李新"}})
	x.remove(2)
	x.remove(3)
	x.put(&entry{row: 4, line: line{Name: "王新"}})
	x.remove(4)
	x.put(&entry{row: 4, line: line{Name: "赵新"}})
	var page []*prepared
	for row := range int64(5) {
		page = append(page, prepare(row+1, 0, &line{Name: "陈旧"}))
	}
	x.fill(page)
	var rows []int64
	for _, s := range x.search(context.Background(), parts("新")) {
		rows = append(rows, s.row)
	}
	if !slices.Equal(rows, []int64{4, 1}) {
		t.Errorf("new are %v, want 4 and 1", rows)
	}
	if old := x.search(context.Background(), parts("陈")); len(old) != 1 || old[0].row != 5 {
		t.Errorf("old are %v, want 5 only", old)
	}
}

// TestSearch_forgets_names: nothing of a name stays where it was.
func TestSearch_forgets_names(t *testing.T) {
	x := newIndex()
	for row := range int64(3) {
		x.put(&entry{row: row + 1, line: line{Name: "张试样", Numbers: []string{"511399********0018"}}})
	}
	s := x.segments[0]
	x.remove(2)
	if r := s.record(1); slices.ContainsFunc(r, func(b byte) bool { return b != 0 }) {
		t.Errorf("the record of who was removed is %x", r)
	}
	x.wipe()
	if slices.ContainsFunc(s.text, func(b byte) bool { return b != 0 }) {
		t.Error("after the wipe there is text left")
	}
	x.put(&entry{row: 9, line: line{Name: "张试样"}})
	if x.segments != nil {
		t.Error("a wiped index takes names")
	}
}

// FuzzQuery: whatever is typed or scanned, the index finds whom the reference
// finds.
func FuzzQuery(f *testing.F) {
	for _, s := range []string{"张sy 0018", "zhsy", "o'neil", "lü", "5113991990010100X", "*", "〇", "\xff", "x", "𠮷"} {
		f.Add(s)
	}
	r := rand.New(rand.NewPCG(1, 2))
	x := newIndex()
	var all []known
	for i := range 300 {
		k := someKnown(r, int64(i+1))
		all = append(all, k)
		x.put(&entry{row: k.row, line: k.line, visited: dateOf(k.visited)})
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, p := range parts(query) {
			if len(p.letters) > maxLetters || (p.digits == "") == (len(p.letters) == 0) {
				t.Fatalf("%q has the part %+v", query, p)
			}
		}
		sameHits(t, x, all, query)
	})
}
