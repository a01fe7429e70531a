package record

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store/storetest/seed"
)

// tale writes random histories of a few persons: sensible and senseless facts,
// links, unlinks, moved visits, upheld and set aside events, from several
// desks with wrong clocks. Ids come from small pools so that facts meet.
type tale struct {
	w                     *world
	files, visits, unions []uuid.UUID
	cases, members, moves []uuid.UUID
	slips                 []string
}

func newTale(t testing.TB, seed uint64) *tale {
	w := newWorld(t, seed, 0, -time.Hour*30, 11*time.Minute)
	pool := func(n int) []uuid.UUID {
		ids := make([]uuid.UUID, n)
		for i := range ids {
			ids[i] = w.id()
		}
		return ids
	}
	return &tale{w: w, files: pool(4), visits: pool(4), unions: pool(3), cases: pool(3),
		members: pool(3), moves: pool(3), slips: []string{"aaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbb"}}
}

func pick[T any](x *tale, from []T) T { return from[x.w.rng.IntN(len(from))] }

// tell writes n facts and has the desks meet the district now and then.
func (x *tale) tell(n int) []Marked {
	verdict := func(*Event) Verdict {
		switch x.w.rng.IntN(10) {
		case 0:
			return Verdict{Allowed: false, Reason: StaffDisabled}
		case 1:
			return Verdict{Allowed: true, Reason: StaffDisabled}
		}
		return Verdict{Allowed: true}
	}
	for range n {
		x.w.pass(time.Duration(x.w.rng.IntN(5000)) * time.Millisecond)
		d := pick(x, x.w.desks)
		if x.w.rng.IntN(6) == 0 {
			d.meet(verdict)
		}
		typ, body := x.fact(d)
		d.write(File{KindPerson, pick(x, x.files)}, pick(x, x.visits), typ, body, Verdict{Allowed: true})
	}
	for _, d := range x.w.desks {
		d.meet(verdict)
	}
	return x.w.marked
}

func (x *tale) fact(d *desk) (string, any) {
	on := day("2026-09-14").AddDays(x.w.rng.IntN(40))
	switch x.w.rng.IntN(24) {
	case 0:
		names := []string{"张试样", "测试甲", "张试样"}
		return "person.registered", Registered{Document: Document{Type: "id_card", Number: "511399199001010017"},
			Source: Typed, Fields: map[Field]string{FieldName: pick(x, names), FieldBirth: "1990-01-01"}}
	case 1:
		return "person.changed", Details{map[Field]string{pick(x, []Field{FieldMobile, FieldAddress, FieldMarital}): fmt.Sprint(x.w.rng.IntN(5))}}
	case 2:
		return "person.linked", Linked{Other: pick(x, x.files)}
	case 3:
		return "person.unlinked", Linked{Other: pick(x, x.files)}
	case 4:
		return "visit.moved", VisitMoved{Visit: pick(x, x.visits), To: pick(x, x.files)}
	case 5:
		return "visit.opened", VisitOpened{Channel: AtWindow, Opened: x.w.now}
	case 6:
		return "residence.filed", Filed{Case: pick(x, x.cases), No: "JZ", Type: Register, On: on}
	case 7:
		return "residence.accepted", CaseAccepted{Case: pick(x, x.cases), No: "JZ", On: on, PromisedOn: on.AddDays(15)}
	case 8:
		return pick(x, []string{"residence.review_started", "residence.approved", "residence.completed"}),
			Decided{Case: pick(x, x.cases), On: on, Reference: "P1", Result: &Result{RegisteredOn: on}}
	case 9, 10:
		return "consent.given", ConsentSaid{Scope: UnionJoin, Text: "1", On: on}
	case 11:
		return "consent.withdrawn", ConsentWithdrawn{Scope: UnionJoin, On: on}
	case 12, 13:
		return "membership.applied", Applied{Membership: pick(x, x.members), No: "RH", Union: x.unions[0], On: on}
	case 14, 15:
		return "membership.approved", MembershipApproved{Membership: pick(x, x.members), Union: x.unions[0], On: on, MemberNo: "M"}
	case 16:
		return pick(x, []string{"membership.retained", "membership.restored", "membership.exited", "membership.refused"}),
			MembershipSaid{Membership: pick(x, x.members), On: on, Why: "x"}
	case 17, 18:
		return "transfer.proposed", TransferProposed{Transfer: pick(x, x.moves), No: "ZJ", Kind: ToCommunity,
			From: pick(x, x.unions), To: pick(x, x.unions), Why: "x", On: on}
	case 19, 20:
		return pick(x, []string{"transfer.released", "transfer.received", "transfer.returned", "transfer.cancelled"}),
			TransferSaid{Transfer: pick(x, x.moves), On: on, Code: NotEmployedHere, MemberNo: "M"}
	case 21:
		return "slip.issued", SlipIssued{Token: pick(x, x.slips), Numbers: []string{"JZ"}, On: on}
	case 22:
		return "person.foretold", nil // of a newer program
	}
	if len(d.known) == 0 {
		return "event.upheld", Settled{Event: x.w.id()}
	}
	e := pick(x, d.known).Event
	side := SideOf(&e)
	if x.w.rng.IntN(8) == 0 {
		side = SideUnion
	}
	return pick(x, []string{"event.upheld", "event.upheld", "event.set_aside"}), Settled{Event: e.ID, Side: side}
}

