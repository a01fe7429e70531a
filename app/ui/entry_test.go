package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestEntry_takes_what_its_mode_allows(t *testing.T) {
	for _, c := range []struct {
		name  string
		mode  Mode
		typed string
		want  string
	}{
		{"digits", ModeDigits, "a1２-３", "123"},
		{"document number", ModeNumber, "330499 19900101 001x", "33049919900101001X"},
		{"full-width letters", ModeNumber, "Ｅ１２ｘ", "E12X"},
		{"date", ModeDate, "20260914", "2026-09-14"},
		{"date with separators", ModeDate, "1990-1-5", "1990-01-5"},
		{"date in Chinese", ModeDate, "1990年1月5日", "1990-01-05"},
		{"date too long", ModeDate, "202609141", "2026-09-14"},
		{"phone", ModePhone, "+86 138-0000a", "+86138-0000"},
		{"plus only first", ModePhone, "1+2", "12"},
		{"amount", ModeAmount, "4500.505", "4500.50"},
		{"amount with two points", ModeAmount, "1.2.3", "1.23"},
		{"text", ModeText, "新丰镇 12号", "新丰镇 12号"},
	} {
		t.Run(c.name, func(t *testing.T) {
			start(t)
			e := NewEntry(c.mode)
			show(t, e, 300, 50)
			typing(e, c.typed)
			if e.Text != c.want {
				t.Errorf("typed: got %q, want %q", e.Text, c.want)
			}
			e.SetText("")
			clip := test.NewClipboard()
			clip.SetContent(c.typed)
			e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
			if e.Text != c.want {
				t.Errorf("pasted: got %q, want %q", e.Text, c.want)
			}
		})
	}
}

func TestEntry_keeps_its_limit(t *testing.T) {
	start(t)
	e := NewEntry(ModeText)
	e.MaxRunes = 3
	show(t, e, 300, 50)
	typing(e, "一二三四")
	if e.Text != "一二三" {
		t.Errorf("typed: got %q", e.Text)
	}
	clip := test.NewClipboard()
	clip.SetContent("五六七八")
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	if e.Text != "五六七" {
		t.Errorf("pasted over a selection: got %q", e.Text)
	}
}

func TestEntry_date_can_be_mended_in_the_middle(t *testing.T) {
	start(t)
	e := NewEntry(ModeDate)
	show(t, e, 300, 50)
	typing(e, "20260914")
	e.CursorColumn = 4
	press(e, fyne.KeyBackspace)
	if e.Text != "2020-91-4" || e.CursorColumn != 3 {
		t.Errorf("after Backspace: got %q at %d", e.Text, e.CursorColumn)
	}
	typing(e, "7")
	if e.Text != "2027-09-14" || e.CursorColumn != 4 {
		t.Errorf("after 7: got %q at %d", e.Text, e.CursorColumn)
	}
}

func TestEntry_sensitive_text_is_not_copied(t *testing.T) {
	start(t)
	e := NewEntry(ModeNumber)
	e.Sensitive = true
	show(t, e, 300, 50)
	typing(e, "33049919900101001X")
	clip := test.NewClipboard()
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	e.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
	e.TypedShortcut(&fyne.ShortcutCut{Clipboard: clip})
	if clip.Content() != "" || e.Text == "" {
		t.Errorf("clipboard holds %d characters, field %d", len(clip.Content()), len(e.Text))
	}
	if n := len(e.menuItems()); n != 1 {
		t.Errorf("menu: got %d items, want only paste", n)
	}
	e.Sensitive = false
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	e.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clip})
	if clip.Content() != "33049919900101001X" {
		t.Errorf("not sensitive: nothing copied")
	}
}

func TestEntry_forwards_what_it_does_not_use(t *testing.T) {
	start(t)
	keys := NewKeyMap()
	var did []string
	keys.Bind("Button.Save", func() { did = append(did, "save") }, Key{Name: fyne.KeyF9}, Ctrl(fyne.KeyS))
	keys.Bind("Button.Cancel", func() { did = append(did, "cancel") }, Key{Name: fyne.KeyEscape})
	e := NewEntry(ModeText)
	show(t, e, 300, 50)
	Wire(keys, e)
	press(e, fyne.KeyF9, fyne.KeyEscape, fyne.KeyLeft)
	e.TypedShortcut(shortcut(Ctrl(fyne.KeyS)))
	if len(did) != 3 || did[0] != "save" || did[1] != "cancel" || did[2] != "save" {
		t.Errorf("got %v", did)
	}
}

