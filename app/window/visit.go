package window

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
	"ruhui/store/record"
)

// visit is one sitting at the window, step by step: card, residence, materials,
// union, review, slip. What was typed stays in it until it is saved; going back
// loses nothing.
type visit struct {
	w     *Window
	ctx   context.Context
	keys  *ui.KeyMap
	steps *ui.Steps
	body  *fyne.Container
	back  *ui.Button
	next  *ui.Button
	pages []page
	at    int

	sitting record.Sitting
	known   record.Person // as recorded so far; zero for somebody new
	values  map[record.Field]string
	outcome record.Outcome
	saved   bool
	busy    bool
}

// page is one step of a visit.
type page interface {
	build() fyne.CanvasObject
	// enter shows the visit's state; it is called each time the step is reached.
	enter()
	// take moves what was typed into the visit.
	take()
	// tell shows the problems of this step and reports whether one bars going on.
	tell(problems []record.Problem) bool
}

func newVisit(w *Window) *visit {
	v := &visit{w: w, keys: w.keys.Child(), values: map[record.Field]string{},
		steps: ui.NewSteps("Step.Card", "Step.Residence", "Step.Materials", "Step.Union", "Step.Review", "Step.Done")}
	v.sitting = record.Sitting{Visit: uuid.Must(uuid.NewV7()), Centre: w.session.Centre().ID, Channel: record.AtWindow,
		Opened: w.session.Now(), Case: record.Residence{Type: record.Register}}
	v.pages = []page{newCardPage(v), newResidencePage(v), newMaterialsPage(v), newUnionPage(v), newReviewPage(v), newDonePage(v)}
	v.steps.OnStep = v.onStep
	v.back = ui.NewButton("Button.Back", v.onBack)
	v.next = ui.NewPrimary("Button.Next", v.onNext)
	v.keys.Bind("Button.Next", v.onNext, ui.Key{Name: fyne.KeyF9})
	v.keys.Bind("Button.Back", v.onBack, ui.Key{Name: fyne.KeyF7})
	return v
}

func (v *visit) keyMap() *ui.KeyMap { return v.keys }

// unsaved: a visit that has somebody in it and is not on disk yet.
func (v *visit) unsaved() bool {
	return !v.saved && (v.sitting.Document.Type != "" || len(v.values) > 0)
}

func (v *visit) build() fyne.CanvasObject {
	v.body = container.NewStack()
	head := container.NewBorder(nil, nil, ui.NewHeading(assets.Text("App.Title")), v.w.nav())
	foot := container.NewBorder(nil, nil, v.back, v.next)
	return container.NewPadded(container.NewBorder(container.NewVBox(head, v.steps), foot, nil, nil, v.body))
}

func (v *visit) shown(ctx context.Context) {
	v.ctx = ctx
	v.goTo(0)
}

func (v *visit) goTo(at int) {
	v.at = at
	v.steps.Go(at)
	content := v.pages[at].build()
	v.w.win.Canvas().Unfocus()
	v.body.Objects = []fyne.CanvasObject{content}
	v.body.Refresh()
	v.showButtons()
	ui.Wire(v.keys, content, v.back, v.next)
	v.pages[at].enter()
}

func (v *visit) showButtons() {
	done := v.at == len(v.pages)-1
	setShown(v.back, v.at > 0 && !done)
	switch v.at {
	case len(v.pages) - 1:
		v.nextIs("Button.NextVisitor")
	case len(v.pages) - 2:
		v.nextIs("Button.Save")
	default:
		v.nextIs("Button.Next")
	}
}

// nextIs names what F9 does here, on the button and in the list of keys.
func (v *visit) nextIs(label string) {
	v.keys.Bind(label, v.onNext, ui.Key{Name: fyne.KeyF9})
	v.next.SetLabel(label)
}

func setShown(o fyne.CanvasObject, shown bool) {
	if shown {
		o.Show()
	} else {
		o.Hide()
	}
}

func (v *visit) onBack() {
	if v.at > 0 && !v.saved && !v.busy {
		v.pages[v.at].take()
		v.goTo(v.at - 1)
	}
}

// onStep goes to a step that was reached; after saving there is no way back.
func (v *visit) onStep(index int) {
	if v.saved || v.busy {
		return
	}
	v.pages[v.at].take()
	if index < v.at || !v.barred(v.at) {
		v.goTo(index)
	}
}

