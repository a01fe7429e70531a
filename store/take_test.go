package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
	"ruhui/store/storetest/seed"
)

// town is two terminals of one district that have not heard of each other, with
// the marks a district would give to what they wrote.
type town struct {
	district *demo.District
	a, b     *store.Session
	events   []record.Marked
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{district: storetest.District(t, false)}
	w.a = storetest.SignIn(t, storetest.Open(t, &storetest.Terminal{District: w.district}))
	w.b = storetest.SignIn(t, storetest.Open(t, &storetest.Terminal{District: w.district, Number: 2}))
	w.work(t)
	for _, ses := range []*store.Session{w.a, w.b} {
		for _, m := range must[[]record.Marked](t)(ses.AllEvents(background)) {
			m.Mark.Provisional = false
			m.Mark.Effective += record.HLCOf(time.UnixMilli(700)) // received later than written
			w.events = append(w.events, m)
		}
	}
	return w
}

// work: the same person at two windows, an approval at each, a transfer, two
// files that turn out to be one person's, a visit recorded under a wrong number.
func (w *town) work(t *testing.T) {
	t.Helper()
	sitA, outA, _ := storetest.Visit(t, w.a, 0)
	sitB, outB, _ := storetest.Visit(t, w.b, 0)
	storetest.Approve(t, storetest.SignInAs(t, w.a.Store(), demo.UnionOfficer), sitA.Person, outA, "U103A")
	storetest.Approve(t, storetest.SignInAs(t, w.b.Store(), demo.UnionOfficer), sitB.Person, outB, "U103A")
	one, _, _ := storetest.Visit(t, w.a, 1)
	two, _, _ := storetest.Visit(t, w.a, 2)
	three, _, _ := storetest.Visit(t, w.b, 3)
	for _, f := range []struct {
		typ  string
		body any
	}{
		{"person.linked", record.Linked{Other: two.Person, Why: "换证"}},
		{"visit.moved", record.VisitMoved{Visit: one.Visit, To: three.Person, Why: "录错号码"}},
	} {
		if _, err := say(w.a, record.RoleWindowClerk, one.Person, f.typ, f.body); err != nil {
			t.Fatal(err)
		}
	}
	_, err := w.a.Record(background, record.RoleUnionClerk, uuid.Nil, func(tx *store.Tx) ([]record.Fact, error) {
		no, err := tx.CaseNo("ZJ")
		return []record.Fact{{File: record.File{Kind: record.KindPerson, ID: sitA.Person}, Type: "transfer.proposed",
			Body: record.TransferProposed{Transfer: tx.ID(), No: no, Kind: record.ToEnterprise, From: demo.UnionID("U103A"),
				To: demo.UnionID("U103C"), Why: "到电子公司上班", On: tx.Today()}}}, err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *town) ids() []uuid.UUID {
	var ids []uuid.UUID
	for i := range w.events {
		if id := w.events[i].Event.File.ID; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (w *town) state(t *testing.T, ses *store.Session) string {
	t.Helper()
	text := dump(t, ses)
	for _, id := range w.ids() {
		p := person(t, ses, id)
		text += asJSON(t, p) + "\n"
	}
	return text
}

func TestProperty_take_gives_one_state_in_any_order(t *testing.T) {
	w := newTown(t)
	replica := func(number int) *store.Session {
		return storetest.SignIn(t, storetest.Open(t, &storetest.Terminal{District: w.district, Number: number}))
	}
	straight := replica(10)
	if err := straight.Store().Take(background, w.events); err != nil {
		t.Fatal(err)
	}
	want := w.state(t, straight)
	first := seed.Of(t, 0)
	for n := range 12 {
		ses := replica(20 + n)
		rng := rand.New(rand.NewPCG(first+uint64(n), 20170907))
		shuffled := slices.Concat(w.events, w.events) // everything comes twice
		rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for batch := range slices.Chunk(shuffled, 1+rng.IntN(30)) {
			if err := ses.Store().Take(background, batch); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.state(t, ses); got != want {
			t.Fatalf("order %d: got\n%s\nwant\n%s", n, got, want)
		}
	}

	var marks []store.Given
	for i := range w.events {
		marks = append(marks, store.Given{Event: w.events[i].Event.ID, Mark: w.events[i].Mark})
	}
	for _, ses := range []*store.Session{w.a, w.b} { // those who wrote it come to the same
		s := ses.Store()
		if err := s.Take(background, w.events); err != nil {
			t.Fatal(err)
		}
		if err := s.TakeMarks(background, marks); err != nil {
			t.Fatal(err)
		}
		if got := w.state(t, ses); got != want {
			t.Errorf("terminal %d: got\n%s\nwant\n%s", s.Terminal().Number, got, want)
		}
		if v := verified(t, s); v.Err() != nil {
			t.Error(v.Err())
		}
		if err := ses.Rebuild(background); err != nil {
			t.Fatal(err)
		}
		if got := w.state(t, ses); got != want {
			t.Errorf("rebuilt: got\n%s\nwant\n%s", got, want)
		}
	}
}

func TestTake_of_what_is_known_changes_nothing(t *testing.T) {
	w := newTown(t)
	s := w.a.Store()
	for range 2 {
		if err := s.Take(background, w.events); err != nil {
			t.Fatal(err)
		}
	}
	if n := must[[]string](t)(s.Column(background, `SELECT count(*) FROM event e JOIN file f ON f.id = e.file
		JOIN word k ON k.id = f.kind WHERE k.text = 'person'`)); n[0] != fmt.Sprint(len(w.events)) {
		t.Errorf("%s events, want %d", n[0], len(w.events))
	}
	if n, err := s.Refused(background); n != 0 || err != nil {
		t.Errorf("%d refused, %v", n, err)
	}
}

func TestTake_keeps_beside_what_says_otherwise_under_a_known_id(t *testing.T) {
	w := newTown(t)
	s := w.b.Store()
	before := w.state(t, storetest.SignIn(t, func() *store.Store {
		if err := s.Take(background, w.events); err != nil {
			t.Fatal(err)
		}
		return s
	}()))
	forged := w.events[0]
	forged.Event.Body = []byte(`{}`)
	header := w.events[1]
	header.Event.Staff = uuid.New()
	for range 2 {
		if err := s.Take(background, []record.Marked{forged, header}); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.Refused(background); n != 2 || err != nil {
		t.Errorf("%d refused, %v; want 2", n, err)
	}
	if got := w.state(t, w.b); got != before {
		t.Error("the second changed what the first had said")
	}
}

func TestTakeMarks_moves_what_follows(t *testing.T) {
	_, s, ses := opened(t)
	sit, _, first := storetest.Visit(t, ses, 0)
	storetest.Visit(t, ses, 1)
	later := first.Events[len(first.Events)-1]
	far := record.HLCOf(later.At.Time().Add(time.Hour))
	if err := s.TakeMarks(background, []store.Given{{Event: later.ID, Mark: record.Mark{Effective: far, Allowed: true}}}); err != nil {
		t.Fatal(err)
	}
	events := must[[]record.Marked](t)(ses.AllEvents(background))
	slices.SortFunc(events, func(a, b record.Marked) int { return slices.Compare(a.Event.ID[:], b.Event.ID[:]) })
	for i := 1; i < len(events); i++ {
		if events[i].Mark.Effective <= events[i-1].Mark.Effective {
			t.Fatalf("event %d does not lie after its predecessor", i)
		}
		if want := events[i].Event.ID != later.ID; events[i].Mark.Provisional != want {
			t.Errorf("event %d provisional: %v", i, !want)
		}
	}
	next, err := say(ses, record.RoleWindowClerk, sit.Person, "person.changed", record.Details{
		Fields: map[record.Field]string{record.FieldMobile: "19900000055"}})
	if err != nil || next.Events[0].At <= far {
		t.Errorf("the clock did not take in the effective time: %v", err)
	}

	refusedMark := record.Mark{Effective: later.At, Allowed: false, Reason: record.NotAllowed}
	filed := first.Events[slices.IndexFunc(first.Events, func(e record.Event) bool { return e.Type == "residence.filed" })]
	if err := s.TakeMarks(background, []store.Given{{Event: filed.ID, Mark: refusedMark}}); err != nil {
		t.Fatal(err)
	}
	if p := person(t, ses, sit.Person); len(p.Cases) != 0 {
		t.Error("a case the district did not allow stands")
	}
	if hits := must[[]store.Hit](t)(ses.Find(background, storetest.VisitorN(0).Name)); len(hits) != 1 || hits[0].Listed == 0 || hits[0].Residence != "" {
		t.Errorf("the list says %+v", hits)
	}
	err = s.TakeMarks(background, []store.Given{{Event: uuid.New(), Mark: refusedMark}})
	wantKey(t, err, store.KeyReceiptUnknown)
}
