package window

import (
	"context"

	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/store"
	"ruhui/store/record"
)

// identify finds out who this is and goes on: the id takes some 40 ms of
// computing, the file a look into the store, both off this thread.
func (v *visit) identify(to int) {
	v.busy = true
	doc := v.sitting.Document
	ui.Load(v.ctx, func(ctx context.Context) (met, error) {
		return meet(ctx, v.w.session, doc)
	}, func(m met, err error) {
		v.busy = false
		if err != nil {
			v.w.fail(err, nil)
			return
		}
		if v.isAnother(m) {
			v.receive(m)
			to = 1
		}
		v.known = m.person
		v.prefill()
		v.goTo(v.firstBarred(1, to))
	})
}

// met is whom a document belongs to, with what is recorded of them.
type met struct {
	id     uuid.UUID
	person record.Person
	doc    record.Document
	named  bool // the document names somebody: its id is not random
}

func meet(ctx context.Context, s *store.Session, d record.Document) (met, error) {
	id, named, err := personOf(ctx, s, d)
	if err != nil {
		return met{}, err
	}
	m := met{id: id, doc: d, named: named}
	if m.person, err = s.Person(ctx, id); store.CodeOf(err) == store.NotFound {
		return met{id: id, doc: d, named: named}, nil
	}
	return m, err
}

// isAnother: without a document that names somebody each id is a new one, and
// the person stays the same as long as the document does.
func (v *visit) isAnother(m met) bool {
	if v.sitting.Person == uuid.Nil {
		return true
	}
	if !m.named && !v.named && m.doc == v.document {
		return false
	}
	return v.sitting.Person != m.id
}

// receive empties all steps behind the card, for another person.
func (v *visit) receive(m met) {
	v.begin()
	v.sitting.Person, v.known, v.document, v.named = m.id, m.person, m.doc, m.named
	v.pages = append(v.pages[:1], v.newPages()...)
	v.steps.Restart()
}

// prefill shows what is known of the person, save what the card says or was
// typed in its place: that is news, and counts. It is done whenever the card's
// step is left, since something may have been typed or emptied there.
func (v *visit) prefill() {
	for f, value := range v.known.ForWindow() {
		_, read := v.sitting.Read[f]
		_, shown := v.sitting.Prefilled[f]
		switch {
		case read:
			delete(v.sitting.Prefilled, f)
			delete(v.values, f)
		case !shown:
			v.sitting.Prefilled[f] = value
			v.values[f] = value
		}
	}
}
