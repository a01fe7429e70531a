package ui

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"ruhui/assets"
)

func texts(candidates []Candidate) []string {
	var all []string
	for _, c := range candidates {
		all = append(all, c.Text)
	}
	return all
}

func TestDictionary_proposes(t *testing.T) {
	d := openDictionary()
	for _, c := range []struct {
		name    string
		letters string
		place   Place
		want    string
		within  int // of the first so many
	}{
		{"a surname first in a name", "wang", AtSurname, "王", 1},
		{"the usual word elsewhere", "wang", InText, "网", 1},
		{"a surname with its own reading", "shan", AtSurname, "单", 1},
		{"a surname of two characters", "ouyang", AtSurname, "欧阳", 1},
		{"a surname and a given name", "wangxiaoming", AtSurname, "王小明", 1},
		{"a double surname and a given name", "zhugeliang", AtSurname, "诸葛亮", 1},
		{"a given name with spaces left out", "xiaoming", InText, "小明", 1},
		{"a given name with a separator", "xiao'ming", InText, "小明", 1},
		{"a word of three", "shenfenzheng", InText, "身份证", 1},
		{"a word not typed to its end", "shenfenzh", InText, "身份证", 1},
		{"a word by its first letters", "sfz", InText, "身份证", 3},
		{"one syllable before two", "xian", InText, "先", 1},
		{"two syllables too", "xian", InText, "西安", 100},
		{"what the separator says", "xi'an", InText, "西安", 1},
		{"the city", "jiaxing", InText, "嘉兴", 3},
		{"ü as v", "lv", AtSurname, "吕", 1},
		{"a rare character of the supplement", "yan", InText, "䶮", 100},
		{"a character no dictionary of words has", "zhe", InText, "喆", 60},
		{"a row of words nobody listed", "nanhulaodongzhongxin", InText, "南湖劳动中心", 1},
		{"a given name of one character", "liang", AtGiven, "亮", 1},
		{"a given name of two characters", "xiaoming", AtGiven, "晓明", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := texts(d.Candidates(c.letters, c.place))
			if at := slices.Index(got, c.want); at < 0 || at >= c.within {
				t.Errorf("%s: %s stands at %d, want within %d; first are %v", c.letters, c.want, at, c.within, got[:min(9, len(got))])
			}
		})
	}
}

func TestDictionary_beginnings_leave_the_rest(t *testing.T) {
	for _, c := range openDictionary().Candidates("wangxiaoming", AtSurname) {
		if c.Text == "汪" {
			if c.Letters != len("wang") {
				t.Errorf("汪 uses %d letters", c.Letters)
			}
			return
		}
	}
	t.Error("汪 alone is not proposed")
}

func TestDictionary_knows_nothing_of_nonsense(t *testing.T) {
	for _, letters := range []string{"", "'", "u", "iii", strings.Repeat("xian", 20)} {
		if got := openDictionary().Candidates(letters, InText); len(got) != 0 {
			t.Errorf("%q: got %v", letters, texts(got))
		}
	}
	if got := NewDictionary(nil).Candidates("wang", AtSurname); len(got) != 0 {
		t.Errorf("empty dictionary: got %v", texts(got))
	}
}

func TestDictionary_opens_quickly(t *testing.T) {
	data, err := assets.Pinyin()
	if err != nil {
		t.Fatal(err)
	}
	// The best of three: the machine may be busy with something else.
	best := time.Hour
	for range 3 {
		begin := time.Now()
		NewDictionary(data)
		best = min(best, time.Since(begin))
	}
	if best > 100*time.Millisecond {
		t.Errorf("opening took %v, want less than 100ms", best)
	}
}

