package window

import (
	"maps"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"

	"ruhui/app/device"
	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// cardPage is the first step: who is it. The card fills the form and locks what
// it says; without a reader or a readable card everything is typed.
type cardPage struct {
	v     *visit
	form  *ui.Form
	state *ui.Note
	note  *ui.Note
	read  bool            // the form shows a card
	said  map[string]bool // fields that the card filled; nil where that is not known any more
}

const (
	fieldDocType   = "DocType"
	fieldDocNo     = string(record.FieldDocNo)
	fieldIssuer    = "Issuer"
	fieldState     = "IssuingState" // of a passport, in place of the issuer
	fieldValidFrom = "ValidFrom"
	fieldValidTo   = "ValidTo"
	fieldWindowNo  = "WindowNo"
	fieldTicket    = "Ticket"
)

// cardFields are what a card says of a person.
var cardFields = []record.Field{record.FieldName, record.FieldSex, record.FieldEthnic, record.FieldBirth, record.FieldHukouAddress}

func newCardPage(v *visit) *cardPage {
	p := &cardPage{v: v, form: ui.NewForm(), state: ui.NewNote(""), note: ui.NewNote("")}
	f := p.form
	f.Section("Section.Document")
	f.Choice(fieldDocType, items(ident.DocTypes)).Require()
	f.Number(fieldDocNo).Private().Require()
	f.PersonName(string(record.FieldName)).Require()
	f.Choice(string(record.FieldSex), table("sex")).Require()
	f.Choice(string(record.FieldEthnic), table("ethnic"))
	f.Date(string(record.FieldBirth)).Require()
	f.Text(string(record.FieldHukouAddress)).Wide()
	f.Text(fieldIssuer)
	f.Choice(fieldState, table("issuing_states")).Require().Shown(false)
	f.Date(fieldValidFrom).Label("Card.ValidFrom")
	f.Term(fieldValidTo).Label("Card.ValidTo")
	f.Section("Section.Visit")
	f.Text(fieldWindowNo).Limit(10)
	f.Plain(fieldTicket).Limit(10)
	f.OnChange = p.onChange
	f.OnDone = v.onNext
	return p
}

func (p *cardPage) bind(keys *ui.KeyMap) {
	keys.Bind("Button.ManualEntry", p.onManual, ui.Key{Name: fyne.KeyF6})
	keys.Bind("Draft.List", p.v.w.showParked, ui.Key{Name: fyne.KeyF8})
}

// used says that a card was read or something typed.
func (p *cardPage) used() bool {
	for name, value := range p.form.Values() {
		if name != fieldDocType && name != fieldWindowNo && value != "" {
			return true
		}
	}
	return p.read
}

// onChange asks of a passport which state has issued it, of other papers which
// office.
func (p *cardPage) onChange(name, value string) {
	if name == fieldDocType {
		p.askIssuer(value)
	}
}

func (p *cardPage) askIssuer(docType string) {
	passport := docType == string(ident.DocPassport)
	p.form.Field(fieldState).Shown(passport)
	p.form.Field(fieldIssuer).Shown(!passport)
}

func (p *cardPage) build() fyne.CanvasObject {
	state := container.NewBorder(nil, nil, nil, container.NewHBox(ui.NewButton("Button.ManualEntry", p.onManual), ui.NewButton("Draft.List", p.v.w.showParked)), p.state)
	return container.NewBorder(container.NewVBox(state, p.note), nil, nil, p.demoPanel(), p.form)
}

// demoPanel lays and lifts the invented cards of a demonstration.
func (p *cardPage) demoPanel() fyne.CanvasObject {
	sim := p.v.w.opt.Simulator
	if sim == nil {
		return nil
	}
	box := container.NewVBox(ui.NewText(assets.Text("Demo.Cards"), "", ""))
	for _, c := range sim.Cards() {
		b := ui.NewButton(c.Label, func() {
			sim.Lift()
			if err := sim.Lay(c.Number); err != nil {
				p.v.w.fail(err, nil)
			}
		})
		box.Add(b)
	}
	box.Add(ui.NewButton("Demo.Lift", sim.Lift))
	return box
}

func (p *cardPage) enter() {
	p.fill()
	p.focus()
	p.v.w.cards.hear(p.onCard)
}

// onCard takes what the reader says while this step is shown.
func (p *cardPage) onCard(s device.Status) {
	if p.v.ctx.Err() != nil || p.v.at != 0 || p.v.busy {
		return
	}
	switch s.State {
	case device.Offline:
		p.state.Set(ui.ToneWarning, assets.Text("Message.ReaderOffline"))
	case device.Waiting:
		p.state.Set(ui.ToneInfo, assets.Text("Message.PlaceCard"))
	case device.Reading:
		p.state.Set(ui.ToneInfo, assets.Text("Message.Reading"))
	case device.Failed:
		p.state.Set(ui.ToneError, messageOf(s.Key))
	case device.Read:
		p.onRead(s.Card)
	}
}

func (p *cardPage) onRead(c device.Card) {
	p.state.Set(ui.ToneGood, assets.Text("Message.CardRead"))
	s := &p.v.sitting
	if number := ident.Normalise(c.Number); s.Person != uuid.Nil && s.Document.Number != number {
		s.Ticket = "" // it was the one before's
	}
	s.Source = record.FromReader
	s.Document = record.Document{Type: c.DocType(), Number: ident.Normalise(c.Number), Issuer: c.Issuer,
		ValidFrom: c.ValidFrom, ValidTo: c.ValidTo, LongTerm: c.LongTerm}
	s.Read = map[record.Field]string{record.FieldName: c.Name, record.FieldSex: string(c.Sex), record.FieldEthnic: c.Ethnic,
		record.FieldBirth: c.Birth.String(), record.FieldHukouAddress: c.Address}
	for f, v := range map[record.Field]string{record.FieldLatinName: c.NameLatin, record.FieldNationality: c.Nationality, record.FieldNameRaw: hexOf(c.NameRaw)} {
		if v != "" {
			s.Read[f] = v
		}
	}
	maps.DeleteFunc(s.Read, func(_ record.Field, v string) bool { return v == "" })
	if s.Read[record.FieldName] == "" { // an old foreigner's card may bear the Latin name alone
		s.Read[record.FieldName] = c.NameLatin
	}
	p.said = filled(p.values())
	p.fill()
	p.focus()
	p.tell(p.v.problems())
	p.v.keeper.keep()
}

// focus: with a card read, Return goes on; else typing starts at the number.
func (p *cardPage) focus() {
	if p.read {
		p.v.focusNext()
		return
	}
	p.form.Focus(fieldDocNo)
}

// onManual empties the step for typing.
func (p *cardPage) onManual() {
	if p.v.busy {
		return
	}
	p.v.sitting.Document, p.v.sitting.Read, p.v.sitting.Source = record.Document{}, nil, record.Typed
	p.said = nil
	p.fill()
	p.note.Set(ui.ToneInfo, "")
	p.form.Focus(fieldDocNo)
	p.v.keeper.keep()
}

func (p *cardPage) tell(problems []record.Problem) bool {
	return showProblems(p.form, p.note, record.StepCard, p.placed(problems))
}

// placed puts what is wrong with a passport's issuer beside that question.
func (p *cardPage) placed(problems []record.Problem) []record.Problem {
	out := slices.Clone(problems)
	for i := range out {
		if out[i].Key == ident.BadIssuer {
			out[i].Field = fieldState
		}
	}
	return out
}
