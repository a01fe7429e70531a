package window

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/store"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/setup"
)

// nav is the row of places to go, on every page of the desk.
func (w *Window) nav() fyne.CanvasObject {
	return container.NewHBox(
		ui.NewButton("Nav.Visit", w.startVisit), ui.NewButton("Nav.Find", func() { w.find("") }),
		ui.NewButton("Nav.Today", w.today), ui.NewButton("Button.Logout", w.onLogout))
}

func (w *Window) residents() setup.Residents { return w.opt.Store.Setup().Residents }

// role is what window work is done as: window clerk where the person is one.
func (w *Window) role() record.Role {
	roles := w.session.Roles()
	for _, r := range []record.Role{record.RoleWindowClerk, record.RoleUnionClerk} {
		if slices.Contains(roles, r) {
			return r
		}
	}
	if len(roles) > 0 {
		return roles[0]
	}
	return ""
}

// personOf computes who a document belongs to. Without a document, or for one
// that names nobody, the id is random.
func personOf(ctx context.Context, s *store.Session, d record.Document) (uuid.UUID, error) {
	doc, _ := ident.ParseDocument(d.Type, d.Number, d.Issuer, s.Today())
	scheme, issuer, number, ok := ident.SchemeOf(doc)
	if !ok {
		return uuid.NewV7()
	}
	return s.PersonID(ctx, scheme, issuer, number)
}

// AskClose closes the window, after asking when something is unsaved.
func (w *Window) AskClose(closeNow func()) {
	if w.now == nil || !w.now.unsaved() {
		closeNow()
		return
	}
	w.askLeave(closeNow)
}

func (w *Window) askLeave(leave func()) {
	w.dialogs.Ask(ui.Question{Message: ui.NewMessage(ui.ToneWarning, "Message.LeaveUnsaved"), Danger: true,
		Yes: "Button.Leave", No: "Button.Stay"}, func(yes bool) {
		if yes {
			leave()
		}
	})
}
