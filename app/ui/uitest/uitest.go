// Package uitest is for the tests of screens: it opens them in Fyne's test
// driver with our theme, types, and looks at what is drawn. No display needed.
//
// One surprise: Start comes before the first widget is made, because widgets
// ask the theme for their sizes when they are made.
package uitest

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"ruhui/app/ui"
)

// Start opens a test app with our theme until the test ends.
func Start(tb testing.TB) {
	tb.Helper()
	test.NewTempApp(tb).Settings().SetTheme(ui.NewTheme())
}

// Show opens a window of that size around object.
func Show(tb testing.TB, object fyne.CanvasObject, width, height float32) fyne.Window {
	tb.Helper()
	w := test.NewTempWindow(tb, object)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

// Press sends keys to whatever has the focus, as the real window does: to the
// canvas if nothing has.
func Press(w fyne.Window, names ...fyne.KeyName) {
	for _, name := range names {
		ev := &fyne.KeyEvent{Name: name}
		if focused := w.Canvas().Focused(); focused != nil {
			focused.TypedKey(ev)
		} else if typed := w.Canvas().OnTypedKey(); typed != nil {
			typed(ev)
		}
	}
}

// Type sends characters to what has the focus, a second apart, so that nobody
// takes them for a barcode scanner's.
func Type(w fyne.Window, text string) { send(w, text, time.Second) }

// Scan sends text as a barcode scanner does, Return included.
func Scan(w fyne.Window, text string) {
	send(w, text, time.Millisecond)
	Press(w, fyne.KeyReturn)
}

// send gives each widget that watches for scans a clock of its own, so that a
// busy machine types no slower than a quiet one.
func send(w fyne.Window, text string, apart time.Duration) {
	var last fyne.Focusable
	for _, r := range text {
		focused := w.Canvas().Focused()
		if focused == nil {
			if typed := w.Canvas().OnTypedRune(); typed != nil {
				typed(r)
			}
			continue
		}
		if timed, ok := focused.(interface{ UseClock(ui.Clock) }); ok && (apart >= time.Second || focused != last) {
			timed.UseClock(&clock{step: apart})
		}
		last = focused
		focused.TypedRune(r)
	}
}

// clock goes on by step at each look; nothing is called later.
type clock struct {
	now  time.Time
	step time.Duration
}

func (c *clock) Now() time.Time {
	c.now = c.now.Add(c.step)
	return c.now
}

func (c *clock) AfterFunc(time.Duration, func()) func() { return func() {} }

// Save writes what the window shows as a PNG of that name into dir, which is
// made if needed, and checks that all of it can be read; see CheckReadable.
func Save(tb testing.TB, w fyne.Window, dir, name string) {
	tb.Helper()
	CheckReadable(tb, w.Canvas())
	if err := os.MkdirAll(dir, 0o700); err != nil {
		tb.Fatal(err)
	}
	file, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		tb.Fatal(err)
	}
	if err := png.Encode(file, w.Canvas().Capture()); err != nil {
		tb.Fatal(err)
	}
	if err := file.Close(); err != nil {
		tb.Fatal(err)
	}
}
