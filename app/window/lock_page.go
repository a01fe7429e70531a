package window

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
)

// lockPage asks for the password of who locked the screen, or for a colleague's
// name and password.
type lockPage struct {
	w    *Window
	keys *ui.KeyMap // not a child of the window's: no page can be reached
	form *ui.Form
	busy bool
}

func newLockPage(w *Window) *lockPage {
	p := &lockPage{w: w, keys: ui.NewKeyMap(), form: ui.NewForm()}
	p.form.Plain(fieldLogin).Require()
	p.form.Password(fieldPassword).Require()
	p.form.Fill(map[string]string{fieldLogin: w.session.Login()})
	p.form.OnDone = p.onUnlock
	p.keys.Bind("Lock.Unlock", p.onUnlock, ui.Key{Name: fyne.KeyF9})
	return p
}

func (p *lockPage) build() fyne.CanvasObject {
	rows := container.NewVBox(ui.NewHeading(assets.Text("Lock.Title")), ui.NewNote(assets.Text("Lock.Kept")),
		container.New(whole{}, p.form), ui.NewPrimary("Lock.Unlock", p.onUnlock), ui.NewNote(assets.Text("Lock.Other")))
	if a := p.w.opt.Account; a.Login != "" {
		rows.Add(ui.NewNote(assets.Text("SignIn.Demo", "login", a.Login, "password", a.Password)))
	}
	return container.NewCenter(container.New(layout.NewGridWrapLayout(fyne.NewSize(520, 420)), rows))
}

func (p *lockPage) onUnlock() {
	login, password := p.form.Value(fieldLogin), p.form.Value(fieldPassword)
	p.form.ClearMessages()
	if password == "" {
		p.form.SetError(fieldPassword, "Message.Required", "field", assets.Text(fieldPassword))
	}
	if p.busy || p.form.FocusError() {
		return
	}
	p.busy = true
	p.w.status.Say(ui.Status{Text: assets.Text("Ui.Checking")})
	session, own := p.w.session, login == p.w.session.Login()
	ui.Load(p.w.opt.Context, func(ctx context.Context) (*store.Session, error) {
		if own {
			return nil, session.Unlock(ctx, password)
		}
		return p.w.opt.Store.SignIn(ctx, login, password)
	}, p.onAnswer)
}

func (p *lockPage) onAnswer(other *store.Session, err error) {
	p.busy = false
	if p.w.locked != p { // the window was closed meanwhile
		return
	}
	p.w.status.Say(ui.Status{})
	switch {
	case err != nil:
		p.form.Put(fieldPassword, "")
		p.w.dialogs.Fail(err, func() { p.form.Focus(fieldPassword) })
	case other != nil && p.w.curtain.unkept != nil:
		p.refuse(other)
	case other != nil:
		p.w.handOver(other)
	default:
		p.w.unlock()
	}
}

// refuse keeps a colleague from taking a desk whose visit could not be written
// to the disk: only who locked it can go on with it, and nothing typed is lost.
func (p *lockPage) refuse(other *store.Session) {
	if err := other.SignOut(p.w.opt.Context); err != nil {
		slog.Error("sign out", "error", err)
	}
	p.form.Fill(map[string]string{fieldLogin: p.w.session.Login()})
	p.w.dialogs.Tell(ui.NewMessage(ui.ToneWarning, "Lock.NotKept"), func() { p.form.Focus(fieldPassword) })
}
