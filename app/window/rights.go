package window

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/store/civil"
	"ruhui/store/record"
)

// roles are what the person signed in may do. On a day before anybody's first
// grant, which only a wrong clock knows, they are what held when the terminal
// was set up: the window does not close for a clock.
func (w *Window) roles() []record.Role {
	staff := w.session.Staff()
	if roles := staff.Roles(w.today()); len(roles) > 0 {
		return roles
	}
	return staff.Roles(civil.Of(w.opt.Store.Setup().Signed.Time()))
}

// role is what window work is done as: window clerk where the person is one.
func (w *Window) role() record.Role {
	roles := w.roles()
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

// isTechnician: a session without records, of whoever keeps the machine.
func (w *Window) isTechnician() bool { return w.session != nil && w.session.Centre().ID == uuid.Nil }

// readsRecords: everybody but technicians.
func (w *Window) readsRecords() bool { return w.session != nil && !w.isTechnician() }

// mayVisit: a visit files a residence case, which only window clerks may. Nobody
// is led through a form that could not be saved in the end.
func (w *Window) mayVisit() bool {
	return w.readsRecords() && !w.opt.ReadOnly && slices.Contains(w.roles(), record.RoleWindowClerk)
}

// seesDay: the day's list is for those who work at this window.
func (w *Window) seesDay() bool {
	return w.readsRecords() && slices.ContainsFunc(w.roles(), func(r record.Role) bool {
		return r == record.RoleWindowClerk || r == record.RoleUnionClerk || r == record.RoleStationStaff
	})
}

// home is the page somebody begins with.
func (w *Window) home() {
	switch {
	case w.isTechnician():
		w.showTechnician()
	case w.mayVisit():
		w.startVisit()
	default:
		w.find("")
	}
}

// place is somewhere to go from every page of the desk.
type place struct {
	label string
	key   ui.Key
	may   func() bool
	do    func()
}

func (w *Window) places() []place {
	signedIn := func() bool { return w.session != nil }
	return []place{
		{"Nav.Visit", ui.Key{Name: fyne.KeyF2}, w.mayVisit, w.startVisit},
		{"Nav.Find", ui.Key{Name: fyne.KeyF3}, w.readsRecords, func() { w.find("") }},
		{"Nav.Today", ui.Key{Name: fyne.KeyF4}, w.seesDay, w.showToday},
		{"Nav.Technician", ui.Key{Name: fyne.KeyF2}, w.isTechnician, w.showTechnician},
		{"Button.Lock", ui.Ctrl(fyne.KeyL), signedIn, w.lock},
		{"Nav.Password", ui.Key{}, signedIn, w.showPassword},
		{"Button.Logout", ui.Key{Name: fyne.KeyF12}, signedIn, w.onLogout},
	}
}

// nav is the row of places to go, those that are of use to who is signed in.
func (w *Window) nav() fyne.CanvasObject {
	row := container.NewHBox()
	for _, p := range w.places() {
		if p.may() {
			row.Add(ui.NewButton(p.label, p.do))
		}
	}
	return row
}

// bindDesk gives the keys that count on every page of the desk. It is done for
// whoever signs in: the list of keys names none that does nothing.
func (w *Window) bindDesk() {
	w.keys.OnScan = w.onScan
	for _, p := range w.places() {
		w.keys.Unbind(p.label)
		if p.may() && p.key.Name != "" {
			w.keys.Bind(p.label, p.do, p.key)
		}
	}
}
