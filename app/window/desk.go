package window

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/setup"
)

// nav is the row of places to go, on every page of the desk.
func (w *Window) nav() fyne.CanvasObject {
	return container.NewHBox(
		ui.NewButton("Nav.Visit", w.startVisit), ui.NewButton("Nav.Find", func() { w.find("") }),
		ui.NewButton("Nav.Today", w.showToday), ui.NewButton("Button.Logout", w.onLogout))
}

func (w *Window) residents() setup.Residents { return w.opt.Store.Setup().Residents }

// role is what window work is done as: window clerk where the person is one. On
// a day before anybody's first grant, which only a wrong clock knows, it is what
// held when the terminal was set up: the window does not close for a clock.
func (w *Window) role() record.Role {
	staff := w.session.Staff()
	roles := staff.Roles(w.today())
	if len(roles) == 0 {
		roles = staff.Roles(civil.Of(w.opt.Store.Setup().Signed.Time()))
	}
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
func personOf(ctx context.Context, s *store.Session, d record.Document) (id uuid.UUID, named bool, err error) {
	doc, _ := ident.ParseDocument(d.Type, d.Number, d.Issuer, s.Today())
	scheme, issuer, number, ok := ident.SchemeOf(doc)
	if !ok {
		id, err = uuid.NewV7()
		return id, false, err
	}
	id, err = s.PersonID(ctx, scheme, issuer, number)
	return id, true, err
}

// AskClose closes the window, after asking when something is unsaved.
func (w *Window) AskClose(closeNow func()) {
	w.leaving(closeNow)
}

// leaving does what leaves the page: at once, after asking when something is
// unsaved, and not at all while a save is under way, which takes a moment.
func (w *Window) leaving(leave func()) {
	switch v, is := w.now.(*visit); {
	case is && v.busy:
	case is && v.unsaved():
		v.askLeave(leave)
	default:
		leave()
	}
}

func (v *visit) askLeave(leave func()) {
	v.w.dialogs.Choose(ui.NewMessage(ui.ToneWarning, "Message.LeaveUnsaved"), ui.Option{Label: "Button.Stay"},
		ui.Option{Label: "Button.Park", Do: func() { v.park(leave) }},
		ui.Option{Label: "Button.Leave", Danger: true, Do: func() { v.giveUp(leave) }})
}
