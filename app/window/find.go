package window

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
)

// find looks people up while the clerk types: name, pinyin, last digits,
// telephone, case or member number. A scanned slip finds its person, too.
type find struct {
	w     *Window
	ctx   context.Context
	keys  *ui.KeyMap
	form  *ui.Form
	table *ui.Table
	note  *ui.Note
	first string // query to start with

	hits []store.Hit
	turn int // the latest query; answers to earlier ones are dropped
}

const fieldQuery = "Find.Query"

func newFind(w *Window, query string) *find {
	f := &find{w: w, keys: w.keys.Child(), form: ui.NewForm(), note: ui.NewNote(""), first: query}
	f.form.Plain(fieldQuery).Wide().Limit(60)
	f.form.OnChange = func(_, value string) { f.onQuery(value) }
	f.form.OnDone = f.onDone
	f.keys.OnScan = f.onScan
	f.table = ui.NewTable(ui.Column{Label: "Name", Share: 2}, ui.Column{Label: "DocNo", Share: 4}, ui.Column{Label: "Mobile", Share: 2},
		ui.Column{Label: "Town", Share: 2}, ui.Column{Label: "Find.Residence", Share: 2}, ui.Column{Label: "Membership", Share: 2}, ui.Column{Label: "Find.Visited", Share: 2})
	f.table.OnOpen = f.onOpen
	return f
}

func (f *find) keyMap() *ui.KeyMap { return f.keys }
func (f *find) unsaved() bool      { return false }

func (f *find) build() fyne.CanvasObject {
	head := container.NewBorder(nil, nil, ui.NewHeading(assets.Text("Nav.Find")), f.w.nav())
	query := container.New(whole{}, f.form)
	return container.NewPadded(container.NewBorder(container.NewVBox(head, query, f.note), nil, nil, nil, f.table))
}

func (f *find) shown(ctx context.Context) {
	f.ctx = ctx
	f.form.FocusFirst()
	f.note.Set(ui.ToneInfo, assets.Text("Find.Hint"))
	if f.first != "" {
		f.form.Put(fieldQuery, f.first)
	}
}

func (f *find) onScan(text string) bool {
	f.form.Put(fieldQuery, scanned(text))
	return true
}

// findings is what was found, and of how many it can be said.
type findings struct {
	hits     []store.Hit
	complete bool // everybody was searched
	reading  bool // names are still being read
}

// onQuery searches off this thread; only the answer to the latest text counts.
func (f *find) onQuery(query string) {
	f.turn++
	turn, session := f.turn, f.w.session
	ui.Load(f.ctx, func(ctx context.Context) (a findings, err error) {
		select { // before the search: what is read meanwhile may come too late for it
		case <-session.Reading():
			a.complete = session.Known().Complete
		default:
			a.reading = true
		}
		a.hits, err = session.Find(ctx, query)
		return a, err
	}, func(a findings, err error) {
		if turn != f.turn {
			return
		}
		if err != nil {
			f.w.fail(err, nil)
			return
		}
		f.show(query, a)
		if a.reading && query != "" {
			f.onceRead(turn, query)
		}
	})
}

// onceRead asks again when all names have been read, unless something else was
// asked meanwhile.
func (f *find) onceRead(turn int, query string) {
	session := f.w.session
	ui.Load(f.ctx, func(ctx context.Context) (struct{}, error) {
		select {
		case <-session.Reading():
		case <-ctx.Done():
		}
		return struct{}{}, nil
	}, func(struct{}, error) {
		if turn == f.turn {
			f.onQuery(query)
		}
	})
}

func (f *find) show(query string, a findings) {
	f.hits = a.hits
	hits := a.hits
	rows := make([][]ui.Cell, len(hits))
	places := newPlaces(f.w.session)
	for i, h := range hits {
		rows[i] = ui.Cells(shownName(h.Name), h.Number, tailOf(h.PhoneTail), places.town(h.Town), caseState(h.Residence), memberState(h.Member), h.Visited.String())
	}
	f.table.SetRows(rows)
	switch {
	case query == "":
		f.note.Set(ui.ToneInfo, assets.Text("Find.Hint"))
	case a.reading:
		f.note.Set(ui.ToneInfo, assets.Text("Find.Reading", "n", len(hits)))
	case !a.complete:
		f.note.Set(ui.ToneWarning, assets.Text("Find.Incomplete", "n", len(hits)))
	case len(hits) == 0:
		f.note.Set(ui.ToneWarning, assets.Text("Message.NothingFound"))
	default:
		f.note.Set(ui.ToneInfo, assets.Text("Find.Count", "n", len(hits)))
	}
}

// onDone opens the first hit: Return behind the query is enough.
func (f *find) onDone() {
	if len(f.hits) > 0 {
		f.onOpen(max(f.table.Picked(), 0))
	}
}

func (f *find) onOpen(i int) {
	if i < len(f.hits) {
		query := f.form.Value(fieldQuery)
		f.w.show(newPersonPage(f.w, f.hits[i].Person, func() { f.w.find(query) }))
	}
}

func tailOf(tail string) string {
	if tail == "" {
		return ""
	}
	return "****" + tail
}

// whole gives a form the height that shows all of it.
type whole struct{}

func (whole) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[0].MinSize()
	if f, is := o[0].(*ui.Form); is {
		size.Height = f.Whole(o[0].Size().Width)
	}
	return size
}

func (whole) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }
