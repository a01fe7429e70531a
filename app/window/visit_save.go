package window

import (
	"context"
	"errors"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
	"ruhui/store/record"
)

// save records the act. Only when it is on disk does the slip appear; until
// then nobody leaves the page.
func (v *visit) save() {
	if problems := v.problems(); record.Barred(problems) {
		v.toProblem(problems)
		return
	}
	v.busy = true
	v.next.Disable()
	v.w.status.Say(ui.Status{Text: assets.Text("Ui.Saving")})
	v.sitting.DateAsked = v.w.session.DateAsked()
	sitting, session, role := v.sitting, v.w.session, v.w.role()
	// After the draft's last write, or that one would come after the act.
	v.keeper.settle(func(error) {
		ui.Load(v.ctx, func(ctx context.Context) (record.Outcome, error) {
			return saveSitting(ctx, session, role, sitting)
		}, v.onSaved)
	})
}

func (v *visit) onSaved(out record.Outcome, err error) {
	v.busy = false
	v.next.Enable()
	v.w.status.Say(ui.Status{})
	if err != nil {
		v.w.fail(err, v.focusNext) // everything typed is still here
		return
	}
	v.outcome, v.saved = out, true
	v.keeper.end()
	v.w.showStatus()
	v.goTo(len(v.pages) - 1)
}

func saveSitting(ctx context.Context, s *store.Session, role record.Role, sitting record.Sitting) (record.Outcome, error) {
	var out record.Outcome
	_, err := s.Record(ctx, role, sitting.Visit, func(tx *store.Tx) ([]record.Fact, error) {
		now, err := tx.Person(sitting.Person)
		if err != nil && store.CodeOf(err) != store.NotFound {
			return nil, err
		}
		var facts []record.Fact
		if facts, out, err = sitting.Facts(&now, tx); err != nil {
			return nil, err
		}
		return facts, tx.DropDraft(sitting.Visit)
	})
	return out, err
}

var stepOrder = []record.VisitStep{record.StepCard, record.StepResidence, record.StepMaterials, record.StepUnion}

// firstBarred is the first of the steps from, from+1 … that has an error, to
// when there is none.
func (v *visit) firstBarred(from, to int) int {
	problems := v.problems()
	for at := from; at < min(to, len(stepOrder)); at++ {
		if hasError(problems, stepOrder[at]) {
			return at
		}
	}
	return to
}

func hasError(problems []record.Problem, step record.VisitStep) bool {
	for _, p := range problems {
		if p.Step == step && p.Level == levelError {
			return true
		}
	}
	return false
}

// toProblem goes to the first step that bars saving, and shows why.
func (v *visit) toProblem(problems []record.Problem) {
	for at, step := range stepOrder {
		if hasError(problems, step) {
			v.goTo(at)
			v.pages[at].tell(problems)
			return
		}
	}
	v.w.fail(errors.New("a problem of no step"), nil)
}
