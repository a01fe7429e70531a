package record

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/civil"
)

func TestMembership(t *testing.T) {
	t.Run("applied_and_approved", func(t *testing.T) {
		s := newStory(t)
		union := s.w.id()
		s.registered()
		id := s.applied(union)
		p := s.person()
		if a := p.Applicant(); a == nil || a.ID != id || p.Member() != nil {
			t.Fatalf("applicant %+v, member %+v", a, p.Member())
		}
		s.say("membership.approved", MembershipApproved{Membership: id, Union: union, On: day("2026-09-20"), MemberNo: "33040210326070000114"})
		p = s.person()
		m := p.Member()
		if m == nil || m.Holding != union || m.JoinedOn != day("2026-09-20") || m.State != Active {
			t.Fatalf("member %+v", m)
		}
		s.unlisted()
	})
	t.Run("needs_the_consent", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		s.say("consent.refused", ConsentSaid{Scope: UnionJoin, Text: "1", On: day("2026-09-14")})
		s.say("membership.applied", Applied{Membership: s.w.id(), No: "RH1", Union: s.w.id(), On: day("2026-09-14")})
		s.listed(ConsentMissing)
	})
	t.Run("refused_with_a_reason_only", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		id := s.applied(s.w.id())
		s.say("membership.refused", MembershipSaid{Membership: id, On: day("2026-09-20")})
		s.listed(ReasonMissing)
		s.say("membership.refused", MembershipSaid{Membership: id, On: day("2026-09-20"), Why: "资料不符"})
		if got := s.person().Members[0].State; got != Rejected {
			t.Errorf("state %s, want %s", got, Rejected)
		}
	})
	t.Run("applies_again_after_leaving", func(t *testing.T) {
		s := newStory(t)
		union := s.w.id()
		s.registered()
		id := s.joined(union)
		s.say("membership.exited", MembershipSaid{Membership: id, On: day("2026-10-01")})
		again := s.joined(union)
		p := s.person()
		if m := p.Member(); m == nil || m.ID != again {
			t.Fatalf("member %+v, want the second membership", m)
		}
		s.unlisted()
	})
	t.Run("after_expulsion_the_district_must_agree", func(t *testing.T) {
		s := newStory(t)
		union := s.w.id()
		s.registered()
		id := s.joined(union)
		s.say("membership.expelled", MembershipSaid{Membership: id, On: day("2026-10-01"), Why: "依法追究刑事责任"})
		again := s.applied(union)
		approve := MembershipApproved{Membership: again, Union: union, On: day("2026-10-20"), MemberNo: "M2"}
		s.say("membership.approved", approve)
		s.listed(ReviewMissing)
		s.say("membership.review_granted", MembershipSaid{Membership: again, On: day("2026-10-21")})
		s.say("membership.approved", approve)
		p := s.person()
		if p.Member() == nil || !slices.Contains(p.Members[1].NeedsReview, ExpelledBefore) {
			t.Fatalf("members %+v", p.Members)
		}
	})
	t.Run("town_routes_to_another_union", func(t *testing.T) {
		s := newStory(t)
		first, second := s.w.id(), s.w.id()
		s.registered()
		id := s.applied(first)
		s.say("membership.routed", Routed{Membership: id, Union: second, Why: "居住地在另一社区"})
		s.say("membership.approved", MembershipApproved{Membership: id, Union: first, On: day("2026-09-20"), MemberNo: "M1"})
		s.listed(WrongUnion)
		s.say("membership.approved", MembershipApproved{Membership: id, Union: second, On: day("2026-09-20"), MemberNo: "M1"})
		p := s.person()
		if m := p.Member(); m == nil || m.Holding != second {
			t.Fatalf("member %+v", m)
		}
	})
	t.Run("withdrawn_consent_takes_the_application_back", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		s.applied(s.w.id())
		s.say("consent.withdrawn", ConsentWithdrawn{Scope: UnionJoin, On: day("2026-09-15")})
		if got := s.person().Members[0].State; got != TakenBack {
			t.Errorf("state %s, want %s", got, TakenBack)
		}
	})
}

