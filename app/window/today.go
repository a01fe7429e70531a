package window

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
	"ruhui/store/civil"
)

// today lists the day's visits with what came of them.
type today struct {
	w     *Window
	keys  *ui.KeyMap
	table *ui.Table
	note  *ui.Note
	list  []store.Attended
}

func newToday(w *Window) *today {
	t := &today{w: w, keys: w.keys.Child(), note: ui.NewNote("")}
	t.table = ui.NewTable(ui.Column{Label: "Today.At", Share: 1}, ui.Column{Label: "Name", Share: 2}, ui.Column{Label: "CaseType", Share: 2},
		ui.Column{Label: "CaseNo", Share: 5}, ui.Column{Label: "Today.State", Share: 2}, ui.Column{Label: "Join", Share: 2}, ui.Column{Label: "Today.Upload", Share: 2})
	t.table.OnOpen = func(i int) {
		if i < len(t.list) {
			w.show(newPersonPage(w, t.list[i].Person, w.showToday))
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

func (t *today) shown(ctx context.Context) {
	t.w.win.Canvas().Focus(t.table)
	ui.Load(ctx, t.w.session.TodaysVisits, func(list []store.Attended, err error) {
		if err != nil {
			t.w.fail(err, nil)
			return
		}
		t.show(list)
	})
}

func (t *today) show(list []store.Attended) {
	t.list = list
	rows := make([][]ui.Cell, len(list))
	for i, a := range list {
		rows[i] = attendedRow(a)
	}
	t.table.SetRows(rows)
	t.note.Set(ui.ToneInfo, assets.Text("Today.Count", "n", len(list)))
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

func upload(s store.Upload) string {
	switch s {
	case store.AtDistrict:
		return assets.Text("Sync.Received")
	case store.Safe:
		return assets.Text("Sync.Safe")
	}
	return assets.Text("Sync.Here")
}
