package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ruhui/assets"
)

// Importance is how much a button stands out.
type Importance int

// The importances. A screen has one Primary at most; Union is the union's red
// and for the offer to join alone.
const (
	Plain Importance = iota
	Primary
	Danger
	Union
	Quiet // no background: a link in a bar
)

// Button does something. It takes Return and Space, shows its key behind its
// name ("保存 F9"), and passes every other key on.
type Button struct {
	widget.DisableableWidget

	// Label is the translation key of its name.
	Label string
	// Do is called on the UI thread.
	Do         func()
	Importance Importance

	keys             *KeyMap
	scanner          *Scanner
	focused, hovered bool
	hint             string
}

// NewButton returns a button named by the translation key label.
func NewButton(label string, do func()) *Button {
	return newButton(label, Plain, do)
}

// NewPrimary returns the button of a screen's main step.
func NewPrimary(label string, do func()) *Button { return newButton(label, Primary, do) }

// NewUnion returns the button of the offer to join the union.
func NewUnion(label string, do func()) *Button { return newButton(label, Union, do) }

// NewDanger returns the button of a step that takes something away.
func NewDanger(label string, do func()) *Button { return newButton(label, Danger, do) }

// NewQuiet returns a button without a background, for a step beside the work.
func NewQuiet(label string, do func()) *Button { return newButton(label, Quiet, do) }

func newButton(label string, importance Importance, do func()) *Button {
	b := &Button{Label: label, Importance: importance, Do: do, scanner: NewScanner(nil)}
	b.scanner.Taken = func(text string) bool { return b.keys.scan(text) }
	b.ExtendBaseWidget(b)
	return b
}

// SetKeys says where other keys go, and finds this button's own key there: the
// one bound under the same label.
func (b *Button) SetKeys(keys *KeyMap) {
	b.keys = keys
	b.hint = keys.Hint(b.Label)
	b.Refresh()
}

// SetLabel gives the button another name, by translation key.
func (b *Button) SetLabel(label string) {
	b.Label = label
	b.hint = b.keys.Hint(label)
	b.Refresh()
}

// Text is what stands on the button.
func (b *Button) Text() string {
	if b.hint == "" {
		return assets.Text(b.Label)
	}
	return assets.Text(b.Label) + " " + b.hint
}

// Tapped does it, unless the button is disabled.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.Disabled() && b.Do != nil {
		b.keys.active()
		b.Do()
	}
}

// TypedKey presses the button at Return. Space presses it as a character, see
// TypedRune.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case isReturn(ev.Name):
		if !b.scanner.End() {
			b.Tapped(nil)
		}
	case ev.Name == fyne.KeyLeft, ev.Name == fyne.KeyUp:
		b.step((fyne.Canvas).FocusPrevious)
	case ev.Name == fyne.KeyRight, ev.Name == fyne.KeyDown:
		b.step((fyne.Canvas).FocusNext)
	default:
		b.keys.typedKey(ev)
	}
}

func (b *Button) step(to func(fyne.Canvas)) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		to(c)
	}
}

// TypedRune presses the button at Space and watches for the scanner. Fyne sends
// the key first and the character after it, perhaps to another widget: pressed
// at the key, a button that moves the focus to a field would leave a space in it.
func (b *Button) TypedRune(r rune) {
	b.keys.active()
	b.scanner.Rune(r, nil)
	if r == ' ' && !b.scanner.Busy() {
		b.Tapped(nil)
	}
}

// TypedShortcut passes keys with modifiers to the key map.
func (b *Button) TypedShortcut(s fyne.Shortcut) { b.keys.typedShortcut(s) }

// FocusGained draws the ring.
func (b *Button) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost removes it.
func (b *Button) FocusLost() { b.focused = false; b.scanner.Forget(); b.Refresh() }

// MouseIn lights the button.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved does nothing.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends it.
func (b *Button) MouseOut() { b.hovered = false; b.Refresh() }