// Every edge that is not in the table is refused and changes nothing.
func TestInvariant5_no_state_goes_backwards(t *testing.T) {
	states := []MembershipState{Pending, Rejected, TakenBack, Active, Retained, Exited, AutoExited, Expelled, Deceased, MergedAway}
	moves := map[string]MembershipState{"membership.refused": Rejected, "membership.withdrawn": TakenBack,
		"membership.retained": Retained, "membership.restored": Active, "membership.exited": Exited,
		"membership.auto_exited": AutoExited, "membership.expelled": Expelled, "membership.died": Deceased}
	tried := 0
	for _, from := range states {
		for typ, to := range moves {
			id := uuid.New()
			p := Person{Members: []Membership{{ID: id, State: from, Holding: uuid.New()}}}
			m := marked(t, typ, MembershipSaid{Membership: id, On: day("2026-09-20"), Why: "x"})
			step(&p, &p.Listing, personRules, m)
			want := slices.Contains(membershipEdges[from], to) && (to != Active || from == Retained)
			if moved := p.Members[0].State == to && len(p.Members[0].Steps) == 1; moved != want {
				t.Errorf("%s → %s: moved %v, want %v", from, to, moved, want)
			}
			if want {
				if s := p.Members[0].Steps[0]; s.Event != m.Event.ID || s.Why != "x" {
					t.Errorf("%s → %s: step %+v does not name its event and reason", from, to, s)
				}
			} else if len(p.Listed) != 1 || p.Listed[0].Reason != WrongState {
				t.Errorf("%s → %s: listed %v", from, to, reasons(p.Listed))
			}
			tried++
		}
	}
	if tried != 80 {
		t.Fatalf("%d edges tried, want 80", tried)
	}
}

func marked(tb testing.TB, typ string, body any) *turn {
	s := newStory(tb)
	s.say(typ, body)
	return &turn{Marked: s.known[0]}
}

// One natural person is one file; two memberships are never in force.
func TestInvariant1_one_person_one_membership_when_files_are_linked(t *testing.T) {
	s := newStory(t)
	union, other := s.w.id(), File{KindPerson, s.w.id()}
	s.registered()
	first := s.joined(union)
	mine := s.file
	s.file = other
	s.registered()
	second := s.joined(s.w.id())
	s.file = mine
	if n := len(FoldPersons(s.known)); n != 2 {
		t.Fatalf("%d persons before the link", n)
	}
	link := s.say("person.linked", Linked{Other: other.ID, Why: "换领新证"})
	p := s.person()
	if m := p.Member(); m == nil || m.ID != first {
		t.Fatalf("member %+v, want the earlier joining", m)
	}
	if m := p.member(second); m.State != MergedAway || m.MergedInto != first {
		t.Errorf("second membership %+v", m)
	}
	if len(p.IDs) != 2 || p.Links[0] != link.ID {
		t.Errorf("ids %v links %v", p.IDs, p.Links)
	}
	s.say("person.unlinked", Linked{Other: other.ID, Why: "不是同一人"})
	if n := len(FoldPersons(s.known)); n != 2 {
		t.Fatalf("%d persons after the unlink", n)
	}
}

