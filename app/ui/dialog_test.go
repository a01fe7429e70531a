package ui

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

func TestDialogs_keys_stay_above_the_screen(t *testing.T) {
	start(t)
	screen := NewKeyMap()
	screen.Bind("Button.Save", func() { t.Error("the screen below saved") }, Key{Name: fyne.KeyF9})
	screen.Bind("Button.Cancel", func() { t.Error("the screen below was left") }, Key{Name: fyne.KeyEscape})
	e := NewEntry(ModeText)
	w := show(t, e, 800, 600)
	screen.Attach(w.Canvas())
	Wire(screen, e)
	w.Canvas().Focus(e)
	d := Dialogs{Canvas: w.Canvas(), Keys: screen}
	var answers []bool
	answer := func(yes bool) { answers = append(answers, yes) }

	d.Ask(Question{Message: NewMessage(ToneNone, "Message.PersonExists")}, answer)
	press(w.Canvas().Focused(), fyne.KeyF9, fyne.KeyReturn)
	d.Ask(Question{Message: NewMessage(ToneNone, "Message.OfferJoin"), Union: true}, answer)
	press(w.Canvas().Focused(), fyne.KeyReturn)
	d.Ask(Question{Danger: true}, answer)
	w.Canvas().Unfocus()
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF9})
	w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if sprint(answers) != "[true false false]" {
		t.Errorf("answers %v; Return is yes, but never to joining by habit; Escape is no", answers)
	}
	if w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != fyne.Focusable(e) {
		t.Error("the focus is not back in the field")
	}
}

type refusal string

func (r refusal) Error() string      { return "refused" }
func (r refusal) MessageKey() string { return string(r) }

func TestDialogs_password(t *testing.T) {
	start(t)
	w := show(t, container.NewVBox(), 800, 600)
	d := Dialogs{Canvas: w.Canvas()}
	done, tries := false, 0
	var verdict func(error)
	d.Password(NewMessage(ToneNone, "Ui.ShownAgain"), func(_ string, v func(error)) { tries++; verdict = v }, func() { done = true }, nil)
	field := w.Canvas().Focused().(*Entry)
	press(field, fyne.KeyEscape, fyne.KeyReturn)
	if tries != 0 || w.Canvas().Overlays().Top() == nil {
		t.Fatal("an empty password was tried, or Escape left a dialog that cannot be left")
	}
	typing(field, "wrong")
	press(field, fyne.KeyReturn, fyne.KeyReturn)
	if tries != 1 {
		t.Errorf("tried %d times while the first was being checked", tries)
	}
	verdict(refusal("Message.Forbidden"))
	if field.Text != "" || done || w.Canvas().Focused() != fyne.Focusable(field) {
		t.Error("after a wrong password the field is not empty and ready")
	}
	typing(field, "right")
	press(field, fyne.KeyReturn)
	verdict(nil)
	if !done || field.Text != "" || w.Canvas().Overlays().Top() != nil {
		t.Error("the right password did not open")
	}
}

func TestExplain(t *testing.T) {
	for _, c := range []struct {
		name       string
		err        error
		what, next string
	}{
		{"a key with what to do", fmt.Errorf("save: %w", refusal("Message.BadUSCC")), "统一社会信用代码校验不通过", "请核对"},
		{"a key with two halves", refusal("Message.Unavailable"), "暂时无法完成，请稍后再试", "已填内容已保留"},
		{"no key", errors.New("open /secret: 330499199001010018"), "操作没有完成", "请重试；仍不行请联系技术员"},
		{"a key nobody wrote", refusal("Message.Nothing"), "操作没有完成", "请重试；仍不行请联系技术员"},
		{"too slow", context.DeadlineExceeded, "等待时间过长", "请稍后重试"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if m := Explain(c.err); m.What != c.what || m.Next != c.next || m.Tone != ToneError {
				t.Errorf("got %+v", m)
			}
		})
	}
}
