package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// ringed draws a widget as Fyne does and a ring around it: blue where the focus
// is, red or amber where the value is wrong or doubtful. Fyne's own sign of the
// focus is a hairline, too little for an old monitor in the sun.
type ringed struct {
	fyne.WidgetRenderer
	owner fyne.Widget
	ring  *canvas.Rectangle
	state func() (focused bool, tone Tone)
	// filled reports a strong background, on which the ring is white and stands
	// inside the edge; nil means never.
	filled func() bool
	// inside keeps the ring off the edge also elsewhere: what scrolls is clipped
	// there.
	inside bool
}

func newRinged(owner fyne.Widget, inner fyne.WidgetRenderer, state func() (bool, Tone)) *ringed {
	r := &ringed{WidgetRenderer: inner, owner: owner, ring: newBox(), state: state}
	r.apply()
	return r
}

func (r *ringed) apply() {
	focused, tone := r.state()
	name := toneColor(tone)
	if focused && tone != ToneError && tone != ToneWarning {
		name = ColorRing
	}
	if r.onFilled() {
		name = ColorRingOnFilled
	}
	r.ring.Hidden = !focused && tone != ToneError && tone != ToneWarning
	r.ring.StrokeColor = theme.Color(name)
	r.ring.StrokeWidth = theme.Size(SizeRing)
	r.ring.CornerRadius = theme.Size(theme.SizeNameInputRadius)
}

func (r *ringed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	// Half of a stroke lies outside its rectangle and would be cut off.
	inset := theme.Size(SizeRing) / 2
	if r.inside || r.onFilled() {
		inset += theme.Size(SizeRing)
	}
	r.ring.Move(fyne.NewSquareOffsetPos(inset))
	r.ring.Resize(size.SubtractWidthHeight(2*inset, 2*inset))
}

func (r *ringed) onFilled() bool { return r.filled != nil && r.filled() }

func (r *ringed) Refresh() {
	r.apply()
	r.WidgetRenderer.Refresh()
	r.ring.Refresh()
}

func (r *ringed) Objects() []fyne.CanvasObject {
	inner := r.WidgetRenderer.Objects()
	return append(inner[:len(inner):len(inner)], r.ring)
}

// toneColor is the colour a tone's text has.
func toneColor(tone Tone) fyne.ThemeColorName {
	switch tone {
	case ToneMuted:
		return ColorMuted
	case ToneInfo:
		return theme.ColorNamePrimary
	case ToneGood:
		return theme.ColorNameSuccess
	case ToneWarning:
		return theme.ColorNameWarning
	case ToneError:
		return theme.ColorNameError
	}
	return theme.ColorNameForeground
}

// toneSign is the character that says the same without colour. The embedded font
// has all of them; another font's would not stand in line.
func toneSign(tone Tone) string {
	switch tone {
	case ToneInfo:
		return "ⓘ "
	case ToneGood:
		return "√ "
	case ToneWarning:
		return "▲ "
	case ToneError:
		return "× "
	}
	return ""
}

// newBox is a rectangle that shows nothing until it is given colours; Fyne's
// painter does not take a nil colour.
func newBox() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
