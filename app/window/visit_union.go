package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/record"
)

// unionPage is the fourth step: the offer to join the union. Nothing is preset;
// declining, or not being asked, changes nothing of what was done before.
type unionPage struct {
	v      *visit
	form   *ui.Form
	note   *ui.Note
	what   *ui.Note // what joining is; read out before there is an answer
	offer  *ui.Note // what was answered so far
	text   *ui.Note // the consent, naming the union
	places *places
	chosen bool // the clerk chose the union, the suggestion no longer decides
}

const (
	fieldUnion = "HoldingUnion"
	fieldShare = "Consent.ShareEmployer"
	fieldSMS   = "Consent.Sms"
)

func newUnionPage(v *visit) *unionPage {
	p := &unionPage{v: v, form: ui.NewForm(), note: ui.NewNote(""), what: ui.NewNote(assets.Text("Union.What")), offer: ui.NewNote(""), text: ui.NewNote(""), places: newPlaces(v.w.session)}
	f := p.form
	f.Section("Section.Union")
	f.Choice(string(record.FieldEmploymentForm), table("employment_form")).Require()
	f.Choice(string(record.FieldWorkerGroup), table("worker_group"))
	f.Choice(string(record.FieldHukouType), table("hukou"))
	f.Choice(string(record.FieldMigrantWorker), yesNo())
	f.Choice(string(record.FieldSkillLevel), table("skill_level"))
	f.Amount(string(record.FieldMonthlyWage))
	f.Choice(fieldUnion, nil).Require().Wide()
	f.Section("Section.Consents")
	f.Insert(p.text)
	f.Choice(fieldShare, answers()).Label("Consent.ShareShort").Require()
	f.Choice(fieldSMS, answers()).Require()
	f.OnChange = p.onChange
	f.OnDone = v.onNext
	return p
}

func (p *unionPage) bind(keys *ui.KeyMap) {
	keys.Bind("Union.Agree", func() { p.onAnswer(record.Agreed) }, ui.Key{Name: fyne.KeyF5})
	keys.Bind("Union.Decline", func() { p.onAnswer(record.Declined) }, ui.Key{Name: fyne.KeyF8})
}

func (p *unionPage) build() fyne.CanvasObject {
	buttons := container.NewHBox(ui.NewUnion("Union.Agree", func() { p.onAnswer(record.Agreed) }),
		ui.NewButton("Union.Decline", func() { p.onAnswer(record.Declined) }))
	head := container.NewBorder(nil, nil, ui.NewHeading(assets.Text("Message.OfferJoin")), buttons)
	return container.NewBorder(container.NewVBox(head, p.what, p.offer, p.note), nil, nil, nil, p.form)
}

func (p *unionPage) enter() {
	values := texts(p.v.values)
	u := p.v.sitting.Union
	values[fieldShare], values[fieldSMS] = codeOf(u.ShareEmployer), codeOf(u.SMS)
	p.choices()
	if u.Union != uuid.Nil {
		values[fieldUnion] = u.Union.String()
	}
	p.form.Fill(values)
	p.show()
	if u.Offer == record.Agreed {
		p.suggest()
		p.form.FocusFirst()
	}
}

// choices offers the base unions, those of the visitor's town first.
func (p *unionPage) choices() {
	if s, is := p.form.Field(fieldUnion).Input.(*ui.Select); is {
		s.SetChoices(p.places.unions(p.v.values[record.FieldTown]))
	}
}

// onAnswer takes the visitor's answer. Asking whether they are a member already
// comes first: one person has one membership.
func (p *unionPage) onAnswer(a record.Answer) {
	if s := p.standing(); a == record.Agreed && !s.May {
		p.v.sitting.Union.Offer = record.NotAsked
		p.note.Set(ui.ToneWarning, problemText(record.Problem{Key: string(s.Reason), Date: s.Ready}))
		p.show()
		return
	}
	p.v.sitting.Union.JoinText = wording(p.shownText())
	p.v.sitting.Union.Offer = a
	p.note.Set(ui.ToneInfo, "")
	p.show()
	p.v.keeper.touch()
	if a == record.Agreed {
		p.suggest()
		p.form.FocusFirst()
		return
	}
	p.v.focusNext()
}

// shownText is what the visitor has before them, or hears read out, when they
// answer: what joining is, or the consent with the union's name in it. A refusal
// refers to these words as an agreement does.
func (p *unionPage) shownText() string {
	if p.v.sitting.Union.Offer == record.Agreed {
		return p.consent()
	}
	return p.what.Text()
}

func (p *unionPage) consent() string { return assets.Text("Notice.UnionJoin", "union", p.unionName()) }

