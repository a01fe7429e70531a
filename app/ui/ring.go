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
}

func newRinged(owner fyne.Widget, inner fyne.WidgetRenderer, state func() (bool, Tone)) *ringed {
	r := &ringed{WidgetRenderer: inner, owner: owner, ring: canvas.NewRectangle(color.Transparent), state: state}
	r.apply()
	return r
}

func (r *ringed) apply() {
	focused, tone := r.state()
	name := toneColor(tone)
	if focused && tone != ToneError && tone != ToneWarning {
		name = ColorRing
	}
	r.ring.Hidden = !focused && tone != ToneError && tone != ToneWarning
	r.ring.StrokeColor = theme.Color(name)
	r.ring.StrokeWidth = theme.Size(SizeRing)
	r.ring.CornerRadius = theme.Size(theme.SizeNameInputRadius)
}

func (r *ringed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	// Half of a stroke lies outside its rectangle and would be cut off.
	half := theme.Size(SizeRing) / 2
	r.ring.Move(fyne.NewSquareOffsetPos(half))
	r.ring.Resize(size.SubtractWidthHeight(2*half, 2*half))
}

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

// toneSign is the character that says the same without colour.
func toneSign(tone Tone) string {
	switch tone {
	case ToneInfo:
		return "ⓘ "
	case ToneGood:
		return "✓ "
	case ToneWarning:
		return "△ "
	case ToneError:
		return "✕ "
	}
	return ""
}
