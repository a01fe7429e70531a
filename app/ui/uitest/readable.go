package uitest

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"ruhui/assets"
)

// walk visits what is drawn of o, with its place on the canvas and whether it
// may lie outside of it because it is scrolled.
func walk(o fyne.CanvasObject, at fyne.Position, scrolled bool, visit func(fyne.CanvasObject, fyne.Position, bool)) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	visit(o, at, scrolled)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			walk(child, at, scrolled, visit)
		}
	case fyne.Widget:
		_, scrolls := o.(*container.Scroll)
		for _, child := range test.WidgetRenderer(o).Objects() {
			walk(child, at, scrolled || scrolls, visit)
		}
	}
}

// Texts returns the texts drawn of o.
func Texts(o fyne.CanvasObject) []*canvas.Text {
	var found []*canvas.Text
	walk(o, fyne.Position{}, false, func(o fyne.CanvasObject, _ fyne.Position, _ bool) {
		if text, ok := o.(*canvas.Text); ok {
			found = append(found, text)
		}
	})
	return found
}

// CheckReadable fails where a text is cut off by the window's edge, is higher or
// wider than its place, or has a character the font would draw as a box.
func CheckReadable(tb testing.TB, c fyne.Canvas) {
	tb.Helper()
	drawn := 0
	check := func(o fyne.CanvasObject, at fyne.Position, scrolled bool) {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" {
			drawn++
			checkGlyphs(tb, text)
			checkPlace(tb, text, at, c.Size(), scrolled)
		}
	}
	walk(c.Content(), fyne.Position{}, false, check)
	for _, o := range c.Overlays().List() {
		walk(o, fyne.Position{}, false, check)
	}
	if drawn == 0 {
		tb.Error("nothing is drawn")
	}
}

func checkGlyphs(tb testing.TB, text *canvas.Text) {
	tb.Helper()
	for _, r := range text.Text {
		if r >= ' ' && !assets.Has(r) {
			tb.Errorf("%q: the font has no %q", text.Text, r)
		}
	}
}

// checkPlace allows a pixel for rounding.
func checkPlace(tb testing.TB, text *canvas.Text, at fyne.Position, window fyne.Size, scrolled bool) {
	tb.Helper()
	need := text.MinSize()
	if at.X < -1 || at.X+need.Width > window.Width+1 {
		tb.Errorf("%q lies from %v to %v of a window %v wide", text.Text, at.X, at.X+need.Width, window.Width)
	}
	if !scrolled && (at.Y < -1 || at.Y+need.Height > window.Height+1) {
		tb.Errorf("%q lies from %v to %v of a window %v high", text.Text, at.Y, at.Y+need.Height, window.Height)
	}
	if text.Size().Width > 0 && need.Width > text.Size().Width+1 {
		tb.Errorf("%q is %v wide in a place of %v", text.Text, need.Width, text.Size().Width)
	}
}