// CreateRenderer draws the button.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &buttonRenderer{
		button: b,
		back:   newBox(),
		shade:  newBox(),
		text:   canvas.NewText("", nil),
	}
	r.text.Alignment = fyne.TextAlignCenter
	r.apply()
	ringed := newRinged(b, r, func() (bool, Tone) { return b.focused, ToneNone })
	ringed.filled = func() bool {
		return !b.Disabled() && b.Importance != Plain && b.Importance != Quiet
	}
	ringed.apply()
	return ringed
}

type buttonRenderer struct {
	button      *Button
	back, shade *canvas.Rectangle
	text        *canvas.Text
}

// colors returns background and text of each importance.
func (r *buttonRenderer) colors() (back, text fyne.ThemeColorName) {
	switch {
	case r.button.Disabled():
		return theme.ColorNameDisabledButton, theme.ColorNameDisabled
	case r.button.Importance == Primary:
		return theme.ColorNamePrimary, theme.ColorNameForegroundOnPrimary
	case r.button.Importance == Danger:
		return theme.ColorNameError, theme.ColorNameForegroundOnError
	case r.button.Importance == Union && r.button.hovered:
		return ColorUnionHover, ColorOnUnion
	case r.button.Importance == Union:
		return ColorUnion, ColorOnUnion
	case r.button.Importance == Quiet:
		return "", theme.ColorNamePrimary
	}
	return theme.ColorNameButton, theme.ColorNameForeground
}

func (r *buttonRenderer) apply() {
	back, text := r.colors()
	radius := theme.Size(theme.SizeNameInputRadius)
	r.back.FillColor, r.back.CornerRadius = color.Transparent, radius
	r.back.StrokeColor, r.back.StrokeWidth = color.Transparent, 0
	if back != "" {
		r.back.FillColor = theme.Color(back)
		if r.button.Importance == Plain {
			r.back.StrokeColor = theme.Color(theme.ColorNameInputBorder)
			r.back.StrokeWidth = theme.Size(theme.SizeNameInputBorder)
		}
	}
	r.shade.FillColor, r.shade.CornerRadius = theme.Color(theme.ColorNameHover), radius
	r.shade.Hidden = !r.button.hovered || r.button.Disabled()
	r.text.Text, r.text.Color = r.button.Text(), theme.Color(text)
	r.text.TextSize = theme.Size(theme.SizeNameText)
	r.text.TextStyle = fyne.TextStyle{Bold: r.button.Importance != Plain && r.button.Importance != Quiet}
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.shade.Resize(size)
	height := r.text.MinSize().Height
	r.text.Move(fyne.NewPos(0, (size.Height-height)/2))
	r.text.Resize(fyne.NewSize(size.Width, height))
}

func (r *buttonRenderer) MinSize() fyne.Size {
	pad := theme.Size(theme.SizeNameInnerPadding)
	size := r.text.MinSize().AddWidthHeight(4*pad, 2*pad)
	if r.button.Importance != Quiet {
		size.Width = fyne.Max(size.Width, theme.Size(SizeButton))
	}
	return size
}

func (r *buttonRenderer) Refresh() {
	r.apply()
	r.Layout(r.button.Size())
	for _, o := range r.Objects() {
		canvas.Refresh(o)
	}
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.shade, r.text}
}
func (r *buttonRenderer) Destroy() {}

// FocusSink is an invisible widget that takes the focus when no field should
// have it, so that keys and scans still reach the key map. Put one in each
// screen that has no fields.
type FocusSink struct{ Button }

// NewFocusSink returns a sink that forwards to keys.
func NewFocusSink(keys *KeyMap) *FocusSink {
	s := &FocusSink{}
	s.scanner = NewScanner(nil)
	s.scanner.Taken = func(text string) bool { return s.keys.scan(text) }
	s.keys = keys
	s.ExtendBaseWidget(s)
	return s
}

// TypedKey forwards every key.
func (s *FocusSink) TypedKey(ev *fyne.KeyEvent) {
	if isReturn(ev.Name) && s.scanner.End() {
		return
	}
	s.keys.typedKey(ev)
}

// MinSize is nothing: the sink is not seen.
func (s *FocusSink) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer draws nothing.
func (s *FocusSink) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(newBox())
}
