package window

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// personPage is all that is known of one person. Numbers are masked until
// somebody asks for them, and asking is recorded.
type personPage struct {
	w    *Window
	id   uuid.UUID
	back func()
	ctx  context.Context
	keys *ui.KeyMap
	body *fyne.Container
	sink *ui.FocusSink

	person record.Person
	full   bool
}

// newPersonPage shows a person; back goes where they were found.
func newPersonPage(w *Window, id uuid.UUID, back func()) *personPage {
	p := &personPage{w: w, id: id, back: back, keys: w.keys.Child(), body: container.NewStack()}
	p.sink = ui.NewFocusSink(p.keys)
	p.keys.Bind("Button.RevealNumber", p.onReveal, ui.Key{Name: fyne.KeyF6})
	p.keys.Bind("Button.GoBack", back, ui.Key{Name: fyne.KeyEscape})
	return p
}

func (p *personPage) keyMap() *ui.KeyMap { return p.keys }
func (p *personPage) unsaved() bool      { return false }

func (p *personPage) build() fyne.CanvasObject {
	head := container.NewBorder(nil, nil, ui.NewHeading(assets.Text("Person.Title")), p.w.nav())
	actions := container.NewHBox(ui.NewButton("Button.GoBack", p.back), ui.NewButton("Button.RevealNumber", p.onReveal))
	return container.NewPadded(container.NewBorder(container.NewVBox(head, actions), p.sink, nil, nil, p.body))
}

func (p *personPage) shown(ctx context.Context) {
	p.ctx = ctx
	p.w.win.Canvas().Focus(p.sink)
	p.load()
}

func (p *personPage) load() {
	session := p.w.session
	ui.Load(p.ctx, func(ctx context.Context) (record.Person, error) {
		return session.Person(ctx, p.id)
	}, func(person record.Person, err error) {
		if err != nil {
			p.w.fail(err, nil)
			return
		}
		p.person = person
		p.show()
	})
}

func (p *personPage) show() {
	rows := container.NewVBox()
	if name := p.person.Text(record.FieldName); ident.HasUncoded(name) {
		rows.Add(ui.NewTonedNote(ui.ToneWarning, assets.Text("Person.Uncoded", "codes", uncoded(name))))
	}
	if p.person.Identity.Disputed() {
		rows.Add(ui.NewTonedNote(ui.ToneWarning, assets.Text("Person.Disputed")))
	}
	if n := len(p.person.Open()); n > 0 {
		rows.Add(ui.NewTonedNote(ui.ToneWarning, assets.Text("Person.Listed", "n", n)))
	}
	columns := []*fyne.Container{container.NewVBox(), container.NewVBox()}
	for i, s := range p.sections() {
		if facts := s.facts(); len(facts) > 0 {
			columns[i/3].Add(ui.NewSection(s.title, facts...))
		}
	}
	rows.Add(ui.NewColumns(columns[0], columns[1]))
	p.body.Objects = []fyne.CanvasObject{container.NewVScroll(rows)}
	p.body.Refresh()
}

func (p *personPage) sections() []section {
	return []section{p.who(), p.home(), p.consents(), p.cases(), p.membership(), p.visits()}
}

func (p *personPage) who() section {
	x := &p.person
	rows := [][2]string{{"Name", shownName(x.Text(record.FieldName))}, {"EnglishName", x.Text(record.FieldLatinName)}, {"Sex", label(table("sex"), x.Text(record.FieldSex))},
		{"Ethnic", label(table("ethnic"), x.Text(record.FieldEthnic))}, {"Birth", x.Text(record.FieldBirth)}}
	for _, d := range x.Documents {
		rows = append(rows, [2]string{string(label(items(ident.DocTypes), string(d.Type))), p.number(d.Number)})
	}
	return section{"Section.Document", append(rows, [2]string{"HukouAddress", x.Text(record.FieldHukouAddress)})}
}