// Two desks that are offline enrol one person: one membership after sync, the
// earlier approval wins, the other is merged, both slips are still found.
func TestInvariant10_two_offline_desks_one_membership(t *testing.T) {
	w := newWorld(t, 3, 0, 0)
	file, union, other := File{KindPerson, w.id()}, w.id(), w.id()
	var ids []uuid.UUID
	for i, d := range w.desks {
		s := &story{desk: d, file: file, visit: w.id()}
		s.registered()
		ids = append(ids, s.applied([]uuid.UUID{union, other}[i]))
		s.say("slip.issued", SlipIssued{Token: []string{"aaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbb"}[i], Numbers: []string{"RH1"}, On: day("2026-09-14")})
	}
	// The second desk's union approves first.
	for i, who := range []int{1, 0} {
		w.desks[who].write(file, uuid.Nil, "membership.approved", MembershipApproved{Membership: ids[who],
			Union: []uuid.UUID{union, other}[who], On: day("2026-09-20").AddDays(i), MemberNo: "M"}, Verdict{Allowed: true})
		w.pass(3600e9)
	}
	for _, d := range []*desk{w.desks[1], w.desks[0], w.desks[1]} {
		d.meet(always)
	}
	for _, d := range w.desks {
		d.known = w.marked
		persons := FoldPersons(d.known)
		p := persons[0]
		if len(persons) != 1 || p.Member() == nil || p.Member().ID != ids[1] {
			t.Fatalf("%d persons, member %+v, want the earlier approval", len(persons), p.Member())
		}
		if m := p.member(ids[0]); m.State != MergedAway || m.MergedInto != ids[1] {
			t.Errorf("the other application %+v", m)
		}
		if len(p.Slips) != 2 {
			t.Errorf("%d slips, want both", len(p.Slips))
		}
	}
}

func TestEligibility(t *testing.T) {
	// 测试丁 turns sixteen on 2026-09-15.
	cases := []struct {
		name, birth, form string
		on                civil.Date
		want              Reason
		review            []Reason
	}{
		{"fifteen", "2010-09-15", "", day("2026-09-14"), TooYoung, nil},
		{"sixteen_today", "2010-09-15", "", day("2026-09-15"), "", []Reason{MinorWorker}},
		{"born_29_february", "2012-02-29", "", day("2028-02-29"), "", []Reason{MinorWorker}},
		{"born_29_february_common_year", "2008-02-29", "", day("2026-03-01"), "", nil},
		{"seventeen_on_28_february", "2008-02-29", "", day("2026-02-28"), "", []Reason{MinorWorker}},
		{"retired_is_a_warning", "1960-06-30", FormRetired, day("2026-09-14"), "", []Reason{RetiredAlready}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newStory(t)
			s.say("person.registered", Registered{Source: Typed, Fields: map[Field]string{FieldName: "测试丁", FieldBirth: c.birth}})
			s.consents(UnionJoin)
			s.say("membership.described", Details{map[Field]string{FieldEmploymentForm: c.form}})
			p := s.person()
			if got := p.Standing(c.on); got.Reason != c.want || got.May != (c.want == "") || !slices.Equal(got.Warning, c.review) {
				t.Errorf("standing %+v, want %q and %v", got, c.want, c.review)
			}
			s.say("membership.applied", Applied{Membership: s.w.id(), No: "RH1", Union: s.w.id(), On: c.on})
			if c.want != "" {
				s.listed(c.want)
				if r := p.Standing(c.on).Ready; r != day("2026-09-15") {
					t.Errorf("ready on %s", r)
				}
			} else {
				s.unlisted()
			}
		})
	}
}

func TestDues(t *testing.T) {
	waived := DuesPolicy{WaivedForms: []string{FormPlatform}}
	cases := []struct {
		wage   int
		form   string
		state  MembershipState
		policy DuesPolicy
		want   int
	}{
		{4568, "1", Active, DuesPolicy{}, 2280},
		{4560, "1", Active, DuesPolicy{}, 2280},
		{9, "1", Active, DuesPolicy{}, 0},
		{4568, "1", Retained, DuesPolicy{}, 0},
		{4568, FormPlatform, Active, waived, 0},
	}
	for _, c := range cases {
		if got := c.policy.Dues(c.wage, c.form, c.state); got != c.want {
			t.Errorf("dues of %d yuan, form %s, %s: %d fen, want %d", c.wage, c.form, c.state, got, c.want)
		}
	}
}
