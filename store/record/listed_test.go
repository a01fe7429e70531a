package record

import (
	"testing"

	"github.com/google/uuid"
)

func TestListed(t *testing.T) {
	// A decision of somebody without the right, as the district marks it.
	notAllowed := func(s *story, typ string, body any) Event {
		s.w.pass(1e9)
		return s.write(s.file, s.visit, typ, body, Verdict{Reason: NotAllowed})
	}
	t.Run("upheld_takes_effect_at_the_later_time", func(t *testing.T) {
		s := newStory(t)
		union := s.w.id()
		s.registered()
		id := s.applied(union)
		e := notAllowed(s, "membership.approved", MembershipApproved{Membership: id, Union: union, On: day("2026-09-20"), MemberNo: "M1"})
		if p := s.person(); p.Member() != nil || len(p.Open()) != 1 {
			t.Fatalf("member %+v, open %d", p.Member(), len(p.Open()))
		}
		u := s.say("event.upheld", Settled{Event: e.ID, Side: SideUnion})
		p := s.person()
		if p.Member() == nil || len(p.Open()) != 0 || p.Listed[0].ClosedBy != u.ID {
			t.Fatalf("member %+v, listed %+v", p.Member(), p.Listed)
		}
		if got, want := p.Members[0].Steps[1].At, s.known[len(s.known)-1].Mark.Effective; got != want {
			t.Errorf("takes effect at %d, want the upholding event's %d", got, want)
		}
	})
	t.Run("set_aside_closes_it", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		e := notAllowed(s, "person.changed", Details{map[Field]string{FieldMobile: "19900000001"}})
		s.say("event.set_aside", Settled{Event: e.ID, Side: SideDetails})
		p := s.person()
		if len(p.Open()) != 0 || p.Text(FieldMobile) != "" || p.Listed[0].Outcome != "set_aside" {
			t.Fatalf("listed %+v", p.Listed)
		}
		s.say("event.upheld", Settled{Event: e.ID, Side: SideDetails})
		s.listed(NothingToUphold)
	})
	t.Run("a_link_upheld_joins", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		other := s.w.id()
		e := notAllowed(s, "person.linked", Linked{Other: other})
		if n := len(FoldPersons(s.known)); n != 2 {
			t.Fatalf("%d persons, want 2", n)
		}
		s.say("event.upheld", Settled{Event: e.ID, Side: SideDetails})
		if p := s.person(); len(p.IDs) != 2 {
			t.Errorf("ids %v", p.IDs)
		}
	})
	t.Run("allowed_and_listed", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		s.write(s.file, s.visit, "person.changed", Details{map[Field]string{FieldMobile: "19900000001"}}, Verdict{true, StaffDisabled})
		p := s.person()
		if p.Text(FieldMobile) != "19900000001" || !p.Listed[0].Effect || p.Listed[0].Reason != StaffDisabled {
			t.Errorf("listed %+v", p.Listed)
		}
	})
	t.Run("unknown_types_and_versions_are_kept_unread", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		e := s.say("person.foretold", nil)
		s.known[0].Event.Version = 9
		p := s.person()
		if len(p.Unread) != 2 || p.Unread[1] != e.ID || len(p.Listed) != 0 {
			t.Errorf("unread %v, listed %v", p.Unread, p.Listed)
		}
	})
}

