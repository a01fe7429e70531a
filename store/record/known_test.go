package record

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

// Whatever a newer program may say is kept unread, once, and changes nothing,
// also in the guise of what links files or settles events.
func TestUnknown_versions_are_kept_unread(t *testing.T) {
	s := newStory(t)
	s.registered()
	refused := s.write(s.file, s.visit, "person.changed", Details{map[Field]string{FieldMobile: "19900000001"}},
		Verdict{Allowed: false, Reason: NotAllowed})
	before := digest(t, s.person())
	other := s.w.id()
	var unread []uuid.UUID
	for _, f := range []struct {
		typ  string
		body any
	}{
		{"person.registered", Registered{Source: Typed, Fields: map[Field]string{FieldName: "测试甲"}}},
		{"person.linked", Linked{Other: other}},
		{"person.unlinked", Linked{Other: other}},
		{"visit.moved", VisitMoved{Visit: s.visit, To: other}},
		{"event.upheld", Settled{Event: refused.ID, Side: SideDetails}},
		{"event.set_aside", Settled{Event: refused.ID, Side: SideDetails}},
		{"person.foretold", nil},
	} {
		e := s.write(s.file, s.visit, f.typ, f.body, Verdict{Allowed: true})
		e.Version = 2
		s.known[len(s.known)-1].Event.Version = 2
		unread = append(unread, e.ID)
		if _, two := Also(&e); two {
			t.Errorf("%s of version 2 names a second file", f.typ)
		}
		if Knows(KindPerson, f.typ, 2) {
			t.Errorf("says it knows %s of version 2", f.typ)
		}
	}
	upheld := s.write(s.file, s.visit, "event.upheld", Settled{Event: unread[0], Side: SideResidence}, Verdict{Allowed: true})
	p := s.person()
	for _, id := range unread {
		if n := len(slices.DeleteFunc(slices.Clone(p.Unread), func(u uuid.UUID) bool { return u != id })); n != 1 {
			t.Errorf("an event is unread %d times", n)
		}
	}
	p.Unread = nil
	p.Listed = slices.DeleteFunc(p.Listed, func(l Listed) bool { return l.Event == upheld.ID })
	if got := digest(t, p); got != before {
		t.Errorf("something changed: %s", apart(got, before))
	}
}

// Knows agrees with the fold: of every kind, what it knows is read.
func TestKnows_is_what_is_folded(t *testing.T) {
	for _, c := range []struct {
		kind  Kind
		typ   string
		knows bool
	}{
		{KindPerson, "person.registered", true}, {KindPerson, "event.upheld", true}, {KindPerson, "union.recorded", false},
		{KindService, "service.opened", true}, {KindUnion, "union.recorded", true}, {KindEmployer, "employer.recorded", true},
		{KindCommunity, "community.recorded", true}, {KindCodes, "codes.recorded", true}, {KindStaff, "staff.appointed", true},
		{KindCentre, "centre.recorded", true}, {"job", "job.posted", false}, {"job", "event.upheld", false}, {"", "", false},
	} {
		if got := Knows(c.kind, c.typ, 1); got != c.knows {
			t.Errorf("%s in a file of kind %q: %v", c.typ, c.kind, got)
		}
		if Knows(c.kind, c.typ, 2) || Knows(c.kind, c.typ, 0) {
			t.Errorf("%s of another version is known", c.typ)
		}
	}
}