func TestNames_are_read_as_the_dictionary_reads_syllables(t *testing.T) {
	d := openDictionary()
	table := maps.Clone(openSurnames())
	for reading, characters := range openGiven() {
		table[reading+" "] = characters
	}
	for reading, names := range table {
		for _, syllable := range strings.Fields(reading) {
			if !d.syllables[syllable] {
				t.Errorf("%v: no syllable %q", names, syllable)
			}
		}
		for _, name := range names {
			if got, want := len([]rune(name)), len(strings.Fields(reading)); got != want {
				t.Errorf("%s: %d characters read as %d syllables", name, got, want)
			}
		}
	}
}

// pinyinEntry is an entry in a window, typed into by hand.
func pinyinEntry(t *testing.T, use Pinyin) *Entry {
	t.Helper()
	start(t)
	e := NewPinyinEntry(use)
	show(t, e, 400, 40)
	return e
}

func TestPinyinEntry_picks(t *testing.T) {
	for _, c := range []struct {
		name  string
		use   Pinyin
		typed string
		want  string
	}{
		{"with Space", PinyinName, "wang ", "王"},
		{"with a digit", PinyinName, "wang2", "汪"},
		{"the surname, then the given name", PinyinName, "wang1xiaoming ", "王小明"},
		{"the second proposal for a whole name", PinyinName, "wangxiaoming2", "王晓明"},
		{"the first at a punctuation mark", PinyinText, "jiaxing(", "嘉兴("},
		{"a code point", PinyinName, "u+20bb7 ", "\U00020BB7"},
		{"a code point in capitals", PinyinName, "U+20BB7 ", "\U00020BB7"},
		{"nothing for a digit without letters", PinyinText, "12号", "12号"},
		{"the dot of a minority name", PinyinName, "`", "·"},
		{"capitals as Latin text", PinyinText, "USB ", "USB "},
		{"nothing for Han of another input method", PinyinText, "新丰", "新丰"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := pinyinEntry(t, c.use)
			typing(e, c.typed)
			if e.Text != c.want {
				t.Errorf("typed %q: got %q, want %q (composing %q)", c.typed, e.Text, c.want, e.composer.letters)
			}
		})
	}
}

func TestPinyinEntry_goes_on_with_the_letters_left_over(t *testing.T) {
	e := pinyinEntry(t, PinyinName)
	typing(e, "wangxiaoming")
	alone := slices.Index(texts(e.composer.found), "汪")
	for alone >= len(e.composer.page()) {
		alone -= len(e.composer.page())
		press(e, fyne.KeyPageDown)
	}
	e.composer.pick(alone)
	if e.Text != "汪" || e.composer.letters != "xiaoming" {
		t.Fatalf("got %q, composing %q", e.Text, e.composer.letters)
	}
	typing(e, " ")
	if e.Text != "汪小明" {
		t.Errorf("got %q", e.Text)
	}
}

