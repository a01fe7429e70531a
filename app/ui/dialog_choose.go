package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
)

// Option is one of several answers.
type Option struct {
	Label  string // translation key
	Danger bool   // drawn in red
	Do     func() // called after the dialog has closed; may be nil
}

// Choose asks a question with more answers than two. The first has the focus
// and is what Escape means, so it must do no harm.
func (d Dialogs) Choose(m Message, options ...Option) *Modal {
	buttons := []fyne.CanvasObject{layout.NewSpacer()}
	made := make([]*Button, len(options))
	for i, o := range options {
		made[i] = NewButton(o.Label, nil)
		if o.Danger {
			made[i].Importance = Danger
		}
		buttons = append(buttons, made[i])
	}
	modal := NewModal(d.Canvas, d.Keys, newCard(m, buttons...))
	for i, o := range options {
		made[i].Do = func() { modal.Close(); call(o.Do) }
	}
	modal.Keys.Bind(options[0].Label, made[0].Do, Key{Name: fyne.KeyEscape})
	modal.Open(made[0])
	return modal
}
