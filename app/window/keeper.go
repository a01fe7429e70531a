package window

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
)

// keepEvery is the most typing that a power cut may cost.
const keepEvery = time.Second

// keeper writes a visit's draft as the visit grows: what changed, one write at
// a time, off Fyne's thread. Its methods run on that thread.
type keeper struct {
	v       *visit
	session *store.Session
	open    uuid.UUID         // whose draft is on disk; zero while none is
	kept    map[string]string // as it is on disk
	busy    bool
	again   bool // something changed while it was written
	ended   bool // the visit is saved, parked or given up
	then    []func(error)
	cancel  func() // of the timer, nil when none runs
}

// watch keeps a form's fields as they are left, and while they are typed.
func (k *keeper) watch(f *ui.Form) {
	if f == nil {
		return
	}
	change := f.OnChange
	f.OnChange = func(name, value string) {
		if change != nil {
			change(name, value)
		}
		k.touch()
	}
	f.OnLeft = func(string, string) {
		if formOf(k.v.pages[k.v.at]) == f { // not one that is being left for another step
			k.keep()
		}
	}
}

// touch keeps the draft soon: a timer that runs is not put off by more typing.
func (k *keeper) touch() {
	if k.ended || k.cancel != nil {
		return
	}
	k.cancel = k.v.w.later(keepEvery, func() {
		k.cancel = nil
		k.keep()
	})
}

// keep writes what has changed since the last time.
func (k *keeper) keep() {
	k.stop()
	switch {
	case k.ended:
		return
	case k.busy:
		k.again = true
		return
	}
	job := k.job()
	if job == nil {
		k.settled(nil)
		return
	}
	k.busy = true
	// Not the page's context: what was typed is kept also when the page is left.
	ui.Load(k.v.w.opt.Context, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, job.write(ctx)
	}, func(_ struct{}, err error) { k.written(job, err) })
}

func (k *keeper) written(job *draftJob, err error) {
	k.busy = false
	if err == nil {
		k.open, k.kept = job.visit, job.all
		k.v.w.kept(nil)
	} else {
		slog.Error("keep draft", "error", err)
		if store.KeyOf(err) == store.KeyDraftGone {
			k.open, k.kept = uuid.Nil, nil // the next time opens another
		}
		k.v.w.kept(err)
	}
	if k.again && err == nil {
		k.again = false
		k.keep()
		return
	}
	k.again = false
	k.settled(err)
}

// settle writes what is left to write and calls then with how it went.
func (k *keeper) settle(then func(error)) {
	k.then = append(k.then, then)
	k.keep()
}

func (k *keeper) settled(err error) {
	then := k.then
	k.then = nil
	for _, f := range then {
		f(err)
	}
}

// end stops keeping: the visit is on disk as something else, or given up.
func (k *keeper) end() {
	k.stop()
	k.ended = true
}

func (k *keeper) stop() {
	if k.cancel != nil {
		k.cancel()
		k.cancel = nil
	}
}

// draftJob is one write of a draft.
type draftJob struct {
	session *store.Session
	visit   uuid.UUID         // zero when there is nothing to keep any more
	former  uuid.UUID         // whose draft this one replaces, zero for none
	begin   bool              // visit has no draft yet
	all     map[string]string // what the draft holds afterwards
	set     map[string]string
	gone    []string
}

// job is what there is to write; nil when the draft is as the visit is.
func (k *keeper) job() *draftJob {
	all := k.v.draft()
	j := &draftJob{session: k.session, visit: k.v.sitting.Visit, all: all, set: map[string]string{}}
	switch {
	case all == nil && k.open == uuid.Nil:
		return nil
	case all == nil: // emptied by hand
		j.visit, j.former = uuid.Nil, k.open
		return j
	case k.open != j.visit: // a first field, or another person's card
		j.begin, j.former, j.set = true, k.open, all
		return j
	}
	for name, value := range all {
		if old, is := k.kept[name]; !is || old != value {
			j.set[name] = value
		}
	}
	for name := range k.kept {
		if _, is := all[name]; !is {
			j.gone = append(j.gone, name)
		}
	}
	if len(j.set)+len(j.gone) == 0 {
		return nil
	}
	return j
}

func (j *draftJob) write(ctx context.Context) error {
	var err error
	switch {
	case j.begin:
		err = j.session.OpenDraft(ctx, j.visit, j.all)
	case j.visit != uuid.Nil:
		err = j.session.SaveDraft(ctx, j.visit, j.set, j.gone...)
	}
	// The new one is there before the old one goes: a power cut between them
	// leaves one too many.
	if err == nil && j.former != uuid.Nil {
		err = j.session.DropDraft(ctx, j.former)
	}
	return err
}

// kept says in the status bar that what is typed is not on disk, until it is.
func (w *Window) kept(err error) {
	switch {
	case err != nil:
		w.status.Say(ui.Status{Text: assets.Text("Draft.NotKept"), Tone: ui.ToneError})
	case w.unkept:
		w.status.Say(ui.Status{})
	}
	w.unkept = err != nil
}

// later calls f on Fyne's thread after d unless it is stopped before.
func (w *Window) later(d time.Duration, f func()) (stop func()) {
	if w.opt.Later != nil {
		return w.opt.Later(d, f)
	}
	t := time.AfterFunc(d, func() { fyne.Do(f) })
	return func() { t.Stop() }
}
