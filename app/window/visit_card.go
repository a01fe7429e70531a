package window

import (
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"

	"ruhui/app/device"
	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/civil"
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

// filled names the fields that hold something.
func filled(values map[string]string) map[string]bool {
	out := map[string]bool{}
	for name, value := range values {
		out[name] = value != ""
	}
	return out
}

// focus: with a card read, Return goes on; else typing starts at the number.
func (p *cardPage) focus() {
	if p.read {
		p.v.focusNext()
		return
	}
	p.form.Focus(fieldDocNo)
}

// values are the document of the sitting as the form shows it.
func (p *cardPage) values() map[string]string {
	s := &p.v.sitting
	values := map[string]string{fieldDocType: string(s.Document.Type), fieldDocNo: s.Document.Number,
		fieldValidFrom: s.Document.ValidFrom.String(), fieldValidTo: s.Document.ValidTo.String()}
	if s.Document.LongTerm {
		values[fieldValidTo] = ui.LongTerm
	}
	issuer := fieldIssuer
	if s.Document.Type == ident.DocPassport {
		issuer = fieldState
	}
	values[issuer] = s.Document.Issuer
	for _, f := range cardFields {
		values[string(f)] = s.Read[f]
	}
	return values
}

// fill shows the document of the sitting; what a card said is locked.
func (p *cardPage) fill() {
	s := &p.v.sitting
	p.read = s.Source == record.FromReader && s.Document.Type != ""
	values := p.values()
	said := p.said
	if said == nil {
		said = filled(values)
	}
	if s.Document.Type == "" {
		values[fieldDocType] = string(ident.DocIDCard)
	}
	locked := maps.Clone(values)
	values[fieldWindowNo], values[fieldTicket] = s.Window, s.Ticket
	p.form.Fill(values)
	p.askIssuer(values[fieldDocType])
	for name := range locked {
		p.form.Field(name).ReadOnly(p.read && (said[name] || name == fieldDocNo))
	}
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

// take moves what was typed into the sitting. What a card said is there
// already; only an empty place of it may have been filled.
func (p *cardPage) take() {
	s := &p.v.sitting
	values := p.form.Values()
	if s.Read == nil {
		s.Read = map[record.Field]string{}
	}
	if !p.read {
		s.Source = record.Typed
		s.Document.Type, s.Document.Number = ident.DocType(values[fieldDocType]), ident.Normalise(values[fieldDocNo])
	}
	p.takeDocument(values)
	if !p.read {
		p.readFromNumber(values)
		values[string(record.FieldName)] = ident.NormaliseName(values[string(record.FieldName)])
	}
	for _, f := range cardFields {
		if v := values[string(f)]; v != "" || !p.said[string(f)] {
			s.Read[f] = v
		}
	}
	maps.DeleteFunc(s.Read, func(_ record.Field, v string) bool { return v == "" })
	s.Window, s.Ticket = windowSign(values[fieldWindowNo]), strings.TrimSpace(values[fieldTicket])
	p.v.w.rememberWindow(s.Window)
}

// takeDocument takes of a document what stands in the form, which for what a
// card said is the card's own.
func (p *cardPage) takeDocument(values map[string]string) {
	d := &p.v.sitting.Document
	d.Issuer = strings.TrimSpace(values[fieldIssuer])
	if d.Type == ident.DocPassport {
		d.Issuer = values[fieldState]
	}
	d.ValidFrom, d.ValidTo = dateOf(values[fieldValidFrom]), dateOf(values[fieldValidTo])
	d.LongTerm = values[fieldValidTo] == ui.LongTerm
}

// badDates are the days of validity that are none. The form keeps them as they
// were typed.
func (p *cardPage) badDates() []record.Problem {
	var found []record.Problem
	for _, name := range []string{fieldValidFrom, fieldValidTo} {
		if v := p.form.Value(name); v != "" && v != ui.LongTerm && dateOf(v).IsZero() {
			found = append(found, record.Problem{Field: record.Field(name), Step: record.StepCard, Level: levelError, Key: ident.BadDate})
		}
	}
	return found
}

// windowSign is the sign above the window as slips say it, after their own word
// for it: 3, 3号 and 3号窗口 are 3号.
func windowSign(typed string) string {
	sign := strings.TrimSuffix(strings.TrimSpace(typed), assets.Text("Window"))
	if sign != "" && strings.Trim(sign, "0123456789") == "" {
		sign += assets.Text("Window.No")
	}
	return sign
}

// readFromNumber fills birth and sex from a right number where they were left
// empty: nobody types what the number says.
func (p *cardPage) readFromNumber(values map[string]string) {
	s := &p.v.sitting
	doc, check := ident.ParseDocument(s.Document.Type, s.Document.Number, s.Document.Issuer, p.v.w.today())
	if check.Level == levelError {
		return
	}
	for name, v := range map[string]string{string(record.FieldBirth): doc.Birth.String(), string(record.FieldSex): string(doc.Sex)} {
		if values[name] == "" && v != "" {
			values[name] = v
			p.form.Put(name, v)
		}
	}
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

func dateOf(text string) civil.Date {
	d, err := civil.Parse(text)
	if err != nil {
		return civil.Date{}
	}
	return d
}
