package simulate

import (
	"math/rand/v2"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// The world's people are few, so that several windows meet the same ones.
const people = 6

// said is what somebody at a terminal was told is saved.
type said struct {
	terminal *terminal
	events   []uuid.UUID
	types    []string
	numbers  []string
}

// act lets whoever is signed in do what they might do now. It gives nil when
// there is nothing to do or the program refused: then nothing was promised.
func (t *terminal) act(w *World) *said {
	switch {
	case t.login == demo.Login || t.login == demo.QixingClerk:
		switch w.rng.IntN(8) {
		case 0, 1, 2:
			return t.propose(w)
		case 3:
			return t.link(w)
		}
		return t.receiveVisitor(w)
	default:
		return t.decide(w)
	}
}

// receiveVisitor: somebody comes to the window.
func (t *terminal) receiveVisitor(w *World) *said {
	visitor := storetest.VisitorN(w.rng.IntN(people))
	s := storetest.Sitting(w.tb, t.session, visitor)
	s.Union.Union = demo.UnionID(pick(w.rng, "U103A", "U103C", "U015A"))
	s.Typed[record.FieldAddress] = pick(w.rng, "样例路3号", "样例路5号", "测试街7号")
	if w.rng.IntN(4) == 0 {
		s.Union.Offer = record.Declined
	}
	out, done, err := storetest.Save(t.session, s)
	if err != nil {
		t.refused(w, err)
		return nil
	}
	w.meet(s.Person)
	return t.saved(done, out.CaseNo, out.JoinNo)
}

// propose: a member asks at the window to be taken along to another union.
func (t *terminal) propose(w *World) *said {
	p, ok := t.somebody(w, func(p *record.Person) bool { return p.Member() != nil })
	if !ok {
		return nil
	}
	m := p.Member()
	to := demo.UnionID(pick(w.rng, "U103A", "U103C", "U015A"))
	return t.record(w, record.RoleUnionClerk, p.IDs[0], func(tx *store.Tx) (string, any, string, error) {
		no, err := tx.CaseNo("ZJ")
		return "transfer.proposed", record.TransferProposed{Transfer: tx.ID(), No: no, Kind: record.ToJoint, From: m.Holding, To: to,
			Why: "换工作", On: tx.Today()}, no, err
	})
}

// link: somebody turns out to have two files here, or two people turn out to
// have been taken for one.
func (t *terminal) link(w *World) *said {
	known := func(p *record.Person) bool { return true }
	a, ok := t.somebody(w, known)
	b, both := t.somebody(w, known)
	if !ok || !both {
		return nil
	}
	verb := "person.linked"
	if len(a.IDs) > 1 {
		verb, b.IDs[0] = "person.unlinked", a.IDs[1]
	}
	if a.IDs[0] == b.IDs[0] {
		return nil
	}
	return t.record(w, record.RoleWindowClerk, a.IDs[0], func(*store.Tx) (string, any, string, error) {
		return verb, record.Linked{Other: b.IDs[0], Why: "换领新证"}, "", nil
	})
}

// decide: a base union's officer deals with what lies before them.
func (t *terminal) decide(w *World) *said {
	p, ok := t.somebody(w, func(p *record.Person) bool { return t.todo(p) != "" })
	if !ok {
		return nil
	}
	what, why := t.todo(&p), "材料不一致"
	return t.record(w, record.RoleBaseUnion, p.IDs[0], func(tx *store.Tx) (string, any, string, error) {
		switch what {
		case "apply":
			m := p.Applicant()
			if w.rng.IntN(5) == 0 {
				return "membership.refused", record.MembershipSaid{Membership: m.ID, On: tx.Today(), Why: why}, "", nil
			}
			no, err := tx.MemberNo()
			return "membership.approved", record.MembershipApproved{Membership: m.ID, Union: t.union, On: tx.Today(),
				Meeting: "2026-9", MemberNo: no}, no, err
		case "release":
			return "transfer.released", record.TransferSaid{Transfer: open(&p).ID, On: tx.Today()}, "", nil
		case "cancel":
			return "transfer.cancelled", record.TransferSaid{Transfer: open(&p).ID, On: tx.Today(), Why: why}, "", nil
		case "return":
			return "transfer.returned", record.TransferSaid{Transfer: open(&p).ID, On: tx.Today(), Code: record.DetailsDiffer, Why: why}, "", nil
		}
		return "transfer.received", record.TransferSaid{Transfer: open(&p).ID, On: tx.Today()}, "", nil
	})
}

// todo is what the officer of this office could do about a person.
func (t *terminal) todo(p *record.Person) string {
	if m := p.Applicant(); m != nil && m.Target == t.union {
		return "apply"
	}
	x := open(p)
	switch {
	case x == nil:
		return ""
	case x.State == record.Proposed && x.From == t.union:
		return "release"
	case x.State == record.Released && x.To == t.union:
		if p.IDs[0][15]%4 == 0 {
			return "return"
		}
		return "receive"
	case x.State == record.Released && x.From == t.union && p.IDs[0][15]%4 == 1:
		return "cancel"
	}
	return ""
}

func open(p *record.Person) *record.Transfer {
	for i := range p.Transfers {
		if s := p.Transfers[i].State; s == record.Proposed || s == record.Released {
			return &p.Transfers[i]
		}
	}
	return nil
}

// somebody is a person known here of whom is says so.
func (t *terminal) somebody(w *World, is func(*record.Person) bool) (record.Person, bool) {
	var found []record.Person
	for _, id := range w.met {
		if p, err := t.session.Person(w.ctx, id); err == nil && is(&p) {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return record.Person{}, false
	}
	return found[w.rng.IntN(len(found))], true
}

func (t *terminal) record(w *World, role record.Role, person uuid.UUID,
	say func(*store.Tx) (verb string, body any, no string, err error)) *said {
	var no string
	done, err := t.session.Record(w.ctx, role, uuid.Nil, func(tx *store.Tx) ([]record.Fact, error) {
		verb, body, number, err := say(tx)
		no = number
		return []record.Fact{{File: record.File{Kind: record.KindPerson, ID: person}, Type: verb, Body: body}}, err
	})
	if err != nil {
		t.refused(w, err)
		return nil
	}
	return t.saved(done, no)
}

// refused: a rule may refuse, a broken program may not.
func (t *terminal) refused(w *World, err error) {
	if c := store.CodeOf(err); c == store.Internal || c == store.Unavailable {
		w.tb.Fatalf("%s could not save: %v", t.name, err)
	}
}

func (t *terminal) saved(done store.Recorded, numbers ...string) *said {
	s := &said{terminal: t}
	for i := range done.Events {
		s.events = append(s.events, done.Events[i].ID)
		s.types = append(s.types, done.Events[i].Type)
	}
	for _, no := range numbers {
		if no != "" {
			s.numbers = append(s.numbers, no)
		}
	}
	return s
}

func pick[T any](rng *rand.Rand, of ...T) T { return of[rng.IntN(len(of))] }
