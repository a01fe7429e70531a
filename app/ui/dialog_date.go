package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"ruhui/assets"
)

// AskDate asks for a date, for a terminal whose clock cannot be trusted. The
// field is empty, so that nobody confirms by habit what the machine believes.
// check gives the message key of what is wrong with what was typed, "" if
// nothing; done gets a date that passed it. The button otherwise, and Escape,
// call keep, which goes on with the machine's date.
func (d Dialogs) AskDate(m Message, otherwise string, check func(date string) (wrong string), done func(date string), keep func()) *Modal {
	field, note := NewEntry(ModeDate), NewText("", theme.ColorNameError, theme.SizeNameCaptionText)
	note.Cut = true
	yes, no := NewPrimary("Button.Confirm", nil), NewButton(otherwise, nil)
	body := container.NewVBox(NewText(assets.Text("Ui.TodaysDate"), "", ""), field, note)
	modal := NewModal(d.Canvas, d.Keys, newCardWith(m, body, layout.NewSpacer(), no, yes))
	yes.Do = func() {
		if wrong := check(field.Text); wrong != "" {
			note.Set(toneSign(ToneError)+assets.Text(wrong), theme.ColorNameError)
			field.SetTone(ToneError)
			d.Canvas.Focus(field)
			return
		}
		modal.Close()
		done(field.Text)
	}
	no.Do = func() { modal.Close(); keep() }
	field.OnNext = yes.Do
	modal.Keys.Bind(no.Label, no.Do, Key{Name: fyne.KeyEscape})
	modal.Open(field)
	return modal
}
