package window

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/record"
)

// materialsPage is the third step: which papers are there, and what follows.
// What is missing is told all at once, in one list.
type materialsPage struct {
	v      *visit
	form   *ui.Form
	note   *ui.Note
	table  []record.Requirement
	names  map[string]string
	chosen map[string]string // material → source, asked, or nothing
}

const (
	fieldOutcome    = "Outcome"
	fieldReasonCode = "ReasonCode"
	fieldReasonText = "ReasonText"
	fieldProof      = "ProofGroup"
	asked           = "asked" // a conditional paper the clerk asks for and that is not there
	notAccepted     = "no"
	accepted        = "yes"
	absent          = "none" // a paper that is not there
)

func newMaterialsPage(v *visit) *materialsPage {
	p := &materialsPage{v: v, note: ui.NewNote(""), chosen: map[string]string{}}
	p.table, p.names = requirements(v.sitting.Case.Type)
	p.form = p.newForm()
	return p
}

func (p *materialsPage) newForm() *ui.Form {
	f := ui.NewForm()
	f.Section("MaterialList")
	for _, r := range p.table {
		field := f.Choice(r.Material, sources(r.Need)).Sentence(p.names[r.Material] + "（" + assets.Text(needLabel[r.Need]) + "）")
		if r.Need == record.Must {
			field.Require()
		}
	}
	if slices.ContainsFunc(p.table, func(r record.Requirement) bool { return r.Group != "" }) {
		f.Choice(fieldProof, proofGroups())
	}
	f.Section("Section.Outcome")
	f.Choice(fieldOutcome, p.outcomes())
	f.Choice(fieldReasonCode, table("reason_codes")).Label("Reason").Shown(false)
	f.Text(fieldReasonText).Wide().Shown(false).Limit(100)
	p.addPromise(f)
	f.OnChange = func(name, value string) {
		if name == fieldOutcome {
			p.onOutcome(value)
		}
		p.show()
	}
	f.OnDone = p.v.onNext
	return f
}

func sources(need record.Need) []ui.Choice {
	choices := []ui.Choice{{Code: absent, Label: assets.Text("Source.None")}, {Code: string(record.Original), Label: assets.Text("Original")},
		{Code: string(record.Copy), Label: assets.Text("Copy")}, {Code: string(record.SharedData), Label: assets.Text("SharedData")}}
	if need == record.Conditional {
		choices[0].Label = assets.Text("Source.NotNeeded")
		choices = append(choices, ui.Choice{Code: asked, Label: assets.Text("Source.Asked")})
	}
	return choices
}

// needLabel says how far a paper must be there; it stands behind its name.
var needLabel = map[record.Need]string{record.Must: "Must", record.Conditional: "Conditional", record.Optional: "Optional"}

func proofGroups() []ui.Choice {
	return []ui.Choice{{Code: string(record.Employment), Label: assets.Text("Proof.Employment")},
		{Code: string(record.Dwelling), Label: assets.Text("Proof.Dwelling")}, {Code: string(record.Study), Label: assets.Text("Proof.Study")}}
}

func (p *materialsPage) bind(*ui.KeyMap) {}

func (p *materialsPage) build() fyne.CanvasObject {
	return container.NewBorder(p.note, nil, nil, nil, p.form)
}

// enter fills what the visit shows already: the card lay on the reader, the
// telephone was typed.
func (p *materialsPage) enter() {
	if len(p.chosen) == 0 {
		p.chosen[fieldOutcome] = accepted
		for _, r := range p.table {
			p.chosen[r.Material] = absent
		}
		if p.v.sitting.Source == record.FromReader {
			p.chosen["identity"] = string(record.Original)
		}
		if p.v.value(record.FieldMobile) != "" {
			p.chosen["mobile"] = string(record.Original)
		}
	}
	p.form.Fill(p.chosen)
	p.show()
	p.form.FocusFirst()
}

// show draws what follows from the papers that are there.
func (p *materialsPage) show() {
	refused := p.refused()
	p.form.Field(fieldReasonCode).Shown(refused)
	p.form.Field(fieldReasonText).Shown(refused)
	p.showPromise()
	switch missing := p.missing(); {
	case refused:
		p.note.Set(ui.ToneWarning, assets.Text("Materials.NotAccepted"))
	case p.promised() && len(missing) > 0:
		p.note.Set(ui.ToneWarning, assets.Text("Materials.OnPromise", "materials", p.namesOf(missing)))
	case len(missing) > 0:
		p.note.Set(ui.ToneWarning, assets.Text("Materials.Missing", "materials", p.namesOf(missing)))
	default:
		p.note.Set(ui.ToneGood, assets.Text("Materials.Complete"))
	}
}

func (p *materialsPage) namesOf(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = p.names[id]
	}
	return join("、", names...)
}

func (p *materialsPage) have() (have []record.Material, wanted []string) {
	for _, r := range p.table {
		switch source := p.form.Value(r.Material); source {
		case "", absent:
		case asked:
			wanted = append(wanted, r.Material)
		default:
			have = append(have, record.Material{ID: r.Material, Source: record.MaterialSource(source)})
		}
	}
	return have, wanted
}

func (p *materialsPage) missing() []string {
	have, wanted := p.have()
	return record.Missing(p.table, have, wanted, record.ProofGroup(p.form.Value(fieldProof)))
}

func (p *materialsPage) take() {
	p.chosen = p.form.Values()
	c := &p.v.sitting.Case
	c.Materials, _ = p.have()
	c.Missing = p.missing()
	c.Proof = record.ProofGroup(p.form.Value(fieldProof))
	p.takePromise(c)
	c.Code, c.Why = "", ""
	if p.refused() {
		c.Code, c.Why = record.ReasonCode(p.form.Value(fieldReasonCode)), strings.TrimSpace(p.form.Value(fieldReasonText))
	}
	if p.refused() && c.Code == "" {
		// The other reason without its words: the record's check bars it,
		// whichever way the clerk goes on, and nothing counts as accepted.
		c.Code, c.Why = record.OtherReason, ""
	}
}

func (p *materialsPage) refused() bool { return p.form.Value(fieldOutcome) == notAccepted }

func (p *materialsPage) tell(problems []record.Problem) bool {
	barred := showProblems(p.form, p.note, record.StepMaterials, p.placed(problems))
	if p.note.Text() == "" {
		p.show()
	}
	return barred
}

// placed puts a missing reason beside what is to be chosen, or written.
func (p *materialsPage) placed(problems []record.Problem) []record.Problem {
	out := slices.Clone(problems)
	for i := range out {
		if out[i].Key == record.KeyReasonMissing {
			out[i].Field = fieldReasonText
			if p.form.Value(fieldReasonCode) == "" {
				out[i].Field = fieldReasonCode
			}
		}
	}
	return out
}
