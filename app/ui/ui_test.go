package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// start opens a test app with our theme; it comes before the first widget.
func start(tb testing.TB) {
	tb.Helper()
	test.NewTempApp(tb).Settings().SetTheme(NewTheme())
}

// show opens a test window of that size around object.
func show(tb testing.TB, object fyne.CanvasObject, width, height float32) fyne.Window {
	tb.Helper()
	w := test.NewTempWindow(tb, object)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

func press(to fyne.Focusable, names ...fyne.KeyName) {
	for _, name := range names {
		to.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// slowClock moves on by a second at each look, so that nothing is a scan; after
// holds what was asked to be called later.
type testClock struct {
	now   time.Time
	step  time.Duration
	later func()
}

func (c *testClock) Now() time.Time {
	c.now = c.now.Add(c.step)
	return c.now
}

func (c *testClock) AfterFunc(_ time.Duration, f func()) func() {
	c.later = f
	return func() { c.later = nil }
}

func slow() *testClock { return &testClock{step: time.Second} }
func fast() *testClock { return &testClock{step: time.Millisecond} }

// typing types text by hand: slowly.
func typing(e *Entry, text string) {
	e.UseClock(slow())
	for _, r := range text {
		e.TypedRune(r)
	}
}

func shortcut(k Key) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k.Name, Modifier: k.Modifier}
}
