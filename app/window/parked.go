package window

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
)

// parked lists the visits that were laid aside, for whoever takes them up.
type parked struct {
	w     *Window
	keys  *ui.KeyMap
	table *ui.Table
	note  *ui.Note
	list  []store.Draft
}

func newParked(w *Window) *parked {
	p := &parked{w: w, keys: w.keys.Child(), note: ui.NewNote("")}
	p.table = ui.NewTable(ui.Column{Label: "Draft.At", Share: 2}, ui.Column{Label: "Name", Share: 2}, ui.Column{Label: "Draft.Step", Share: 2},
		ui.Column{Label: "Draft.By", Share: 2})
	p.table.OnOpen = func(i int) {
		if i < len(p.list) && !p.list[i].Damaged {
			w.resume(p.list[i].Visit)
		}
	}
	p.keys.Bind("Button.GoBack", w.startVisit, ui.Key{Name: fyne.KeyEscape})
	return p
}

func (w *Window) showParked() {
	if w.mayVisit() {
		w.show(newParked(w))
	}
}

func (p *parked) keyMap() *ui.KeyMap { return p.keys }
func (p *parked) unsaved() bool      { return false }

func (p *parked) build() fyne.CanvasObject {
	head := container.NewBorder(nil, nil, ui.NewHeading(assets.Text("Draft.List")), p.w.nav())
	return container.NewPadded(container.NewBorder(container.NewVBox(head, p.note), nil, nil, nil, p.table))
}

func (p *parked) shown(ctx context.Context) {
	p.w.win.Canvas().Focus(p.table)
	ui.Load(ctx, p.w.session.Drafts, func(list []store.Draft, err error) {
		if err != nil {
			p.w.fail(err, nil)
			return
		}
		p.show(list)
	})
}

func (p *parked) show(list []store.Draft) {
	p.list = list
	who := map[uuid.UUID]string{}
	for _, s := range p.w.session.Colleagues() {
		who[s.ID] = s.No
	}
	rows := make([][]ui.Cell, len(list))
	for i, d := range list {
		rows[i] = ui.Cells(draftTime(d), draftName(d), stepName(d), who[d.Staff])
	}
	p.table.SetRows(rows)
	p.note.Set(ui.ToneInfo, assets.Text("Draft.Count", "n", len(list), "days", int(store.DraftTerm/(24*time.Hour))))
}

func stepName(d store.Draft) string {
	if d.Damaged {
		return assets.Text("Draft.Damaged")
	}
	for at, name := range pageNames {
		if name == d.Step {
			return assets.Text(stepLabels[at])
		}
	}
	return ""
}
