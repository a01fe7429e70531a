package window

import (
	"context"
	"log/slog"

	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/store"
	"ruhui/store/record"
)

// What is recorded of a visit after it was saved: that its slip was printed, and
// that it has ended. Each is an act of its own, of the same visit.

// finish records that a saved visit has ended, once, and then calls then, which
// may be nil. A visit that cannot be ended on paper has ended all the same:
// nobody is held for it.
func (v *visit) finish(then func()) {
	if !v.saved || v.ended {
		call(then)
		return
	}
	v.ended = true
	v.later("visit.closed", record.VisitClosed{Closed: v.keeper.session.Now()}, then)
}

// printed records that the slip was handed out.
func (v *visit) printed() {
	v.prints++
	v.later("slip.printed", record.SlipPrinted{Token: v.outcome.Token}, nil)
}

// later records something of the visit beside the clerk's work, also when its
// page is left.
func (v *visit) later(verb string, body any, then func()) {
	session, role := v.keeper.session, v.w.role()
	file, visit := record.File{Kind: record.KindPerson, ID: v.sitting.Person}, v.sitting.Visit
	ui.Load(v.w.opt.Context, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, say(ctx, session, role, visit, record.Fact{File: file, Type: verb, Version: 1, Body: body})
	}, func(_ struct{}, err error) {
		if err != nil {
			slog.Error("record what came after a visit", "type", verb, "error", err)
		}
		if v.w.session == session {
			v.w.showStatus()
		}
		call(then)
	})
}

// say records one fact as an act.
func say(ctx context.Context, s *store.Session, role record.Role, visit uuid.UUID, f record.Fact) error {
	_, err := s.Record(ctx, role, visit, func(*store.Tx) ([]record.Fact, error) { return []record.Fact{f}, nil })
	return err
}

// finish ends the visit of the page, if it is one, and then calls then.
func (w *Window) finish(then func()) {
	if v, is := w.now.(*visit); is {
		v.finish(then)
		return
	}
	call(then)
}

func call(f func()) {
	if f != nil {
		f()
	}
}
