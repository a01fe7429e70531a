package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// reviewPage is the fifth step: everything once more, to be read back to the
// visitor, with what is doubtful on top.
type reviewPage struct {
	v      *visit
	note   *ui.Note
	lines  *fyne.Container
	places *places
}

func newReviewPage(v *visit) *reviewPage {
	return &reviewPage{v: v, note: ui.NewNote(""), lines: container.NewStack(), places: newPlaces(v.w.session)}
}

func (p *reviewPage) bind(*ui.KeyMap) {}

func (p *reviewPage) build() fyne.CanvasObject {
	return container.NewBorder(p.note, nil, nil, nil, container.NewVScroll(p.lines))
}

func (p *reviewPage) enter() {
	columns := []*fyne.Container{container.NewVBox(), container.NewVBox()}
	for i, s := range p.sections() {
		columns[i/2].Add(ui.NewSection(s.title, s.facts()...))
	}
	p.lines.Objects = []fyne.CanvasObject{ui.NewColumns(columns[0], columns[1])}
	p.lines.Refresh()
	p.tell(p.v.problems())
	p.v.focusNext()
}

// section is a heading with what stands under it.
type section struct {
	title string
	rows  [][2]string // label key and value
}

func (s section) facts() []ui.Fact {
	facts := make([]ui.Fact, 0, len(s.rows))
	for _, r := range s.rows {
		if r[1] != "" {
			facts = append(facts, ui.Fact{Label: assets.Text(r[0]), Value: r[1]})
		}
	}
	return facts
}

func (p *reviewPage) sections() []section {
	v := p.v
	s := &v.sitting
	get := v.value
	who := section{"Section.Document", [][2]string{
		{"Name", shownName(get(record.FieldName))}, {"Sex", label(table("sex"), get(record.FieldSex))},
		{"Ethnic", label(table("ethnic"), get(record.FieldEthnic))}, {"Birth", get(record.FieldBirth)},
		{"DocType", label(items(ident.DocTypes), string(s.Document.Type))}, {"DocNo", s.Document.Number},
		{"HukouAddress", get(record.FieldHukouAddress)}}}
	home := section{"Section.Residence", [][2]string{
		{"Mobile", get(record.FieldMobile)}, {"ArrivedOn", get(record.FieldArrivedOn)},
		{"Address", join("", p.places.town(get(record.FieldTown)), p.places.community(get(record.FieldCommunity)), get(record.FieldAddress))},
		{"StayReason", label(table("stay_reason"), get(record.FieldStayReason))},
		{"DwellingType", label(table("dwelling_type"), get(record.FieldDwellingType))},
		{"Employer", join("", p.places.employer(get(record.FieldEmployer)), get(record.FieldEmployerName))},
		{"JobTitle", get(record.FieldJobTitle)}}}
	return []section{who, home, p.matter(), p.union()}
}

// matter is what is asked of the police, and what will be told or promised.
func (p *reviewPage) matter() section {
	c := &p.v.sitting.Case
	_, names := requirements(c.Type)
	rows := [][2]string{{"CaseType", caseName(c.Type)}, {"MaterialList", materialNames(names, c.Materials)}}
	switch {
	case c.Code != "":
		rows = append(rows, [2]string{"Section.Outcome", assets.Text("State.NotAccepted")},
			[2]string{"Reason", join("：", label(table("reason_codes"), string(c.Code)), c.Why)})
	case c.Capacity != nil:
		rows = append(rows, [2]string{"Section.Outcome", assets.Text("Outcome.OnPromise")}, [2]string{"Missing", named(names, c.Missing)},
			[2]string{"PromiseDue", c.Capacity.DueOn.Chinese()}, [2]string{"PromiseBy", c.Capacity.SignedBy})
	case len(c.Missing) > 0:
		rows = append(rows, [2]string{"Section.Outcome", assets.Text("State.NeedSupplement")}, [2]string{"OnceNotice", named(names, c.Missing)})
	default:
		rows = append(rows, [2]string{"Section.Outcome", assets.Text("Button.Accept")})
	}
	return section{"Section.Matter", rows}
}

func (p *reviewPage) union() section {
	u := &p.v.sitting.Union
	rows := [][2]string{{"Join", answerText(u.Offer)}}
	if u.Offer == record.Agreed {
		rows = append(rows, [2]string{"HoldingUnion", p.places.union(u.Union)},
			[2]string{"EmploymentForm", label(table("employment_form"), p.v.value(record.FieldEmploymentForm))},
			[2]string{"Consent.ShareEmployer", answerText(u.ShareEmployer)}, [2]string{"Consent.Sms", answerText(u.SMS)})
	}
	return section{"Section.Union", rows}
}

func answerText(a record.Answer) string {
	switch a {
	case record.Agreed:
		return assets.Text("Answer.Agree")
	case record.Declined:
		return assets.Text("Answer.Decline")
	}
	return assets.Text("Answer.NotAsked")
}

func (p *reviewPage) take() {}

// tell lists all problems of all steps; errors cannot be left here, saving goes
// to the first.
func (p *reviewPage) tell(problems []record.Problem) bool {
	text, tone := "", ui.ToneInfo
	for _, x := range problems {
		text = join("\n", text, problemText(x))
		if t := toneOf(x.Level); t > tone {
			tone = t
		}
	}
	p.note.Set(tone, text)
	return false
}