func TestEntry_scan(t *testing.T) {
	const code = "HTTPS://NANHU.EXAMPLE/S/7K2M9Q"
	scan := func(e *Entry, text string) *testClock {
		clock := fast()
		e.UseClock(clock)
		for _, r := range text {
			e.TypedRune(r)
		}
		return clock
	}
	t.Run("ends with Return and leaves the field as it was", func(t *testing.T) {
		start(t)
		e, got := NewEntry(ModeText), ""
		e.OnScan = func(text string) bool { got = text; return true }
		show(t, e, 300, 50)
		typing(e, "新丰")
		scan(e, code)
		next := false
		e.OnNext = func() { next = true }
		press(e, fyne.KeyReturn)
		if got != code || e.Text != "新丰" || next {
			t.Errorf("got %q, field %q, went on %v", got, e.Text, next)
		}
	})
	t.Run("ends with silence", func(t *testing.T) {
		start(t)
		e, got := NewEntry(ModeDigits), ""
		e.OnScan = func(text string) bool { got = text; return true }
		show(t, e, 300, 50)
		clock := scan(e, code)
		if clock.later == nil {
			t.Fatal("nothing waits for the silence")
		}
		clock.later()
		if got != code || e.Text != "" {
			t.Errorf("got %q, field %q", got, e.Text)
		}
	})
	t.Run("goes to the key map where the field has no use for it", func(t *testing.T) {
		start(t)
		keys, got := NewKeyMap(), ""
		keys.OnScan = func(text string) bool { got = text; return true }
		e := NewPinyinEntry(PinyinName)
		show(t, e, 300, 50)
		Wire(keys.Child(), e)
		scan(e, "nanhu-7k2m9q")
		press(e, fyne.KeyReturn)
		if got != "nanhu-7k2m9q" || e.Text != "" || e.composer.letters != "" {
			t.Errorf("got %q, field %q, letters %q", got, e.Text, e.composer.letters)
		}
	})
	t.Run("stays in the field when nobody takes it", func(t *testing.T) {
		start(t)
		e := NewEntry(ModeText)
		show(t, e, 300, 50)
		scan(e, code)
		press(e, fyne.KeyReturn)
		if e.Text != code {
			t.Errorf("field %q", e.Text)
		}
	})
	for name, text := range map[string]string{
		"a held key": "00000000", "an input method's Han": "嘉兴样例电子有限公司", "five characters": "12345",
	} {
		t.Run(name+" is no scan", func(t *testing.T) {
			start(t)
			e := NewEntry(ModeText)
			e.OnScan = func(text string) bool { t.Errorf("taken for a scan: %q", text); return true }
			show(t, e, 300, 50)
			scan(e, text)
			press(e, fyne.KeyReturn)
			if e.Text != text {
				t.Errorf("field %q", e.Text)
			}
		})
	}
	t.Run("typing by hand is no scan", func(t *testing.T) {
		start(t)
		e := NewEntry(ModeText)
		e.OnScan = func(string) bool { t.Error("taken for a scan"); return true }
		show(t, e, 300, 50)
		clock := &testClock{step: 31 * time.Millisecond}
		e.UseClock(clock)
		for _, r := range "13800000000" {
			e.TypedRune(r)
		}
		press(e, fyne.KeyReturn)
	})
}

// A paper without an end is one key; what is typed then is a date again.
func TestEntry_term(t *testing.T) {
	start(t)
	e := NewEntry(ModeTerm)
	show(t, e, 300, 50)
	for _, c := range []struct{ typed, want string }{
		{"c", "长期"}, {"2", "2"}, {"0360229", "2036-02-29"}, {"C", "长期"}, {"长", "长期"},
	} {
		if typing(e, c.typed); e.Text != c.want {
			t.Errorf("after %q: %q, want %q", c.typed, e.Text, c.want)
		}
	}
	if press(e, fyne.KeyBackspace); e.Text != "" {
		t.Errorf("after Backspace: %q", e.Text)
	}
	for value, want := range map[string]string{"长期": "长期", "2036-02-29": "2036-02-29", "": ""} {
		if e.SetValue(value); e.Value() != want {
			t.Errorf("set to %q: %q", value, e.Value())
		}
	}
}
