package record

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
)

// world plays terminals with wrong clocks and the district that marks what
// they write.
type world struct {
	tb       testing.TB
	rng      *rand.Rand
	now      time.Time
	district HLC
	desks    []*desk
	marked   []Marked // with the district's marks
}

// desk is one terminal: its clock's error, what it has written and heard.
type desk struct {
	w           *world
	id          uuid.UUID
	clock       time.Duration // how far its clock is off
	hlc, proven HLC
	last        HLC // effective time of its latest event, as far as it knows
	marked      HLC // effective time of its latest event, as the district knows it
	waiting     []Event
	known       []Marked
}

func newWorld(tb testing.TB, seed uint64, clocks ...time.Duration) *world {
	w := &world{tb: tb, rng: rand.New(rand.NewPCG(seed, 20170907)),
		now: time.Date(2026, 9, 14, 1, 0, 0, 0, time.UTC)}
	w.district = HLCOf(w.now)
	for _, c := range clocks {
		w.desks = append(w.desks, &desk{w: w, id: w.id(), clock: c, proven: w.district})
	}
	return w
}

// id makes a UUID from the seed, so that a failing seed replays exactly.
func (w *world) id() uuid.UUID {
	var id uuid.UUID
	for i := range id {
		id[i] = byte(w.rng.Uint32())
	}
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return id
}

func (w *world) pass(d time.Duration) { w.now = w.now.Add(d) }

// write records one fact at a desk with its provisional mark.
func (d *desk) write(file File, visit uuid.UUID, typ string, body any, verdict Verdict) Event {
	raw, err := json.Marshal(body)
	if err != nil {
		d.w.tb.Fatal(err)
	}
	d.hlc = d.hlc.Next(d.w.now.Add(d.clock))
	e := Event{ID: d.w.id(), At: d.hlc, Proven: d.proven, Origin: Origin{Terminal: d.id},
		Role: RoleWindowClerk, Act: d.w.id(), Visit: visit, File: file, Type: typ, Version: 1, Body: raw}
	m := ProvisionalMark(&e, d.last, verdict)
	d.last = m.Effective
	d.waiting = append(d.waiting, e)
	d.known = append(d.known, Marked{e, m})
	return e
}

// meet is one exchange: the district marks what waits, the desk hears of all.
func (d *desk) meet(verdict func(*Event) Verdict) {
	w := d.w
	for _, e := range d.waiting {
		w.district = w.district.Next(w.now)
		v := verdict(&e)
		m := Mark{Effective: EffectiveTime(e.At, e.Proven, d.clock.Milliseconds(), w.district, d.marked),
			Allowed: v.Allowed, Reason: v.Reason}
		d.marked = m.Effective
		w.district = max(w.district, m.Effective)
		w.marked = append(w.marked, Marked{e, m})
	}
	d.waiting = nil
	d.last = max(d.last, d.marked)
	d.known = append(d.known[:0:0], w.marked...)
	for _, m := range w.marked {
		d.hlc = max(d.hlc, m.Mark.Effective)
	}
	w.district = w.district.Next(w.now)
	d.proven = w.district
}

func always(*Event) Verdict { return Verdict{Allowed: true} }

// story is one person at one honest desk, for tests that tell a story.
type story struct {
	*desk
	file  File
	visit uuid.UUID
}

func newStory(tb testing.TB) *story {
	w := newWorld(tb, 1, 0)
	return &story{desk: w.desks[0], file: File{KindPerson, w.id()}, visit: w.id()}
}

// say records a fact as allowed and lets a minute pass.
func (s *story) say(typ string, body any) Event {
	s.w.pass(time.Minute)
	return s.write(s.file, s.visit, typ, body, Verdict{Allowed: true})
}

func (s *story) person() Person {
	s.w.tb.Helper()
	persons := FoldPersons(s.known)
	if len(persons) != 1 {
		s.w.tb.Fatalf("got %d persons, want 1", len(persons))
	}
	return persons[0]
}

// listed fails unless exactly this reason is listed last.
func (s *story) listed(want Reason) {
	s.w.tb.Helper()
	l := s.person().Listed
	if len(l) == 0 || l[len(l)-1].Reason != want {
		s.w.tb.Fatalf("listed %v, want %s last", reasons(l), want)
	}
}

func (s *story) unlisted() {
	s.w.tb.Helper()
	if l := s.person().Listed; len(l) != 0 {
		s.w.tb.Fatalf("listed %v, want nothing", reasons(l))
	}
}

func reasons(l []Listed) []Reason {
	var r []Reason
	for _, x := range l {
		r = append(r, x.Reason)
	}
	return r
}

func day(text string) civil.Date {
	d, err := civil.Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

// registered says who 张试样, the invented newcomer, is.
func (s *story) registered() {
	s.say("person.registered", Registered{
		Document: Document{Type: ident.DocIDCard, Number: "511399199001010017", ValidFrom: day("2020-01-01"), ValidTo: day("2040-01-01")},
		Source:   FromReader,
		Fields: map[Field]string{FieldName: "张试样", FieldSex: "1", FieldEthnic: "01",
			FieldBirth: "1990-01-01", FieldHukouAddress: "四川省南充市样例区试验路1号"},
	})
}

func (s *story) consents(scope Scope) {
	s.say("consent.given", ConsentSaid{Scope: scope, Text: "2026-1", On: day("2026-09-14")})
}

// applied registers, consents and applies; it gives the membership's id.
func (s *story) applied(union uuid.UUID) uuid.UUID {
	id := s.w.id()
	s.consents(UnionJoin)
	s.say("membership.applied", Applied{Membership: id, No: "RH1", Union: union, On: day("2026-09-14")})
	return id
}

// joined makes a member of the union.
func (s *story) joined(union uuid.UUID) uuid.UUID {
	id := s.applied(union)
	s.say("membership.approved", MembershipApproved{Membership: id, Union: union, On: day("2026-09-20"), MemberNo: "M1"})
	return id
}
