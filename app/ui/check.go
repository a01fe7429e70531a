package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"ruhui/assets"
)

// Check is a check box that Return and Space toggle and the arrows leave. Its
// value is "1" when ticked, else "".
type Check struct {
	widget.Check
	hooks
	scanner *Scanner
	tone    Tone
}

// NewCheck returns a box labelled by the translation key; "" leaves the label
// to the form.
func NewCheck(label string) *Check {
	c := &Check{scanner: NewScanner(nil)}
	if label != "" {
		c.Text = assets.Text(label)
	}
	c.ExtendBaseWidget(c)
	c.OnChanged = func(bool) { c.didChange(c.Value()) }
	c.scanner.Taken = func(text string) bool { return c.keys.scan(text) }
	return c
}

// Value is "1" or "".
func (c *Check) Value() string {
	if c.Checked {
		return "1"
	}
	return ""
}

// SetValue ticks the box for any value but "".
func (c *Check) SetValue(value string) { c.SetChecked(value != "") }

// SetTone marks the box as wrong or doubtful.
func (c *Check) SetTone(tone Tone) {
	c.tone = tone
	c.Refresh()
}

// TypedKey toggles at Return and moves at the arrows.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	c.keys.active()
	switch {
	case isReturn(ev.Name):
		if !c.scanner.End() && !c.Disabled() {
			c.SetChecked(!c.Checked)
		}
	case ev.Name == fyne.KeyDown:
		c.goNext()
	case ev.Name == fyne.KeyUp:
		c.goPrevious()
	default:
		c.keys.typedKey(ev)
	}
}

// TypedRune toggles at Space and watches for the scanner.
func (c *Check) TypedRune(r rune) {
	c.keys.active()
	c.scanner.Rune(r, nil)
	if !c.scanner.Busy() {
		c.Check.TypedRune(r)
	}
}

// TypedShortcut passes keys with modifiers to the key map.
func (c *Check) TypedShortcut(s fyne.Shortcut) { c.keys.typedShortcut(s) }

// FocusGained draws the ring.
func (c *Check) FocusGained() {
	c.didFocus()
	c.Check.FocusGained()
}

// FocusLost removes it.
func (c *Check) FocusLost() {
	c.scanner.Forget()
	c.didLeave(c.Value())
	c.Check.FocusLost()
}

// CreateRenderer draws Fyne's box with our ring.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	return newRinged(c, c.Check.CreateRenderer(), func() (bool, Tone) { return c.hooks.focused, c.tone })
}
