package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"ruhui/assets"
)

// Dialogs opens dialogs on one canvas. A screen has one.
type Dialogs struct {
	Canvas fyne.Canvas
	// Keys is the screen's map; its idle watch counts keys in dialogs too.
	Keys *KeyMap
}

// Tell shows a message until Return, Space or Escape; then calls done, which
// may be nil.
func (d Dialogs) Tell(m Message, done func()) *Modal {
	ok := NewPrimary("Button.Understood", nil)
	card := newCard(m, layout.NewSpacer(), ok)
	modal := NewModal(d.Canvas, d.Keys, card)
	ok.Do = func() { modal.Close(); call(done) }
	modal.Keys.Bind("Button.Close", ok.Do, Key{Name: fyne.KeyEscape})
	modal.Open(ok)
	return modal
}

// Fail explains an error; see [Explain].
func (d Dialogs) Fail(err error, done func()) *Modal { return d.Tell(Explain(err), done) }

// Question is what Ask asks.
type Question struct {
	Message Message
	// Yes and No are the buttons' translation keys; 确认 and 取消 unless set.
	Yes, No string
	// Danger makes yes red and gives no the focus, so that Return does no harm.
	Danger bool
	// Union makes yes the union's red, for the offer to join; neither answer is
	// then the default: no has the focus, as nobody is to be enrolled by habit.
	Union bool
}

// Ask asks for yes or no. Escape is no.
func (d Dialogs) Ask(q Question, answer func(yes bool)) *Modal {
	yes := NewPrimary(orElse(q.Yes, "Button.Confirm"), nil)
	no := NewButton(orElse(q.No, "Button.Cancel"), nil)
	focus := yes
	if q.Danger || q.Union {
		yes.Importance, focus = Danger, no
	}
	if q.Union {
		yes.Importance = Union
	}
	modal := NewModal(d.Canvas, d.Keys, newCard(q.Message, layout.NewSpacer(), no, yes))
	yes.Do = func() { modal.Close(); answer(true) }
	no.Do = func() { modal.Close(); answer(false) }
	modal.Keys.Bind(no.Label, no.Do, Key{Name: fyne.KeyEscape})
	modal.Open(focus)
	return modal
}

// Password asks for the password again, before a step that needs it or behind
// the locked screen. check looks at it, may take its time off the UI thread, and
// calls its argument on it: with nil the dialog closes and done is called, with
// an error the dialog says why and asks again. cancel is called for Escape; with
// a nil cancel the dialog cannot be left.
func (d Dialogs) Password(m Message, check func(password string, verdict func(error)), done, cancel func()) *Modal {
	field := NewPassword()
	note := NewText("", theme.ColorNameError, theme.SizeNameCaptionText)
	note.Cut = true
	yes := NewPrimary("Button.Confirm", nil)
	buttons := []fyne.CanvasObject{layout.NewSpacer()}
	var no *Button
	if cancel != nil {
		no = NewButton("Button.Cancel", nil)
		buttons = append(buttons, no)
	}
	card := newCardWith(m, container.NewVBox(NewText(assets.Text("Field.Password"), "", ""), field, note), append(buttons, yes)...)
	modal := NewModal(d.Canvas, d.Keys, card)
	yes.Do = func() { d.tryPassword(modal, field, note, yes, check, done) }
	field.OnNext = yes.Do
	if no != nil {
		no.Do = func() { modal.Close(); field.SetText(""); cancel() }
		modal.Keys.Bind(no.Label, no.Do, Key{Name: fyne.KeyEscape})
	}
	modal.Open(field)
	return modal
}

// tryPassword has the password checked once; while that lasts nothing can be
// pressed twice.
func (d Dialogs) tryPassword(modal *Modal, field *Entry, note *Text, yes *Button, check func(string, func(error)), done func()) {
	if yes.Disabled() || field.Text == "" {
		return
	}
	yes.Disable()
	note.Set(assets.Text("Ui.Checking"), ColorMuted)
	password := field.Text
	check(password, func(err error) {
		yes.Enable()
		field.SetText("")
		if err == nil {
			modal.Close()
			call(done)
			return
		}
		note.Set(toneSign(ToneError)+Explain(err).What, theme.ColorNameError)
		field.SetTone(ToneError)
		d.Canvas.Focus(field)
	})
}

// newCard lays a message and a row of buttons out.
func newCard(m Message, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	return newCardWith(m, nil, buttons...)
}

func newCardWith(m Message, body fyne.CanvasObject, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	card := container.NewVBox(newMessageText(m, theme.SizeNameSubHeadingText))
	if body != nil {
		card.Add(body)
	}
	card.Add(container.NewPadded(container.NewHBox(buttons...)))
	return card
}

// newMessageText shows both lines of a message, wrapped: what happened in its
// tone, what to do next below.
func newMessageText(m Message, size fyne.ThemeSizeName) fyne.CanvasObject {
	what := NewParagraph(toneSign(m.Tone) + m.What)
	what.Color, what.TextSize, what.Bold = toneColor(m.Tone), size, true
	rows := container.NewVBox(what)
	if m.Next != "" {
		rows.Add(NewParagraph(m.Next))
	}
	return rows
}

func orElse(key, usual string) string {
	if key == "" {
		return usual
	}
	return key
}

func call(f func()) {
	if f != nil {
		f()
	}
}