func (v *visit) onNext() {
	if v.busy {
		return
	}
	if v.saved {
		v.w.startVisit()
		return
	}
	v.pages[v.at].take()
	switch {
	case v.barred(v.at):
	case v.at == 0:
		v.identify()
	case v.at == len(v.pages)-2:
		v.save()
	default:
		v.goTo(v.at + 1)
	}
}

// barred shows the problems of a step; saving looks at all of them.
func (v *visit) barred(at int) bool {
	return v.pages[at].tell(v.problems())
}

func (v *visit) problems() []record.Problem {
	v.sitting.Typed = v.values
	return v.sitting.Check(&v.known, v.w.session.Today())
}

// identify finds out who this is: the id takes some 40 ms of computing, the
// file a look into the store, both off this thread.
func (v *visit) identify() {
	v.busy = true
	doc := v.sitting.Document
	type found struct {
		id     uuid.UUID
		person record.Person
	}
	ui.Load(v.ctx, func(ctx context.Context) (found, error) {
		id, err := personOf(ctx, v.w.session, doc)
		if err != nil {
			return found{}, err
		}
		p, err := v.w.session.Person(ctx, id)
		if store.CodeOf(err) == store.NotFound {
			return found{id: id}, nil
		}
		return found{id, p}, err
	}, func(f found, err error) {
		v.busy = false
		if err != nil {
			v.w.fail(err, nil)
			return
		}
		v.meet(f.id, f.person)
		v.goTo(1)
	})
}

// meet fills the forms with what is known of the person. Another person on the
// card than before empties them first: nothing of one visitor reaches another.
func (v *visit) meet(id uuid.UUID, known record.Person) {
	if v.sitting.Person == id {
		return
	}
	v.sitting.Person, v.known = id, known
	v.sitting.Prefilled = map[record.Field]string{}
	v.values = map[record.Field]string{}
	v.sitting.Union, v.sitting.Notice = record.Joining{}, record.Wording{}
	for f, value := range known.ForWindow() {
		if _, read := v.sitting.Read[f]; !read {
			v.sitting.Prefilled[f] = value
			v.values[f] = value
		}
	}
}

// value is what stands in a field: typed, else read.
func (v *visit) value(f record.Field) string {
	if x, typed := v.values[f]; typed {
		return x
	}
	return v.sitting.Read[f]
}

// save records the act. Only when it is on disk does the slip appear.
func (v *visit) save() {
	if problems := v.problems(); record.Barred(problems) {
		v.toProblem(problems)
		return
	}
	v.busy = true
	v.next.Disable()
	v.w.status.Say(ui.Status{Text: assets.Text("Ui.Saving")})
	sitting := v.sitting
	session, role := v.w.session, v.w.role()
	ui.Load(v.ctx, func(ctx context.Context) (record.Outcome, error) {
		return saveSitting(ctx, session, role, sitting)
	}, func(out record.Outcome, err error) {
		v.busy = false
		v.next.Enable()
		v.w.status.Say(ui.Status{})
		if err != nil {
			v.w.fail(err, nil) // everything typed is still here
			return
		}
		v.outcome, v.saved = out, true
		v.w.showStatus()
		v.goTo(len(v.pages) - 1)
	})
}

func saveSitting(ctx context.Context, s *store.Session, role record.Role, sitting record.Sitting) (record.Outcome, error) {
	var out record.Outcome
	_, err := s.Record(ctx, role, sitting.Visit, func(tx *store.Tx) ([]record.Fact, error) {
		now, err := tx.Person(sitting.Person)
		if err != nil && store.CodeOf(err) != store.NotFound {
			return nil, err
		}
		var facts []record.Fact
		facts, out, err = sitting.Facts(&now, tx)
		return facts, err
	})
	return out, err
}

// toProblem goes to the first step that bars saving.
func (v *visit) toProblem(problems []record.Problem) {
	order := []record.VisitStep{record.StepCard, record.StepResidence, record.StepMaterials, record.StepUnion}
	for at, step := range order {
		for _, p := range problems {
			if p.Step == step && p.Level == levelError {
				v.goTo(at)
				v.barred(at)
				return
			}
		}
	}
	v.w.fail(errors.New("a problem of no step"), nil)
}

// focusNext lets Return go on from a step without fields.
func (v *visit) focusNext() { v.w.win.Canvas().Focus(v.next) }