func TestPinyinEntry_keys(t *testing.T) {
	t.Run("Return keeps the letters and stays", func(t *testing.T) {
		e := pinyinEntry(t, PinyinText)
		e.OnNext = func() { t.Error("went to the next field") }
		typing(e, "wang")
		press(e, fyne.KeyReturn)
		if e.Text != "wang" {
			t.Errorf("got %q", e.Text)
		}
	})
	t.Run("Backspace takes back letters, not text", func(t *testing.T) {
		e := pinyinEntry(t, PinyinText)
		typing(e, "jiaxing wan")
		press(e, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace)
		if e.Text != "嘉兴" || e.composer.letters != "" {
			t.Errorf("got %q, composing %q", e.Text, e.composer.letters)
		}
		press(e, fyne.KeyBackspace)
		if e.Text != "嘉" {
			t.Errorf("then text: got %q", e.Text)
		}
	})
	t.Run("Escape drops the letters and does not reach the screen", func(t *testing.T) {
		e := pinyinEntry(t, PinyinText)
		keys := NewKeyMap()
		left := 0
		keys.Bind("Button.Cancel", func() { left++ }, Key{Name: fyne.KeyEscape})
		Wire(keys, e)
		typing(e, "wang")
		press(e, fyne.KeyEscape)
		if e.Text != "" || e.composer.letters != "" || left != 0 {
			t.Errorf("got %q, composing %q, Escape reached the screen %d times", e.Text, e.composer.letters, left)
		}
		press(e, fyne.KeyEscape)
		if left != 1 {
			t.Error("without letters Escape belongs to the screen")
		}
	})
	t.Run("pages turn and turn back", func(t *testing.T) {
		e := pinyinEntry(t, PinyinText)
		typing(e, "yi")
		first := texts(e.composer.page())
		press(e, fyne.KeyPageDown)
		second := texts(e.composer.page())
		typing(e, "-")
		if got := texts(e.composer.page()); !slices.Equal(got, first) || slices.Equal(first, second) {
			t.Errorf("first %v, second %v, back %v", first, second, got)
		}
		typing(e, "=1")
		if e.Text != second[0] {
			t.Errorf("picked %q of the second page, want %q", e.Text, second[0])
		}
	})
	t.Run("Shift alone changes to 英 and back", func(t *testing.T) {
		e := pinyinEntry(t, PinyinText)
		shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
		e.KeyDown(shift)
		e.KeyUp(shift)
		typing(e, "led")
		if e.Text != "led" {
			t.Errorf("in 英: got %q", e.Text)
		}
		if text, _ := e.mark.text(); text != "英" {
			t.Errorf("mark shows %s", text)
		}
		e.KeyDown(shift)
		e.TypedRune('L')
		e.KeyUp(shift)
		if !e.composer.english {
			t.Error("Shift with a letter changed the mode")
		}
		test.Tap(e.mark)
		if e.composer.english {
			t.Error("a click on the mark did not change back")
		}
	})
	t.Run("leaving the field keeps the letters", func(t *testing.T) {
		e := pinyinEntry(t, PinyinText)
		left := ""
		e.OnLeft = func(value string) { left = value }
		typing(e, "wang")
		e.FocusLost()
		if e.Text != "wang" || left != "wang" {
			t.Errorf("got %q, reported %q", e.Text, left)
		}
	})
	t.Run("F-keys take the letters along", func(t *testing.T) {
		e := pinyinEntry(t, PinyinText)
		keys, saved := NewKeyMap(), ""
		keys.Bind("Button.Save", func() { saved = e.Text }, Key{Name: fyne.KeyF9})
		Wire(keys, e)
		typing(e, "wang")
		press(e, fyne.KeyF9)
		if saved != "wang" {
			t.Errorf("saved %q", saved)
		}
	})
}

func TestPinyinBar_picks_what_is_clicked_and_shows_what_fits(t *testing.T) {
	start(t)
	f := NewForm()
	field := f.PersonName("Name")
	show(t, f, 400, 200)
	e := field.Input.(*Entry)
	typing(e, "wang")
	bar := e.Bar().(*pinyinBar)
	page := e.composer.page()
	if !bar.Visible() || len(page) == 0 || len(page) == perPage {
		t.Fatalf("bar visible %v, %d candidates in a narrow form", bar.Visible(), len(page))
	}
	test.TapAt(bar, fyne.NewPos(bar.left()+bar.width(0, page[0])+2, 5))
	if e.Text != page[1].Text || bar.Visible() {
		t.Errorf("got %q, want %q; bar visible %v", e.Text, page[1].Text, bar.Visible())
	}
}

func FuzzCandidates(f *testing.F) {
	for _, s := range []string{"wang", "xi'an", "''", "zzzz", "nvlvgong", "U+", "xianxianxianxian"} {
		f.Add(s, 1)
	}
	d := openDictionary()
	f.Fuzz(func(t *testing.T, letters string, place int) {
		for _, c := range d.Candidates(letters, Place(place)) {
			if c.Text == "" || c.Letters < 1 || c.Letters > len(strings.ToLower(letters)) {
				t.Fatalf("%q: candidate %+v", letters, c)
			}
		}
	})
}
