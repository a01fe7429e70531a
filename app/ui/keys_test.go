package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func sprint(v any) string { return fmt.Sprint(v) }

func TestKeyMap_inner_before_outer(t *testing.T) {
	outer := NewKeyMap()
	got := ""
	outer.Bind("Button.Lock", func() { got += "lock " }, Key{Name: fyne.KeyF12})
	outer.Bind("Button.Cancel", func() { got += "outer " }, Key{Name: fyne.KeyEscape})
	inner := outer.Child()
	off := false
	cancel := inner.Bind("Button.Cancel", func() { got += "inner " }, Key{Name: fyne.KeyEscape})
	cancel.Off = func() bool { return off }
	inner.Press(Key{Name: fyne.KeyEscape})
	inner.Press(Key{Name: fyne.KeyF12})
	off = true
	if !inner.Press(Key{Name: fyne.KeyEscape}) {
		t.Error("what cannot be done now was passed on")
	}
	if inner.Press(Key{Name: fyne.KeyF5}) {
		t.Error("an unknown key was taken")
	}
	if got != "inner lock " {
		t.Errorf("got %q", got)
	}
	if n := len(inner.Actions()); n != 2 {
		t.Errorf("listed %d actions, want 2", n)
	}
	inner.Bind("Button.Back", func() { got = "back" }, Key{Name: fyne.KeyEscape})
	if inner.Press(Key{Name: fyne.KeyEscape}); got != "back" {
		t.Errorf("bound again: got %q", got)
	}
}

func TestKeyMap_counts_keys_that_do_nothing_as_activity(t *testing.T) {
	start(t)
	keys, n := NewKeyMap(), 0
	keys.OnActivity = func() { n++ }
	e := NewEntry(ModeText)
	show(t, e, 200, 40)
	Wire(keys.Child(), e)
	e.TypedRune('a')
	press(e, fyne.KeyLeft)
	if n < 2 {
		t.Errorf("counted %d", n)
	}
}

func TestKeyMap_gets_keys_and_scans_when_nothing_has_the_focus(t *testing.T) {
	start(t)
	window := NewKeyMap()
	saved, scanned := 0, ""
	window.OnScan = func(text string) bool { scanned = text; return true }
	w := show(t, container.NewVBox(), 300, 200)
	first := window.Child()
	first.Bind("Button.Save", func() { saved++ }, Key{Name: fyne.KeyF9}, Ctrl(fyne.KeyS))
	first.Attach(w.Canvas())
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF9})
	typeShortcut(w, Ctrl(fyne.KeyS))
	if saved != 2 {
		t.Errorf("saved %d times, want 2", saved)
	}
	first.scanner.clock = fast()
	for _, r := range "NANHU-7K2M9Q" {
		w.Canvas().OnTypedRune()(r)
	}
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if scanned != "NANHU-7K2M9Q" {
		t.Errorf("scanned %q", scanned)
	}
	// The next screen binds nothing: the first one's keys must be gone.
	window.Child().Attach(w.Canvas())
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF9})
	typeShortcut(w, Ctrl(fyne.KeyS))
	if saved != 2 {
		t.Error("a screen that was left still hears its keys")
	}
}

func typeShortcut(w fyne.Window, k Key) {
	w.Canvas().(interface{ TypedShortcut(fyne.Shortcut) }).TypedShortcut(shortcut(k))
}

func TestButton_keys(t *testing.T) {
	start(t)
	keys := NewKeyMap()
	n, saved := 0, 0
	keys.Bind("Button.Save", func() { saved++ }, Key{Name: fyne.KeyF9})
	b := NewPrimary("Button.Save", func() { n++ })
	show(t, b, 200, 40)
	Wire(keys, b)
	if b.Text() != "保存 F9" {
		t.Errorf("label %q", b.Text())
	}
	press(b, fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace)
	b.TypedRune(' ')
	test.Tap(b)
	if n != 4 {
		t.Errorf("pressed %d times, want 4", n)
	}
	press(b, fyne.KeyF9)
	b.Disable()
	press(b, fyne.KeyReturn)
	if saved != 1 || n != 4 {
		t.Errorf("F9 %d times; disabled %d", saved, n)
	}
}

func TestButton_is_not_pressed_by_the_scanner(t *testing.T) {
	start(t)
	keys, got := NewKeyMap(), ""
	keys.OnScan = func(text string) bool { got = text; return true }
	b := NewButton("Button.Save", func() { t.Error("pressed") })
	show(t, b, 200, 40)
	Wire(keys, b)
	b.scanner.clock = fast()
	for _, r := range "AB 12 CD" {
		b.TypedRune(r)
	}
	press(b, fyne.KeyReturn)
	if got != "AB 12 CD" {
		t.Errorf("scanned %q", got)
	}
}

func TestFocusSink_hears_keys(t *testing.T) {
	start(t)
	keys, n := NewKeyMap(), 0
	keys.Bind("Button.Save", func() { n++ }, Key{Name: fyne.KeyF9})
	s := NewFocusSink(keys)
	w := show(t, container.NewVBox(s), 200, 40)
	w.Canvas().Focus(s)
	if w.Canvas().Focused() != fyne.Focusable(s) {
		t.Fatal("the sink cannot have the focus")
	}
	press(s, fyne.KeyF9)
	if n != 1 {
		t.Errorf("heard %d", n)
	}
}
