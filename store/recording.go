package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// maxAct is what one frame holds, in bytes: an act travels in one.
const maxAct = 256 << 10

// eventHeader is more than an event's JSON needs beside its body, in bytes.
const eventHeader = 700

// Recorded is an act that is safely on disk.
type Recorded struct {
	Act    uuid.UUID
	Events []record.Event
	// Listed is what did not take effect although it was recorded, because the
	// caller allowed it, and what took effect but is to be looked at.
	Listed []record.Listed
}

// Record saves the facts of one confirmation as one act: either all of them are
// on disk when it returns, or none is. build runs inside the transaction and
// says the facts, with numbers and dates of its [Tx]; it must not keep the Tx.
// The role must be one the person signed in holds; visit joins the acts of one
// sitting and is zero outside one.
//
// A fact that would not take effect refuses the whole act: Conflict with the
// fold's reason as key, Forbidden with NotAllowed or StaffDisabled; [Tx.Allow]
// lets it stand. Facts of a sensitive service case are sealed to its role as they
// are written; only whoever holds the role, or opens the case in this very act,
// may say any: Forbidden with ServiceRestricted. Other keys: NothingSaid, ActTooBig, UnknownType, NumbersUsedUp,
// SignedOut, DiskFull, DiskFault, ReadOnlyFolder. Errors of build come back
// as they are.
func (ses *Session) Record(ctx context.Context, role record.Role, visit uuid.UUID,
	build func(tx *Tx) ([]record.Fact, error)) (Recorded, error) {
	if err := ses.check(); err != nil {
		return Recorded{}, err
	}
	var done Recorded
	err := ses.store.write(ctx, func(w *writing) error {
		tx := &Tx{w: w, today: w.today(ses.Today())}
		w.reader.roles = ses.roleIdentities()
		facts, err := build(tx)
		if err != nil {
			return err
		}
		events, err := w.author(ses, role, visit, facts)
		if err != nil {
			return err
		}
		if err := w.append(events, &ses.staff); err != nil {
			return err
		}
		listed, err := w.settle(events, tx.allowed)
		if err != nil {
			return err
		}
		done = Recorded{Act: events[0].Event.Act, Events: make([]record.Event, len(events)), Listed: listed}
		for i := range events {
			done.Events[i] = events[i].Event
		}
		return nil
	})
	if err != nil {
		return Recorded{}, err
	}
	return done, nil
}

// author makes events of facts: who, when and where.
func (w *writing) author(ses *Session, role record.Role, visit uuid.UUID, facts []record.Fact) ([]record.Marked, error) {
	if len(facts) == 0 {
		return nil, fault(Invalid, KeyNothingSaid)
	}
	if role == "" {
		return nil, refused(record.NotAllowed)
	}
	events := make([]record.Marked, len(facts))
	var act uuid.UUID
	size := 0
	for i, f := range facts {
		body, plain, err := w.body(f)
		if err != nil {
			return nil, err
		}
		if f.File.ID == uuid.Nil || f.File.Kind == "" || !strings.Contains(f.Type, ".") {
			return nil, because(Invalid, KeyUnknownType, fmt.Errorf("fact %q of file %q", f.Type, f.File.Kind))
		}
		e := &events[i].Event
		*e = record.Event{At: w.tick(), Proven: w.self.proven, Origin: w.self.origin, Staff: ses.staff.ID, Role: role,
			Visit: visit, File: f.File, Type: f.Type, Version: max(f.Version, 1), Body: body}
		e.ID = idAt(e.At)
		w.reader.keep(e.ID, plain)
		rand.Read(e.Salt[:]) // never fails: it ends the program rather than give poor bytes
		if i == 0 {
			act = idAt(e.At)
		}
		e.Act = act
		if size += len(body) + eventHeader; size > maxAct {
			return nil, fault(Invalid, KeyActTooBig)
		}
	}
	return events, nil
}

// idAt makes a UUIDv7 of a clock reading: its milliseconds, then the counter in
// the place RFC 9562 gives to one, then 62 random bits. So ids follow the
// journal also when the machine's clock does not.
func idAt(at record.HLC) uuid.UUID {
	var id uuid.UUID
	rand.Read(id[8:])
	for i := range 6 {
		id[i] = byte(at >> (56 - 8*i))
	}
	id[6] = 0x70 | byte(at>>8)&0x0f
	id[7] = byte(at)
	id[8] = id[8]&0x3f | 0x80
	return id
}

// append writes own events to the journal, each with its provisional mark.
func (w *writing) append(events []record.Marked, by *record.Staff) error {
	var first, last int64
	for i := range events {
		e := &events[i].Event
		verdict, err := w.judge(e, by)
		if err != nil {
			return err
		}
		m := record.ProvisionalMark(e, w.self.last, verdict)
		events[i].Mark = m
		row, digest, err := w.addEvent(e, m)
		if err != nil {
			return err
		}
		if i == 0 {
			first = row
		}
		last = row
		w.self.hash = e.ChainHash(w.self.hash, digest)
		w.self.last = m.Effective
		w.hear(m.Effective)
		w.said(events[i])
	}
	return w.enter(first, last)
}

// enter puts the events of one act into the journal: their rows follow each
// other, because nothing else writes meanwhile and events are never deleted.
func (w *writing) enter(first, last int64) error {
	if _, err := w.exec(`INSERT INTO entry (place, event, hash) SELECT $1 + id - $2, id, CASE WHEN id = $3 THEN $4 END
		FROM event WHERE id BETWEEN $2 AND $3`, place(w.self.journal, w.self.head+1), first, last, w.self.hash[:]); err != nil {
		return err
	}
	w.self.head += last - first + 1
	return nil
}

// judge asks whether the author has the right. What a state adds to a right is
// only ever more unions to have it at, so it is folded only for those whom
// their roles alone do not allow the event.
func (w *writing) judge(e *record.Event, by *record.Staff) (record.Verdict, error) {
	at := max(e.At, e.Proven, w.self.last+record.Tick)
	verdict := record.Judge(e, at, by, w.opened.dir, nil)
	if verdict.Reason != record.NotAllowed || e.File.Kind != record.KindPerson {
		return verdict, nil
	}
	g, err := w.group(e.File.ID)
	if err != nil {
		return verdict, err
	}
	p, found := g.person(e.File.ID)
	if !found {
		return verdict, nil
	}
	return record.Judge(e, at, by, w.opened.dir, &p), nil
}

// settle folds every touched file, writes the projections, and refuses the act
// when one of its events came to nothing.
func (w *writing) settle(events []record.Marked, allowed map[record.Reason]bool) ([]record.Listed, error) {
	listings, err := w.project()
	if err != nil {
		return nil, err
	}
	ours := make(map[uuid.UUID]bool, len(events))
	for i := range events {
		ours[events[i].Event.ID] = true
	}
	var listed []record.Listed
	for _, l := range listings {
		for _, id := range l.Unread {
			if ours[id] {
				return nil, fault(Invalid, KeyUnknownType)
			}
		}
		for _, x := range l.Listed {
			if !ours[x.Event] {
				continue
			}
			if !x.Effect && x.ClosedBy == uuid.Nil && !allowed[x.Reason] {
				return nil, refused(x.Reason)
			}
			listed = append(listed, x)
		}
	}
	return listed, nil
}