func (p *unionPage) standing() record.Standing {
	who := p.v.known
	who.Fields = map[record.Field]string{record.FieldBirth: p.v.value(record.FieldBirth)}
	return who.Standing(p.v.w.today())
}

// show draws the answer, and the form only for who agreed.
func (p *unionPage) show() {
	setShown(p.what, p.v.sitting.Union.Offer != record.Agreed)
	switch p.v.sitting.Union.Offer {
	case record.Agreed:
		p.offer.Set(ui.ToneGood, assets.Text("Union.Agreed"))
		p.form.Show()
	case record.Declined:
		p.offer.Set(ui.ToneInfo, assets.Text("Union.Declined"))
		p.form.Hide()
	default:
		p.offer.Set(ui.ToneInfo, assets.Text("Union.NotAsked"))
		p.form.Hide()
	}
	if s := p.standing(); !s.May {
		p.note.Set(ui.ToneWarning, problemText(record.Problem{Key: string(s.Reason), Date: s.Ready}))
	}
	p.showConsent()
}

func (p *unionPage) showConsent() {
	p.text.Set(ui.ToneInfo, p.consent()+"\n"+assets.Text("Union.PaperToo"))
}

func (p *unionPage) unionName() string {
	id, err := uuid.Parse(p.form.Value(fieldUnion))
	if err != nil {
		return assets.Text("Union.ToChoose")
	}
	return p.places.union(id)
}

func (p *unionPage) onChange(name, _ string) {
	switch name {
	case fieldUnion:
		p.chosen = true
		p.showConsent()
	case string(record.FieldEmploymentForm), string(record.FieldWorkerGroup):
		p.suggest()
	}
}

// suggest fills in where the membership belongs, with the reason, until the
// clerk chooses.
func (p *unionPage) suggest() {
	if p.chosen {
		return
	}
	s := record.Suggest(p.work(), p.v.w.session.Unions())
	u := &p.v.sitting.Union
	u.Why, u.MoveWhenFounded = s.Why, s.MoveWhenFounded
	if s.Union == uuid.Nil {
		p.form.SetNote(fieldUnion, "Target.None")
		return
	}
	p.form.Put(fieldUnion, s.Union.String())
	p.chosen = false // Put is not the clerk's hand
	p.form.SetNote(fieldUnion, "Target."+string(s.Why))
	p.showConsent()
}

func (p *unionPage) work() record.Work {
	employer, err := uuid.Parse(p.v.value(record.FieldEmployer))
	if err != nil {
		employer = uuid.Nil
	}
	return record.Work{Form: p.form.Value(string(record.FieldEmploymentForm)), Employer: employer,
		Group: p.form.Value(string(record.FieldWorkerGroup)), Town: p.v.value(record.FieldTown), Community: p.v.value(record.FieldCommunity)}
}

// forget takes back what was typed for the union by somebody who then declined:
// it was said for that purpose alone.
func (p *unionPage) forget() {
	for _, name := range p.form.Names() {
		f := record.Field(name)
		if known, is := p.v.sitting.Prefilled[f]; is {
			p.v.values[f] = known
		} else {
			delete(p.v.values, f)
		}
	}
}

func (p *unionPage) take() {
	u := &p.v.sitting.Union
	if u.Offer != record.Agreed {
		u.ShareEmployer, u.SMS = record.NotAsked, record.NotAsked
		p.forget()
		return
	}
	takeForm(p.v, p.form)
	u.Union = uuid.Nil
	if id, err := uuid.Parse(p.form.Value(fieldUnion)); err == nil {
		u.Union = id
	}
	if p.chosen {
		u.Why = record.ChosenByClerk
	}
	u.ShareEmployer, u.SMS = answer(p.form.Value(fieldShare)), answer(p.form.Value(fieldSMS))
	u.JoinText = wording(p.consent())
	u.ShareText = wording(assets.Text("Consent.ShareEmployer"))
	u.SMSText = wording(assets.Text("Consent.Sms"))
	u.FormText = wordingVersion
}

func codeOf(a record.Answer) string {
	switch a {
	case record.Agreed:
		return "1"
	case record.Declined:
		return "2"
	}
	return ""
}

func (p *unionPage) tell(problems []record.Problem) bool {
	barred := showProblems(p.form, p.note, record.StepUnion, unionFields(problems, p.form))
	return barred
}

// unionFields puts the problems of the page's own questions beside them.
func unionFields(problems []record.Problem, form *ui.Form) []record.Problem {
	out := make([]record.Problem, 0, len(problems))
	for _, p := range problems {
		switch p.Key {
		case record.KeyUnionMissing:
			p.Field = fieldUnion
		case record.KeyAnswerMissing:
			p.Field = fieldShare
			if form.Value(fieldShare) != "" {
				p.Field = fieldSMS
			}
		}
		out = append(out, p)
	}
	return out
}
