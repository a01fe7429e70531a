package window

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
	"ruhui/store/civil"
)

// today lists the day's visits with what came of them, and below them the
// service cases opened today.
type today struct {
	w     *Window
	keys  *ui.KeyMap
	table *ui.Table
	note  *ui.Note
	who   []uuid.UUID // whose page each row opens; zero for none
}

func newToday(w *Window) *today {
	t := &today{w: w, keys: w.keys.Child(), note: ui.NewNote("")}
	t.table = ui.NewTable(ui.Column{Label: "Today.At", Share: 1}, ui.Column{Label: "Name", Share: 2}, ui.Column{Label: "CaseType", Share: 2},
		ui.Column{Label: "CaseNo", Share: 5}, ui.Column{Label: "Today.State", Share: 2}, ui.Column{Label: "Join", Share: 2}, ui.Column{Label: "Today.Upload", Share: 2})
	t.table.OnOpen = func(i int) {
		if i < len(t.who) && t.who[i] != uuid.Nil {
			w.show(newPersonPage(w, t.who[i], w.showToday))
		}
	}
	return t
}

func (t *today) keyMap() *ui.KeyMap { return t.keys }
func (t *today) unsaved() bool      { return false }

func (t *today) build() fyne.CanvasObject {
	head := container.NewBorder(nil, nil, ui.NewHeading(assets.Text("Nav.Today")), t.w.nav())
	return container.NewPadded(container.NewBorder(container.NewVBox(head, t.note), nil, nil, nil, t.table))
}

// day is what the page shows.
type day struct {
	visits   []store.Attended
	services []store.ServiceLine
}

func (t *today) shown(ctx context.Context) {
	t.w.win.Canvas().Focus(t.table)
	session := t.w.session
	ui.Load(ctx, func(ctx context.Context) (d day, err error) {
		if d.visits, err = session.TodaysVisits(ctx); err != nil {
			return d, err
		}
		d.services, err = openedOn(ctx, session, session.Today())
		return d, err
	}, func(d day, err error) {
		if err != nil {
			t.w.fail(err, nil)
			return
		}
		t.show(d)
	})
}

// openedOn are the service cases of a day; those still open from before are in
// lists of their own.
func openedOn(ctx context.Context, s *store.Session, on civil.Date) ([]store.ServiceLine, error) {
	list, err := s.Services(ctx, on)
	return slices.DeleteFunc(list, func(l store.ServiceLine) bool { return l.OpenedOn != on }), err
}

func (t *today) show(d day) {
	var rows [][]ui.Cell
	t.who = nil
	for _, a := range d.visits {
		rows, t.who = append(rows, attendedRow(a)), append(t.who, a.Person)
	}
	for _, s := range d.services {
		rows, t.who = append(rows, serviceRow(s)), append(t.who, s.Person)
	}
	t.table.SetRows(rows)
	t.note.Set(ui.ToneInfo, assets.Text("Today.Count", "n", len(d.visits)))
}

func attendedRow(a store.Attended) []ui.Cell {
	var matter, no, state, joined string
	for _, c := range a.Cases {
		matter, no, state = join("、", matter, caseName(c.Type)), join(" ", no, c.No), join("、", state, caseState(c.State))
	}
	if a.Joined != nil {
		joined = memberState(a.Joined.State)
	}
	return ui.Cells(a.Opened.In(civil.Shanghai).Format("15:04"), a.Name, matter, no, state, joined, upload(a.State))
}

// serviceRow names nobody: a case that is sealed to its role shows that there is
// one, and not whose. A visitor's name beside it would tell just that.
func serviceRow(s store.ServiceLine) []ui.Cell {
	if s.Restricted {
		return ui.Cells("", "", assets.Text("Message.ServiceRestricted"), "", "", "", "")
	}
	return ui.Cells("", "", word("ServiceKind.", string(s.Kind)), s.No, word("ServiceState.", string(s.State)), "", "")
}

func upload(s store.Upload) string {
	switch s {
	case store.AtDistrict:
		return assets.Text("Sync.Received")
	case store.Safe:
		return assets.Text("Sync.Safe")
	}
	return assets.Text("Sync.Here")
}
