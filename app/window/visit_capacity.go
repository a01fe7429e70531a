package window

import (
	"strings"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// Accepting with something missing (容缺受理) is a policy of the town: where it
// is on, the step for papers offers it beside accepting and refusing. Whoever
// asks for it promises in writing what they bring later, and until when.

const (
	fieldPromise  = "Promise"
	fieldPromised = "PromiseDue"
	fieldSignedBy = "PromiseBy"
	onPromise     = "promise" // the outcome
)

// outcomes are what may come of the papers at this centre.
func (p *materialsPage) outcomes() []ui.Choice {
	choices := []ui.Choice{{Code: accepted, Label: assets.Text("Outcome.Accept")}}
	if p.mayPromise() {
		choices = append(choices, ui.Choice{Code: onPromise, Label: assets.Text("Outcome.OnPromise")})
	}
	return append(choices, ui.Choice{Code: notAccepted, Label: assets.Text("State.NotAccepted")})
}

func (p *materialsPage) mayPromise() bool { return p.v.w.session.Centre().Capacity }

func (p *materialsPage) addPromise(f *ui.Form) {
	f.Text(fieldPromise).Wide().Require().Shown(false).Limit(100)
	f.Date(fieldPromised).Require().Shown(false)
	f.PersonName(fieldSignedBy).Require().Shown(false)
}

// onOutcome fills in what is usual when a promise is asked for.
func (p *materialsPage) onOutcome(value string) {
	if value != onPromise || p.form.Value(fieldPromise) != "" {
		return
	}
	due, _ := p.v.w.session.Calendar().Due(p.v.w.today(), civil.PromisedPaper)
	p.form.Put(fieldPromise, assets.Text("Promise.Usual"))
	p.form.Put(fieldPromised, due.String())
	p.form.Put(fieldSignedBy, p.v.value(record.FieldName))
}

func (p *materialsPage) promised() bool { return p.form.Value(fieldOutcome) == onPromise }

func (p *materialsPage) showPromise() {
	for _, name := range []string{fieldPromise, fieldPromised, fieldSignedBy} {
		p.form.Field(name).Shown(p.promised())
	}
}

// takePromise moves the promise into the case: with nothing missing there is
// nothing to promise.
func (p *materialsPage) takePromise(c *record.Residence) {
	c.CapacityOn, c.Capacity = p.mayPromise(), nil
	if p.promised() && len(c.Missing) > 0 {
		c.Capacity = &record.Capacity{Missing: c.Missing, Promise: strings.TrimSpace(p.form.Value(fieldPromise)),
			DueOn: dateOf(p.form.Value(fieldPromised)), SignedBy: strings.TrimSpace(p.form.Value(fieldSignedBy))}
	}
}

// promiseProblems puts what the promise lacks beside its fields; what may not
// be promised at all stands with the outcome.
func (v *visit) promiseProblems(found []record.Problem) []record.Problem {
	c := v.sitting.Case.Capacity
	if c == nil || !v.sitting.Case.CapacityOn {
		return found
	}
	var out []record.Problem
	add := func(field, key string) {
		out = append(out, record.Problem{Field: record.Field(field), Step: record.StepMaterials, Level: ident.Error, Key: key})
	}
	for _, p := range found {
		if p.Step == record.StepMaterials && p.Key == string(record.KeyMaterial) {
			p.Field = fieldOutcome
		}
		if p.Step != record.StepMaterials || p.Key != string(record.Unreadable) {
			out = append(out, p)
		}
	}
	if c.Promise == "" {
		add(fieldPromise, record.KeyRequired)
	}
	switch {
	case c.DueOn.IsZero():
		add(fieldPromised, ident.BadDate)
	case c.DueOn.Before(v.w.today()):
		add(fieldPromised, "BeforeToday")
	}
	if c.SignedBy == "" {
		add(fieldSignedBy, record.KeyRequired)
	}
	return out
}