func TestVisitMoved(t *testing.T) {
	s := newStory(t)
	wrong, right := s.file, File{KindPerson, s.w.id()}
	s.registered()
	s.filed(Register)
	typo := s.visit
	s.file = right
	s.visit = s.w.id()
	s.registered()
	s.file = wrong
	s.say("visit.moved", VisitMoved{Visit: typo, To: right.ID, Why: "号码录入错误"})
	find := func() (mine, theirs *Person) {
		persons := FoldPersons(s.known)
		for i := range persons {
			switch persons[i].IDs[0] {
			case wrong.ID:
				theirs = &persons[i]
			case right.ID:
				mine = &persons[i]
			}
		}
		return mine, theirs
	}
	mine, theirs := find()
	if len(mine.Cases) != 1 || len(theirs.Cases) != 0 || theirs.Text(FieldName) != "" {
		t.Fatalf("cases %d and %d", len(mine.Cases), len(theirs.Cases))
	}
	s.say("visit.moved", VisitMoved{Visit: typo, To: s.w.id(), Why: "另一处同时更正"})
	if _, theirs = find(); theirs.Listed[0].Reason != VisitElsewhere {
		t.Errorf("listed %v, want the earlier move to stand", reasons(theirs.Listed))
	}
	s.file = right
	s.say("visit.moved", VisitMoved{Visit: typo, To: wrong.ID, Why: "恢复"})
	mine, theirs = find()
	if len(mine.Cases) != 0 || len(theirs.Cases) != 1 {
		t.Errorf("after moving back: cases %d and %d", len(mine.Cases), len(theirs.Cases))
	}
}

func TestIdentity_disputed_until_somebody_looked(t *testing.T) {
	s := newStory(t)
	s.registered()
	s.say("person.registered", Registered{Document: Document{Type: "id_card", Number: "511399199001010017"}, Source: Typed,
		Fields: map[Field]string{FieldName: "测试乙", FieldBirth: "1990-01-01"}})
	p := s.person()
	if !p.Identity.Disputed() || len(p.Identity.Claims) != 2 {
		t.Fatalf("identity %+v", p.Identity)
	}
	if h := p.History[FieldName]; len(h) != 2 || h[0].Value != "张试样" || p.Text(FieldName) != "测试乙" {
		t.Errorf("history %+v", h)
	}
	s.say("person.identity_confirmed", IdentityConfirmed{Name: "张试样", Why: "核对证件原件"})
	p = s.person()
	if p.Identity.Disputed() || p.Text(FieldName) != "张试样" {
		t.Errorf("identity %+v, name %s", p.Identity, p.Text(FieldName))
	}
}

// What nobody touched is not written, so a stale form never overwrites news.
func TestChanged_leaves_out_what_nobody_touched(t *testing.T) {
	w := newWorld(t, 5, 0, 0)
	file := File{KindPerson, w.id()}
	first, second := &story{desk: w.desks[0], file: file}, &story{desk: w.desks[1], file: file}
	first.registered()
	first.say("person.changed", Details{map[Field]string{FieldMobile: "19900000001", FieldAddress: "样例路1号"}})
	first.meet(always)
	second.meet(always)
	stale := first.person().Fields // the form is filled, then the other desk brings news
	second.say("person.changed", Details{map[Field]string{FieldMobile: "19900000002"}})
	typed := map[Field]string{}
	for f, v := range stale {
		typed[f] = v
	}
	typed[FieldAddress] = "样例路3号"
	changed := Changed(stale, typed)
	if len(changed) != 1 {
		t.Fatalf("changed %v, want the address alone", changed)
	}
	first.say("person.changed", Details{changed})
	second.meet(always)
	first.meet(always)
	p := first.person()
	if p.Text(FieldMobile) != "19900000002" || p.Text(FieldAddress) != "样例路3号" {
		t.Errorf("mobile and address %q %q", p.Text(FieldMobile), p.Text(FieldAddress))
	}
}

func TestConsent(t *testing.T) {
	t.Run("each_scope_apart_and_none_preset", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		s.consents(UnionJoin)
		p := s.person()
		for _, scope := range []Scope{ResidenceNotice, ShareEmployer, SMS, ShareAgency("样例机构")} {
			if p.Consents[scope].InForce() {
				t.Errorf("%s is in force and was never asked", scope)
			}
		}
		if !p.Consents[UnionJoin].InForce() {
			t.Error("the consent given is not in force")
		}
	})
	t.Run("an_agency_has_a_name", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		s.consents(ShareAgency(""))
		s.listed(Unreadable)
	})
}

