package window

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/record"
)

// visit is one sitting at the window, step by step: card, residence, materials,
// union, review, slip. What was typed stays in it until it is saved; going back
// loses nothing.
type visit struct {
	w     *Window
	ctx   context.Context
	keys  *ui.KeyMap // the visit's; each step has a child of it
	step  *ui.KeyMap // the shown step's
	steps *ui.Steps
	body  *fyne.Container
	back  *ui.Button
	next  *ui.Button
	pages []page
	at    int

	sitting record.Sitting
	known   record.Person // as recorded so far; zero for somebody new
	// The document the person was met by, and whether it names somebody.
	document record.Document
	named    bool
	values   map[record.Field]string
	outcome  record.Outcome
	saved    bool
	ended    bool // and recorded as such
	prints   int  // of its slip
	busy     bool
	keeper   *keeper
	aside    *ui.Button
	first    int               // the step to be shown first
	typed    map[string]string // of a draft, until its step is shown
}

// page is one step of a visit.
type page interface {
	build() fyne.CanvasObject
	// bind gives the step's own keys.
	bind(keys *ui.KeyMap)
	// enter shows the visit's state; it is called each time the step is reached.
	enter()
	// take moves what was typed into the visit.
	take()
	// tell shows the problems of this step and reports whether one bars going on.
	tell(problems []record.Problem) bool
}

func newVisit(w *Window) *visit {
	v := &visit{w: w, keys: w.keys.Child(), steps: ui.NewSteps(stepLabels...)}
	v.keeper = &keeper{v: v, session: w.session}
	v.sitting = record.Sitting{Centre: w.session.Centre().ID, Channel: record.AtWindow, Window: w.opt.Settings.Window}
	v.begin()
	card := newCardPage(v)
	v.keeper.watch(card.form)
	v.pages = append([]page{card}, v.newPages()...)
	v.steps.OnStep = v.onStep
	v.back = ui.NewButton("Button.Back", v.onBack)
	v.next = ui.NewPrimary("Button.Next", v.onNext)
	v.aside = ui.NewButton("Button.SaveDraft", v.onPark)
	v.keys.Bind("Button.Next", v.onNext, ui.Key{Name: fyne.KeyF9})
	return v
}

// newPages are the steps behind the card, empty.
func (v *visit) newPages() []page {
	residence := newResidencePage(v)
	residence.told.OnValue = func(string) { v.keeper.touch() }
	pages := []page{residence, newMaterialsPage(v), newUnionPage(v), newReviewPage(v), newDonePage(v)}
	for _, p := range pages {
		v.keeper.watch(formOf(p))
	}
	return pages
}

// begin empties the visit for somebody: nothing of one visitor reaches another.
// What the card says of them stays.
func (v *visit) begin() {
	s := &v.sitting
	s.Visit, s.Opened = uuid.Must(uuid.NewV7()), v.w.session.Now()
	s.Case = record.Residence{Type: record.Register}
	s.Union, s.Notice = record.Joining{}, record.Wording{}
	s.Prefilled = map[record.Field]string{}
	v.values = map[record.Field]string{}
}

func (v *visit) keyMap() *ui.KeyMap { return v.keys }

// unsaved: a visit that has somebody in it and is not on disk yet.
func (v *visit) unsaved() bool {
	if v.saved {
		return false
	}
	card, is := v.pages[0].(*cardPage)
	return v.sitting.Person != uuid.Nil || is && card.used()
}

func (v *visit) build() fyne.CanvasObject {
	v.body = container.NewStack()
	head := container.NewBorder(nil, nil, ui.NewHeading(assets.Text("App.Title")), v.w.nav())
	foot := container.NewBorder(nil, nil, container.NewHBox(v.back, v.aside), v.next)
	return container.NewPadded(container.NewBorder(container.NewVBox(head, v.steps), foot, nil, nil, v.body))
}

func (v *visit) shown(ctx context.Context) {
	v.ctx = ctx
	v.goTo(v.first)
	v.w.checkClock()
}

func (v *visit) goTo(at int) {
	v.at = at
	v.steps.Go(at)
	content := v.pages[at].build()
	canvas := v.w.win.Canvas()
	canvas.Unfocus()
	v.body.Objects = []fyne.CanvasObject{content}
	v.body.Refresh()
	v.bindStep()
	ui.Wire(v.step, content, v.back, v.aside, v.next)
	v.step.Attach(canvas)
	v.pages[at].enter()
	v.retype()
	v.keeper.keep()
}

// bindStep gives the step its keys, named by what they do here, so that buttons
// and the list of keys say no more than what counts now.
func (v *visit) bindStep() {
	last := len(v.pages) - 1
	v.step = v.keys.Child()
	v.pages[v.at].bind(v.step)
	label := "Button.Next"
	switch v.at {
	case last:
		label = "Button.NextVisitor"
	case last - 1:
		label = "Button.Save"
	}
	v.step.Bind(label, v.onNext, ui.Key{Name: fyne.KeyF9})
	v.next.Label = label
	setShown(v.aside, v.at < last)
	if v.at < last {
		v.step.Bind("Button.SaveDraft", v.onPark, ui.Key{Name: fyne.KeyF11})
	}
	if v.at > 0 && v.at < last {
		v.step.Bind("Button.Back", v.onBack, ui.Key{Name: fyne.KeyF7})
		v.back.Show()
		return
	}
	v.back.Hide()
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
	if index < v.at {
		v.goTo(index)
		return
	}
	v.advance(index)
}

func (v *visit) onNext() {
	switch {
	case v.busy:
	case v.saved:
		v.w.startVisit()
	default:
		v.pages[v.at].take()
		v.advance(v.at + 1)
	}
}

// advance goes on to a step, or stops at the first before it that has an error.
// Who it is, is asked anew whenever the card's step is left.
func (v *visit) advance(to int) {
	switch {
	case v.barred(v.at):
	case v.at == 0:
		v.identify(to)
	case v.at == len(v.pages)-2:
		v.save()
	default:
		v.goTo(v.firstBarred(v.at+1, to))
	}
}

// barred shows the problems of a step.
func (v *visit) barred(at int) bool {
	return v.pages[at].tell(v.problems())
}

func (v *visit) problems() []record.Problem {
	v.sitting.Typed = v.values
	found := v.sitting.Check(&v.known, v.w.today())
	if card, is := v.pages[0].(*cardPage); is {
		found = append(found, card.badDates()...)
	}
	return v.promiseProblems(found)
}

// value is what stands in a field: typed, else read.
func (v *visit) value(f record.Field) string {
	if x, typed := v.values[f]; typed {
		return x
	}
	return v.sitting.Read[f]
}

// focusNext lets Return go on from a step without fields.
func (v *visit) focusNext() { v.w.win.Canvas().Focus(v.next) }
