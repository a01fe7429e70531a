package record

import (
	"slices"
	"testing"
)

func TestEnds(t *testing.T) {
	t.Run("withdrawn_consent_stops_the_way_in", func(t *testing.T) {
		s := newStory(t)
		id := s.w.id()
		s.registered()
		s.consents(UnionJoin)
		s.say("transfer.proposed", TransferProposed{Transfer: id, No: "ZJ1", Kind: IntoDistrict, To: s.w.id(), Outside: "南充样例工会",
			JoinedOn: day("2019-05-01"), Letter: true, Why: "来嘉务工", On: day("2026-09-14")})
		s.say("consent.withdrawn", ConsentWithdrawn{Scope: UnionJoin, On: day("2026-09-15")})
		s.moved("transfer.received", id)
		s.listed(WrongState)
		p := s.person()
		if x := p.Transfers[0]; p.Member() != nil || x.State != Cancelled || x.EndedOn != day("2026-09-15") {
			t.Errorf("member %+v, transfer %+v", p.Member(), x)
		}
	})
	t.Run("withdrawing_needs_its_day", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		s.applied(s.w.id())
		s.say("consent.withdrawn", ConsentWithdrawn{Scope: UnionJoin})
		s.listed(Unreadable)
		if p := s.person(); p.Applicant() == nil || !p.Consents[UnionJoin].InForce() {
			t.Error("an unreadable withdrawal took effect")
		}
	})
	t.Run("a_merged_application_ends_with_what_it_was_part_of", func(t *testing.T) {
		s := newStory(t)
		union := s.w.id()
		s.registered()
		first := s.applied(union)
		second := s.applied(union)
		s.say("membership.withdrawn", MembershipSaid{Membership: first, On: day("2026-09-15")})
		s.say("membership.approved", MembershipApproved{Membership: second, Union: union, On: day("2026-09-20"), MemberNo: "M1"})
		s.listed(WrongState)
		if p := s.person(); p.Member() != nil {
			t.Errorf("member %+v without an application", p.Member())
		}
	})
	t.Run("an_expelled_person_does_not_come_in_by_transfer", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		m := s.joined(s.w.id())
		s.say("membership.expelled", MembershipSaid{Membership: m, On: day("2026-10-01"), Why: "依法追究刑事责任"})
		s.say("transfer.proposed", TransferProposed{Transfer: s.w.id(), No: "ZJ1", Kind: IntoDistrict, To: s.w.id(), Outside: "南充样例工会",
			JoinedOn: day("2019-05-01"), Letter: true, Why: "来嘉务工", On: day("2026-10-14")})
		s.listed(ReviewMissing)
	})
	t.Run("nobody_joins_after_death", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		m := s.joined(s.w.id())
		s.say("membership.died", MembershipSaid{Membership: m, On: day("2026-10-01")})
		p := s.person()
		if got := p.Standing(day("2026-10-02")); got.May || got.Reason != PersonDied {
			t.Errorf("standing %+v", got)
		}
		s.say("membership.applied", Applied{Membership: s.w.id(), No: "RH2", Union: s.w.id(), On: day("2026-10-02")})
		s.listed(PersonDied)
	})
	t.Run("one_endorsement_entered_twice_counts_once", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		id := s.filed(PermitApply)
		s.accepted(id)
		s.decided(id, Result{PermitNo: "P1", IssuedOn: day("2025-03-15")})
		for range 2 {
			id = s.filed(PermitEndorse)
			s.accepted(id)
			s.decided(id, Result{EndorsedOn: day("2026-03-01")})
		}
		p := s.person()
		if x := p.Permit(); x.EndorseTo != day("2027-03-15") {
			t.Errorf("next by %s, want 2027-03-15", x.EndorseTo)
		}
	})
	t.Run("a_decision_upheld_is_listed_once", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		e := s.write(s.file, s.visit, "person.changed", Details{map[Field]string{FieldMobile: "19900000001"}}, Verdict{Reason: NotAllowed})
		u := s.write(s.file, s.visit, "event.upheld", Settled{Event: e.ID, Side: SideDetails}, Verdict{Reason: NotAllowed})
		s.say("event.upheld", Settled{Event: u.ID, Side: SideDetails})
		if l := s.person().Listed; len(l) != 2 {
			t.Errorf("listed %v, want each of the two once", reasons(l))
		}
	})
}

// An officer's place is a union: whatever is written, the person must have to
// do with it.
func TestRights_an_officer_acts_for_the_own_union_alone(t *testing.T) {
	h := newHall()
	mine := &Person{Members: []Membership{{State: Pending, Target: h.union}}}
	theirs := &Person{Members: []Membership{{State: Pending, Target: h.other}}}
	for _, typ := range []string{"person.changed", "consent.withdrawn", "membership.described", "membership.withdrawn"} {
		e := h.event(t, RoleBaseUnion, typ, MembershipSaid{})
		by := holder(RoleBaseUnion, Place{Union: h.union})
		if got := Judge(e, HLCOf(newWorld(t, 1).now), by, h, mine); !got.Allowed {
			t.Errorf("%s about the own applicant is refused", typ)
		}
		if got := Judge(e, HLCOf(newWorld(t, 1).now), by, h, theirs); got.Allowed {
			t.Errorf("%s about another union's applicant is allowed", typ)
		}
	}
	e := h.event(t, RoleBaseUnion, "membership.approved", MembershipSaid{})
	for _, place := range []Place{{Centre: h.centre}, {Town: xinfeng}} {
		if got := Judge(e, HLCOf(newWorld(t, 1).now), holder(RoleBaseUnion, place), h, mine); got.Allowed {
			t.Errorf("an officer placed at %+v approves", place)
		}
	}
	if !slices.Contains(rights["residence.approved"].roles, RoleWindowClerk) || !rights["residence.approved"].decision {
		t.Error("a permit decision counts as window work")
	}
}