func (p *personPage) number(no string) string {
	if p.full {
		return no
	}
	return ident.MaskID(no)
}

func (p *personPage) home() section {
	x, places := &p.person, newPlaces(p.w.session)
	phone := x.Text(record.FieldMobile)
	if !p.full {
		phone = ident.MaskPhone(phone)
	}
	return section{"Section.Residence", [][2]string{{"Mobile", phone},
		{"Address", join("", places.town(x.Text(record.FieldTown)), places.community(x.Text(record.FieldCommunity)), x.Text(record.FieldAddress))},
		{"ArrivedOn", x.Text(record.FieldArrivedOn)},
		{"Employer", join("", places.employer(x.Text(record.FieldEmployer)), x.Text(record.FieldEmployerName))},
		{"EligibleFrom", x.EligibleFrom().Chinese()}}}
}

func (p *personPage) cases() section {
	var rows [][2]string
	for _, c := range p.person.Cases {
		rows = append(rows, [2]string{caseName(c.Type), join("  ", caseState(c.State), groups(c.No), dated("AcceptedOn", c.AcceptedOn), dated("PromisedOn", c.PromisedOn))})
	}
	return section{"Section.Matter", rows}
}

func (p *personPage) membership() section {
	places := newPlaces(p.w.session)
	var rows [][2]string
	for _, m := range p.person.Members {
		union := m.Holding
		if union == uuid.Nil {
			union = m.Target
		}
		rows = append(rows, [2]string{"Membership", join("  ", memberState(m.State), places.union(union), groups(m.No), dated("JoinedOn", m.JoinedOn))})
	}
	for _, t := range p.person.Transfers {
		rows = append(rows, [2]string{"Transfer", join("  ", transferKind(t.Kind), transferState(t.State), places.union(t.To), groups(t.No))})
	}
	return section{"Section.Union", rows}
}

func (p *personPage) consents() section {
	var rows [][2]string
	for _, x := range []struct {
		scope record.Scope
		key   string
	}{{record.ResidenceNotice, "Consent.ResidenceNotice"}, {record.UnionJoin, "Consent.UnionJoin"},
		{record.ShareEmployer, "Consent.ShareEmployer"}, {record.SMS, "Consent.Sms"}} {
		c, said := p.person.Consents[x.scope]
		if !said {
			continue
		}
		state := "Answer.Decline"
		switch {
		case x.scope == record.ResidenceNotice:
			state = "Answer.Told"
		case c.InForce():
			state = "Answer.Agree"
		case !c.WithdrawnOn.IsZero():
			state = "State.Withdrawn"
		}
		rows = append(rows, [2]string{x.key, join("  ", assets.Text(state), c.On.String())})
	}
	return section{"Section.Consents", rows}
}

func (p *personPage) visits() section {
	var rows [][2]string
	for _, v := range p.person.Visits {
		rows = append(rows, [2]string{"Visited", v.Opened.In(civil.Shanghai).Format("2006-01-02 15:04")})
	}
	return section{"Section.Visits", rows}
}

func dated(key string, d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return assets.Text(key) + " " + d.String()
}

// onReveal shows full numbers and records who looked.
func (p *personPage) onReveal() {
	if p.full || len(p.person.IDs) == 0 {
		return
	}
	session, role := p.w.session, p.w.role()
	file := record.File{Kind: record.KindPerson, ID: p.person.IDs[0]}
	ui.Load(p.ctx, func(ctx context.Context) (struct{}, error) {
		_, err := session.Record(ctx, role, uuid.Nil, func(*store.Tx) ([]record.Fact, error) {
			return []record.Fact{{File: file, Type: "person.viewed", Version: 1, Body: record.Viewed{What: "numbers"}}}, nil
		})
		return struct{}{}, err
	}, func(_ struct{}, err error) {
		if err != nil {
			p.w.fail(err, nil)
			return
		}
		p.full = true
		p.show()
	})
}
