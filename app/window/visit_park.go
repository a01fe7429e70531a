package window

import (
	"context"
	"log/slog"

	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/record"
)

// park lays the visit aside for any clerk of the centre and then leaves it. When
// it cannot be written the visit stays where it is.
func (v *visit) park(leave func()) {
	if v.busy {
		return
	}
	v.busy = true
	v.keeper.settle(func(err error) {
		if err != nil {
			v.busy = false
			v.w.fail(err, nil)
			return
		}
		v.closeDraft(v.keeper.session.ParkDraft, leave, func(err error) { v.w.fail(err, nil) })
	})
}

// giveUp removes the draft and leaves. What cannot be removed now is offered
// again later; nobody is held at a visit for it.
func (v *visit) giveUp(leave func()) {
	if v.busy {
		return
	}
	v.busy = true
	v.keeper.settle(func(error) {
		v.closeDraft(v.keeper.session.DropDraft, leave, func(err error) {
			slog.Error("drop draft", "error", err)
			v.keeper.end()
			leave()
		})
	})
}

func (v *visit) closeDraft(how func(context.Context, uuid.UUID) error, leave func(), failed func(error)) {
	visit := v.keeper.open
	ui.Load(v.w.opt.Context, func(ctx context.Context) (struct{}, error) {
		if visit == uuid.Nil {
			return struct{}{}, nil
		}
		return struct{}{}, how(ctx, visit)
	}, func(_ struct{}, err error) {
		v.busy = false
		if err != nil {
			failed(err)
			return
		}
		v.keeper.end()
		leave()
	})
}

// onPark lays the visit aside and starts the next.
func (v *visit) onPark() {
	if v.unsaved() {
		v.park(func() { v.w.put(newVisit(v.w)) })
	}
}

// offerDraft tells what has expired and asks whether to go on with the visit
// that was before this person when the program ended.
func (w *Window) offerDraft() {
	session := w.session
	ask := func() {
		ui.Load(w.opt.Context, session.Drafts, func(list []store.Draft, err error) {
			if err != nil {
				slog.Error("list drafts", "error", err)
				return
			}
			if w.session == session {
				w.onceOpen(func() { w.askResume(list) })
			}
		})
	}
	if n := session.ExpiredDrafts(); n > 0 {
		w.dialogs.Tell(ui.NewMessage(ui.ToneInfo, "Draft.Expired", "n", n), ask)
		return
	}
	ask()
}

// askResume asks about the last one; others of the person are in the list.
func (w *Window) askResume(list []store.Draft) {
	for i := len(list) - 1; i >= 0; i-- {
		d := list[i]
		if d.Parked || d.Damaged {
			continue
		}
		w.dialogs.Ask(ui.Question{Message: ui.NewMessage(ui.ToneInfo, "Draft.Resume", "name", draftName(d), "at", draftTime(d)),
			Yes: "Draft.GoOn", No: "Draft.Later"}, func(yes bool) {
			if yes {
				w.resume(d.Visit)
				return
			}
			session := w.session
			ui.Load(w.opt.Context, func(ctx context.Context) (struct{}, error) {
				return struct{}{}, session.ParkDraft(ctx, d.Visit)
			}, func(_ struct{}, err error) {
				if err != nil {
					w.fail(err, nil)
				}
			})
		})
		return
	}
}

// resume takes a draft up again, in place of the present page.
func (w *Window) resume(visit uuid.UUID) {
	type taken struct {
		draft  store.Draft
		person record.Person
	}
	session := w.session
	ui.Load(w.opt.Context, func(ctx context.Context) (taken, error) {
		d, err := session.TakeDraft(ctx, visit)
		if err != nil {
			return taken{}, err
		}
		p, err := personOfDraft(ctx, session, d)
		return taken{d, p}, err
	}, func(t taken, err error) {
		if w.session != session {
			return
		}
		w.onTaken(t.draft, t.person, err)
	})
}

func (w *Window) onTaken(d store.Draft, known record.Person, err error) {
	if err != nil {
		w.fail(err, nil)
		return
	}
	v, err := resumed(w, d, known)
	if err != nil {
		w.fail(err, nil)
		return
	}
	w.show(v)
}

func personOfDraft(ctx context.Context, s *store.Session, d store.Draft) (record.Person, error) {
	id, err := uuid.Parse(d.Fields[draftPerson])
	if err != nil || id == uuid.Nil {
		return record.Person{}, nil // nobody was identified yet
	}
	p, err := s.Person(ctx, id)
	if err != nil && store.CodeOf(err) == store.NotFound {
		return record.Person{}, nil
	}
	return p, err
}

func draftName(d store.Draft) string {
	if d.Name == "" {
		return assets.Text("Draft.NoName")
	}
	return d.Name
}

func draftTime(d store.Draft) string { return d.Opened.In(civil.Shanghai).Format("01-02 15:04") }
