package ui

import "fyne.io/fyne/v2"

// Tone says how something stands; it is never shown by colour alone.
type Tone int

// The tones of fields, cells and messages.
const (
	ToneNone Tone = iota
	ToneMuted
	ToneInfo
	ToneGood
	ToneWarning
	ToneError
)

// Input is a widget that holds one value of a form as plain text: an entry's
// text, a choice's code, "1" or "" for a check box.
type Input interface {
	fyne.CanvasObject
	fyne.Focusable
	fyne.Disableable
	Value() string
	SetValue(string)
	SetKeys(*KeyMap)
	SetTone(Tone)
	events() *hooks
}

// hooks is what every input reports, and where it sends the focus.
type hooks struct {
	// OnValue is called when the value changes, by hand or by SetValue.
	OnValue func(value string)
	// OnLeft is called with the value when the focus leaves.
	OnLeft func(value string)
	// OnNext and OnPrevious are called for Return and the arrows; nil leaves
	// it to the form.
	OnNext, OnPrevious func()

	keys     *KeyMap
	focused  bool
	next     func()
	previous func()
	onFocus  func()
	onValue  func(string)
	onLeft   func(string)
}

func (h *hooks) events() *hooks { return h }

// SetKeys says which key map gets the keys the widget does not use.
func (h *hooks) SetKeys(keys *KeyMap) { h.keys = keys }

func (h *hooks) didChange(value string) {
	if h.onValue != nil {
		h.onValue(value)
	}
	if h.OnValue != nil {
		h.OnValue(value)
	}
}

func (h *hooks) didFocus() {
	h.focused = true
	h.keys.active() // a click in a field, too
	if h.onFocus != nil {
		h.onFocus()
	}
}

func (h *hooks) didLeave(value string) {
	h.focused = false
	if h.onLeft != nil {
		h.onLeft(value)
	}
	if h.OnLeft != nil {
		h.OnLeft(value)
	}
}

// goNext sends the focus on and reports whether there is somewhere to go.
func (h *hooks) goNext() bool { return firstOf(h.OnNext, h.next) }

// goPrevious sends the focus back and reports whether there is somewhere to go.
func (h *hooks) goPrevious() bool { return firstOf(h.OnPrevious, h.previous) }

func firstOf(calls ...func()) bool {
	for _, call := range calls {
		if call != nil {
			call()
			return true
		}
	}
	return false
}
