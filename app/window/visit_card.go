package window

import (
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
	read  bool // the form shows a card
}

const (
	fieldDocType   = "DocType"
	fieldDocNo     = string(record.FieldDocNo)
	fieldIssuer    = "Issuer"
	fieldValidFrom = "ValidFrom"
	fieldValidTo   = "ValidTo"
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
	f.Date(fieldValidFrom).Label("Card.ValidFrom")
	f.Date(fieldValidTo).Label("Card.ValidTo")
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
		if name != fieldDocType && value != "" {
			return true
		}
	}
	return p.read
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

// fill shows the document of the sitting; what a card said is locked.
func (p *cardPage) fill() {
	s := &p.v.sitting
	p.read = s.Source == record.FromReader && s.Document.Type != ""
	values := map[string]string{fieldDocType: string(s.Document.Type), fieldDocNo: s.Document.Number, fieldIssuer: s.Document.Issuer,
		fieldValidFrom: s.Document.ValidFrom.String(), fieldValidTo: s.Document.ValidTo.String()}
	if s.Document.Type == "" {
		values[fieldDocType] = string(ident.DocIDCard)
	}
	for _, f := range cardFields {
		values[string(f)] = s.Read[f]
	}
	p.form.Fill(values)
	for name, value := range values {
		p.form.Field(name).ReadOnly(p.read && (value != "" || name == fieldDocNo))
	}
}

// onManual empties the step for typing.
func (p *cardPage) onManual() {
	if p.v.busy {
		return
	}
	p.v.sitting.Document, p.v.sitting.Read, p.v.sitting.Source = record.Document{}, nil, record.Typed
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
		s.Document = record.Document{Type: ident.DocType(values[fieldDocType]), Number: ident.Normalise(values[fieldDocNo]),
			Issuer: values[fieldIssuer], ValidFrom: dateOf(values[fieldValidFrom]), ValidTo: dateOf(values[fieldValidTo])}
		p.readFromNumber(values)
		values[string(record.FieldName)] = ident.NormaliseName(values[string(record.FieldName)])
	}
	for _, f := range cardFields {
		if v := values[string(f)]; v != "" || !p.read {
			s.Read[f] = v
		}
	}
	maps.DeleteFunc(s.Read, func(_ record.Field, v string) bool { return v == "" })
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
	return showProblems(p.form, p.note, record.StepCard, problems)
}

func dateOf(text string) civil.Date {
	d, err := civil.Parse(text)
	if err != nil {
		return civil.Date{}
	}
	return d
}