func digest(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// replica holds events and marks as they come, in any order, any number of
// times, and folds what has a mark.
type replica struct {
	events map[uuid.UUID]Event
	marks  map[uuid.UUID]Mark
}

func (r *replica) fold() []Person {
	var marked []Marked
	for id, e := range r.events { // map order: another permutation each time
		if m, known := r.marks[id]; known {
			marked = append(marked, Marked{e, m})
		}
	}
	return FoldPersons(marked)
}

func (r *replica) hear(m Mark, id uuid.UUID) {
	if old, known := r.marks[id]; known {
		m = old.Merge(m)
	}
	r.marks[id] = m
}

// Any permutation, with repetitions, of a set of events and marks, the marks
// arriving apart, gives the same state; links, unlinks and moved visits too.
func TestProperty_any_order_gives_the_same_state(t *testing.T) {
	orders := 0
	first := seed.Of(t, 0)
	for n := range uint64(60) {
		seed := first + n
		x := newTale(t, seed)
		told := x.tell(150)
		want := digest(t, FoldPersons(told))
		for range 20 {
			r := &replica{map[uuid.UUID]Event{}, map[uuid.UUID]Mark{}}
			type parcel struct{ event, mark, provisional int }
			var post []parcel
			for i := range told {
				post = append(post, parcel{i, -1, -1}, parcel{-1, i, -1}, parcel{-1, -1, i}, parcel{i, i, -1})
			}
			x.w.rng.Shuffle(len(post), func(i, j int) { post[i], post[j] = post[j], post[i] })
			for n, p := range post {
				if p.event >= 0 {
					r.events[told[p.event].Event.ID] = told[p.event].Event
				}
				if p.mark >= 0 {
					r.hear(told[p.mark].Mark, told[p.mark].Event.ID)
				}
				if p.provisional >= 0 {
					e := told[p.provisional].Event
					r.hear(ProvisionalMark(&e, 0, Verdict{Allowed: true}), e.ID)
				}
				if n == len(post)/2 {
					r.fold() // half the news: must do, whatever is missing
				}
			}
			if got := digest(t, r.fold()); got != want {
				t.Fatalf("seed %d: another order gives another state: %s", seed, apart(got, want))
			}
			orders++
		}
	}
	t.Logf("%d permutations of 150 events", orders)
}

// A replica that is given the union's side only folds that side alike.
func TestProperty_one_side_folds_alike(t *testing.T) {
	first := seed.Of(t, 0)
	for n := range uint64(120) {
		seed := first + n
		told := newTale(t, seed).tell(150)
		for _, side := range []Side{SideUnion, SideResidence} {
			part := slices.DeleteFunc(slices.Clone(told), func(m Marked) bool {
				s := SideOf(&m.Event)
				return s != side && s != SideDetails
			})
			want, got := digest(t, half(FoldPersons(told), side)), digest(t, half(FoldPersons(part), side))
			if got != want {
				t.Fatalf("seed %d, %s alone: %s", seed, side, apart(got, want))
			}
		}
	}
}

// half leaves of each person what the side is about.
func half(persons []Person, side Side) []Person {
	var out []Person
	for _, p := range persons {
		p.IDs = nil // a file without events of this side is not known to it
		fields := map[Field]string{}
		for f, v := range p.Fields {
			if s := f.Side(); s == side || s == SideDetails {
				fields[f] = v
			}
		}
		p.Fields, p.History, p.Unread = fields, nil, nil
		p.Listed = slices.DeleteFunc(slices.Clone(p.Listed), func(l Listed) bool { return l.Side != side && l.Side != SideDetails })
		if side == SideUnion {
			p.Visits, p.Slips, p.Cases, p.Reminders = nil, nil, nil, nil
		} else {
			p.Members, p.Transfers = nil, nil
		}
		consents := map[Scope]Consent{}
		for scope, c := range p.Consents {
			if (scope == UnionJoin) == (side == SideUnion) {
				consents[scope] = c
			}
		}
		p.Consents = consents
		if len(p.Fields)+len(p.Documents)+len(p.Links)+len(p.Members)+len(p.Transfers)+len(p.Cases)+len(p.Visits)+len(p.Slips)+len(p.Listed) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// apart shows where two long texts part.
func apart(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	from := max(0, i-200)
	return fmt.Sprintf("\n got …%s\nwant …%s", a[from:min(len(a), i+300)], b[from:min(len(b), i+300)])
}
