package window

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
)

// signIn is the first page: who sits here.
type signIn struct {
	w    *Window
	keys *ui.KeyMap
	form *ui.Form
	busy bool
	ctx  context.Context
}

func newSignIn(w *Window) *signIn {
	s := &signIn{w: w, keys: w.keys.Child(), form: ui.NewForm()}
	s.form.Plain(fieldLogin).Require()
	s.form.Password(fieldPassword).Require()
	s.form.OnDone = s.onSignIn
	s.keys.Bind("Button.SignIn", s.onSignIn, ui.Key{Name: fyne.KeyF9})
	s.keys.Bind("Password.Forgotten", s.onForgotten, ui.Key{Name: fyne.KeyF8})
	return s
}

func (s *signIn) keyMap() *ui.KeyMap { return s.keys }
func (s *signIn) unsaved() bool      { return false }

func (s *signIn) build() fyne.CanvasObject {
	title := ui.NewHeading(assets.Text("App.Title"))
	rows := []fyne.CanvasObject{title, container.New(whole{}, s.form), ui.NewPrimary("Button.SignIn", s.onSignIn), ui.NewQuiet("Password.Forgotten", s.onForgotten)}
	if a := s.w.opt.Account; a.Login != "" {
		rows = append(rows, ui.NewNote(assets.Text("SignIn.Demo", "login", a.Login, "password", a.Password)))
	}
	return container.NewCenter(container.New(layout.NewGridWrapLayout(fyne.NewSize(520, 420)), container.NewVBox(rows...)))
}

func (s *signIn) shown(ctx context.Context) {
	s.ctx = ctx
	s.form.FocusFirst()
}

func (s *signIn) onSignIn() {
	login, password := s.form.Value(fieldLogin), s.form.Value(fieldPassword)
	s.form.ClearMessages()
	for _, f := range []string{fieldLogin, fieldPassword} {
		if s.form.Value(f) == "" {
			s.form.SetError(f, "Message.Required", "field", assets.Text(f))
		}
	}
	if s.busy || s.form.FocusError() {
		return
	}
	s.busy = true
	s.w.status.Say(ui.Status{Text: assets.Text("Ui.Checking")})
	ui.Load(s.ctx, func(ctx context.Context) (*store.Session, error) {
		return s.w.opt.Store.SignIn(ctx, login, password)
	}, s.onAnswer)
}

func (s *signIn) onAnswer(session *store.Session, err error) {
	s.busy = false
	s.w.status.Say(ui.Status{})
	if err != nil {
		s.form.Put(fieldPassword, "")
		s.form.Focus(fieldPassword)
		s.w.fail(err, func() { s.form.Focus(fieldPassword) })
		return
	}
	s.w.signedIn(session)
}

func (s *signIn) onForgotten() {
	if !s.busy {
		s.w.put(newPasswordPage(s.w))
	}
}
