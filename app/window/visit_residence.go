package window

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/record"
)

// residencePage is the second step: the notice, and what the registration asks.
type residencePage struct {
	v      *visit
	form   *ui.Form
	note   *ui.Note
	told   *ui.Check
	places *places
}

func newResidencePage(v *visit) *residencePage {
	p := &residencePage{v: v, form: ui.NewForm(), note: ui.NewNote(""), told: ui.NewCheck("Notice.Told"), places: newPlaces(v.w.session)}
	f := p.form
	f.Section("Section.Residence")
	f.Phone(string(record.FieldMobile)).Require()
	f.Date(string(record.FieldArrivedOn))
	f.Choice(string(record.FieldTown), p.places.towns()).Require()
	f.Choice(string(record.FieldCommunity), p.places.communities(""))
	f.Text(string(record.FieldAddress)).Require().Wide().Limit(100)
	f.Choice(string(record.FieldStayReason), table("stay_reason"))
	f.Choice(string(record.FieldPlannedStay), plannedStays()).Label("StayTerm")
	f.Choice(string(record.FieldDwellingType), table("dwelling_type"))
	f.PersonName(string(record.FieldLandlord))
	f.Phone(string(record.FieldLandlordPhone)).Label("LandlordMobile")
	f.Section("Section.Work")
	f.Choice(string(record.FieldEmployer), p.places.employers()).Label("EmployerKnown")
	f.Text(string(record.FieldEmployerName)).Label("EmployerOther").Limit(60)
	f.Text(string(record.FieldJobTitle)).Limit(30)
	f.Choice(string(record.FieldInsured), yesNo()).Label("SocialInsurance")
	f.Section("Section.Person")
	f.Choice(string(record.FieldEducation), educations())
	f.Choice(string(record.FieldPolitical), table("political"))
	f.Choice(string(record.FieldMarital), table("marital"))
	f.Digits(string(record.FieldChildren)).Limit(2)
	f.OnChange = p.onChange
	f.OnDone = v.onNext
	return p
}

func plannedStays() []ui.Choice {
	return []ui.Choice{{Code: "1", Label: assets.Text("Stay.Month")}, {Code: "2", Label: assets.Text("Stay.HalfYear")}, {Code: "3", Label: assets.Text("Stay.Longer")}}
}

func (p *residencePage) bind(keys *ui.KeyMap) {
	keys.Bind("Notice.Tell", func() { p.told.SetValue(yes(p.told.Value() == "")) }, ui.Key{Name: fyne.KeyF5})
	p.told.SetText(assets.Text("Notice.Told") + " " + keys.Hint("Notice.Tell"))
}

func (p *residencePage) build() fyne.CanvasObject {
	notice := container.NewVBox(ui.NewNote(assets.Text("Notice.Residence")), p.told, p.note)
	return container.NewBorder(notice, nil, nil, nil, p.form)
}

func (p *residencePage) enter() {
	p.form.Fill(texts(p.v.values))
	p.communities(p.v.values[record.FieldTown])
	p.told.SetValue(yes(p.v.sitting.Notice.Version != ""))
	p.form.FocusFirst()
	if len(p.v.known.Visits) > 0 {
		p.note.Set(ui.ToneInfo, assets.Text("Message.KnownPerson", "date", lastVisit(&p.v.known)))
	} else {
		p.note.Set(ui.ToneInfo, "")
	}
}

// onChange offers the communities of the chosen town only.
func (p *residencePage) onChange(name, value string) {
	if name == string(record.FieldTown) {
		p.communities(value)
		p.form.Put(string(record.FieldCommunity), "")
	}
}

func (p *residencePage) communities(town string) {
	if s, is := p.form.Field(string(record.FieldCommunity)).Input.(*ui.Select); is {
		s.SetChoices(p.places.communities(town))
	}
}

func (p *residencePage) take() {
	takeForm(p.v, p.form)
	p.v.sitting.Notice = record.Wording{}
	if p.told.Value() != "" {
		p.v.sitting.Notice = wording(assets.Text("Notice.Residence"))
	}
}

func (p *residencePage) tell(problems []record.Problem) bool {
	barred := showProblems(p.form, p.note, record.StepResidence, problems)
	if barred && p.form.Errors() == 0 { // only the notice is not told yet
		p.v.w.win.Canvas().Focus(p.told)
	}
	return barred
}

// wordingVersion is that of the notice and consent texts that come with the
// program; the hash beside it shows exactly which words were shown.
const wordingVersion = "2026-1"

func wording(text string) record.Wording {
	return record.Wording{Version: wordingVersion, Hash: sha256.Sum256([]byte(text))}
}

// takeForm moves a form's values into the visit. A field nobody filled and that
// was empty before stays unsaid.
func takeForm(v *visit, form *ui.Form) {
	for name, value := range form.Values() {
		f := record.Field(name)
		if f.Side() == "" {
			continue
		}
		if _, before := v.values[f]; value != "" || before {
			v.values[f] = strings.TrimSpace(value)
		}
	}
}

func texts(values map[record.Field]string) map[string]string {
	out := make(map[string]string, len(values))
	for f, v := range values {
		out[string(f)] = v
	}
	return out
}

func yes(b bool) string {
	if b {
		return "1"
	}
	return ""
}

func hexOf(raw []byte) string { return hex.EncodeToString(raw) }

func lastVisit(p *record.Person) string {
	return civilOf(p.Visits[len(p.Visits)-1].Opened).Chinese()
}