// Withdrawing stops the use it covered and hides the data from that role.
func TestInvariant8_withdrawn_consent_hides(t *testing.T) {
	s := newStory(t)
	union := s.w.id()
	s.registered()
	s.joined(union)
	s.consents(ShareEmployer)
	s.say("membership.described", Details{map[Field]string{FieldMonthlyWage: "4568"}})
	s.say("person.changed", Details{map[Field]string{FieldMobile: "19900000001"}})
	s.say("residence.described", Details{map[Field]string{FieldMarital: "20"}})
	p := s.person()
	if u := p.ForUnion(); u[FieldMobile] == "" || u[FieldMonthlyWage] == "" || u[FieldMarital] != "" {
		t.Errorf("the union sees %v", u)
	}
	if e := p.ForEmployer(); e[FieldMobile] == "" || e[FieldBirth] != "" {
		t.Errorf("an employer sees %v", e)
	}
	for _, scope := range []Scope{UnionJoin, ShareEmployer} {
		s.say("consent.withdrawn", ConsentWithdrawn{Scope: scope, On: day("2026-10-01")})
	}
	p = s.person()
	if u := p.ForUnion(); len(u) != 1 || u[FieldName] == "" {
		t.Errorf("after withdrawal the union sees %v", u)
	}
	if e := p.ForEmployer(); len(e) != 0 {
		t.Errorf("after withdrawal an employer sees %v", e)
	}
	if w := p.ForWindow(); w[FieldMonthlyWage] != "" || w[FieldMobile] == "" {
		t.Errorf("after withdrawal the window sees %v", w)
	}
	if p.Member() == nil {
		t.Error("a membership ends by leaving the union, not by a withdrawn consent")
	}
	s.unlisted()
}

func TestHash_golden_and_covering_every_field(t *testing.T) {
	e := Event{ID: uuid.MustParse("0198f3a0-0000-7000-8000-000000000001"), At: 1 << 20, Proven: 1 << 19, Staff: uuid.Max,
		Role: RoleWindowClerk, Act: uuid.Max, Visit: uuid.Max, File: File{KindPerson, uuid.Max},
		Type: "visit.opened", Version: 1, Body: []byte(`{}`), Salt: [16]byte{1}}
	chain := func(e Event) Hash { return e.ChainHash(Hash{}, e.Digest()) }
	text, err := chain(e).MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	const want = "2622e74fb8534bd365d5d8dd304cecd339daed8d34818a36a071fae8d847fd88"
	if string(text) != want {
		t.Errorf("chain hash %s, want %s: journals already written would no longer verify", text, want)
	}
	var back Hash
	if err := back.UnmarshalText(text); err != nil || back != chain(e) {
		t.Errorf("read back %x, %v", back, err)
	}
	changes := map[string]func(*Event){
		"id": func(e *Event) { e.ID[0]++ }, "at": func(e *Event) { e.At++ }, "proven": func(e *Event) { e.Proven++ },
		"centre": func(e *Event) { e.Origin.Centre[0]++ }, "terminal": func(e *Event) { e.Origin.Terminal[0]++ },
		"staff": func(e *Event) { e.Staff[0]++ }, "role": func(e *Event) { e.Role += "x" }, "act": func(e *Event) { e.Act[0]++ },
		"visit": func(e *Event) { e.Visit[0]++ }, "kind": func(e *Event) { e.File.Kind += "x" }, "file": func(e *Event) { e.File.ID[0]++ },
		"type": func(e *Event) { e.Type += "x" }, "version": func(e *Event) { e.Version++ },
		"body": func(e *Event) { e.Body = []byte(`{ }`) }, "salt": func(e *Event) { e.Salt[0]++ },
	}
	for name, change := range changes {
		o := e
		change(&o)
		if chain(o) == chain(e) {
			t.Errorf("a changed %s does not show in the chain", name)
		}
	}
}
