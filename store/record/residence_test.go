package record

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

func (s *story) filed(typ CaseType) uuid.UUID {
	id := s.w.id()
	s.say("residence.filed", Filed{Case: id, No: "JZ33040210307260915000142", Type: typ, On: day("2026-09-15"),
		Materials: []Material{{"identity", Original}}})
	return id
}

func (s *story) accepted(id uuid.UUID) {
	s.say("residence.accepted", CaseAccepted{Case: id, No: "JZ33040210307260915000142", On: day("2026-09-15"), PromisedOn: day("2026-09-30")})
}

func (s *story) decided(id uuid.UUID, result Result) {
	for _, typ := range []string{"residence.review_started", "residence.approved", "residence.completed"} {
		s.say(typ, Decided{Case: id, On: day("2026-09-20"), Reference: "嘉公样1号", Result: &result})
	}
}

func TestResidence(t *testing.T) {
	t.Run("filed_accepted_decided", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		id := s.filed(Register)
		s.accepted(id)
		p := s.person()
		if on, sure := p.RegisteredOn(); on != day("2026-09-15") || sure {
			t.Errorf("registered on %s, sure %v; the acceptance stands in until the police decide", on, sure)
		}
		s.decided(id, Result{RegisteredOn: day("2026-09-16")})
		p = s.person()
		if on, sure := p.RegisteredOn(); on != day("2026-09-16") || !sure {
			t.Errorf("registered on %s, sure %v", on, sure)
		}
		if got := p.EligibleFrom(); got != day("2027-03-16") {
			t.Errorf("eligible from %s", got)
		}
		s.unlisted()
	})
	t.Run("told_once_and_supplemented", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		id := s.filed(PermitApply)
		s.say("residence.supplement_asked", SupplementAsked{Case: id, Notice: Notice{Missing: []string{"photo", "lease"}, On: day("2026-09-15"), DueOn: day("2026-10-15")}})
		s.say("residence.supplemented", Supplemented{Case: id, On: day("2026-09-20"), Materials: []Material{{"photo", Original}, {"identity", Copy}}})
		p := s.person()
		c := p.Cases[0]
		if c.State != Received || !slices.Equal(c.Materials, []Material{{"identity", Copy}, {"photo", Original}}) || len(c.Notice.Missing) != 2 {
			t.Fatalf("case %+v", c)
		}
		s.unlisted()
	})
	t.Run("refusing_needs_a_reason_and_the_polices_reference", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		id := s.filed(Register)
		s.say("residence.not_accepted", CaseEnded{Case: id, On: day("2026-09-15")})
		s.listed(ReasonMissing)
		s.say("residence.not_accepted", CaseEnded{Case: id, On: day("2026-09-15"), Code: OtherReason})
		s.listed(ReasonMissing)
		s.accepted(id)
		s.say("residence.review_started", Decided{Case: id, On: day("2026-09-16")})
		s.listed(ReferenceMissing)
		s.say("residence.review_started", Decided{Case: id, On: day("2026-09-16"), Reference: "1"})
		s.say("residence.refused", Decided{Case: id, On: day("2026-09-16"), Reference: "1"})
		s.listed(ReasonMissing)
	})
	t.Run("capacity_never_covers_identity", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		id := s.filed(PermitApply)
		accept := CaseAccepted{Case: id, No: "JZ1", On: day("2026-09-15"), PromisedOn: day("2026-09-30"),
			Capacity: &Capacity{Missing: []string{"identity"}, Promise: "五日内补交", DueOn: day("2026-09-22"), SignedBy: "本人"}}
		s.say("residence.accepted", accept)
		s.listed(KeyMaterial)
		accept.Capacity.Missing = []string{"photo"}
		s.say("residence.accepted", accept)
		if p := s.person(); p.Cases[0].State != Accepted || p.Cases[0].Capacity == nil {
			t.Errorf("case %+v", p.Cases[0])
		}
	})
	t.Run("lapses_unsupplemented", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		id := s.filed(PermitApply)
		s.say("residence.supplement_asked", SupplementAsked{Case: id, Notice: Notice{Missing: []string{"photo"}, On: day("2026-09-15"), DueOn: day("2026-10-15")}})
		s.say("case.lapsed", CaseEnded{Case: id, On: day("2026-10-15")})
		if p := s.person(); p.Cases[0].State != ClosedIncomplete {
			t.Errorf("state %s", p.Cases[0].State)
		}
	})
	t.Run("registration_after_leaving_counts_anew", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		for _, c := range []struct {
			typ CaseType
			on  string
		}{{Register, "2025-01-10"}, {RegisterCancel, "2025-08-01"}, {Register, "2026-08-31"}} {
			id := s.filed(c.typ)
			s.accepted(id)
			s.decided(id, Result{RegisteredOn: day(c.on)})
		}
		p := s.person()
		if got := p.EligibleFrom(); got != day("2027-02-28") {
			t.Errorf("eligible from %s, want 2027-02-28", got)
		}
	})
	t.Run("replaced_number_stays_searchable", func(t *testing.T) {
		s := newStory(t)
		s.registered()
		id := s.filed(Register)
		s.say("number.replaced", NumberReplaced{Side: SideResidence, Subject: id, Old: "JZ33040210307260915000142", New: "JZ2"})
		if c := s.person().Cases[0]; c.No != "JZ2" || !slices.Equal(c.Former, []string{"JZ33040210307260915000142"}) {
			t.Errorf("case %+v", c)
		}
	})
}

func TestPermit_endorsement_windows(t *testing.T) {
	s := newStory(t)
	s.registered()
	id := s.filed(PermitApply)
	s.accepted(id)
	s.decided(id, Result{PermitNo: "P1", IssuedOn: day("2024-02-29"), Medium: Electronic})
	check := func(from, to, counted string, years int) {
		t.Helper()
		p := s.person()
		x := p.Permit()
		if x == nil || x.EndorseFrom != day(from) || x.EndorseTo != day(to) || x.CountedFrom != day(counted) || x.Years != years {
			t.Fatalf("permit %+v, want %s to %s", x, from, to)
		}
		if x.Suspended(day(to)) || !x.Suspended(day(to).AddDays(1)) || x.Endorsable(day(from).AddDays(-1)) {
			t.Errorf("suspension around %s", to)
		}
	}
	check("2025-01-28", "2025-02-28", "2024-02-29", 0)
	endorse := func(on string) {
		id := s.filed(PermitEndorse)
		s.accepted(id)
		s.decided(id, Result{EndorsedOn: day(on)})
	}
	endorse("2025-02-10")
	check("2026-01-28", "2026-02-28", "2024-02-29", 1)
	endorse("2026-03-15") // late: restored, and the years count anew
	check("2027-02-15", "2027-03-15", "2026-03-15", 0)
	s.unlisted()
}

// Every edge that is not in the table is refused and changes nothing.
func TestInvariant5_residence_cases_go_only_the_listed_ways(t *testing.T) {
	states := []CaseState{Received, Accepted, NeedSupplement, NotAccepted, Reviewing, Approved, Refused, Completed, Withdrawn, ClosedIncomplete}
	id := uuid.New()
	ended := CaseEnded{Case: id, On: day("2026-09-20"), Code: PapersMissing}
	decided := Decided{Case: id, On: day("2026-09-20"), Reference: "1", Why: "x"}
	moves := []struct {
		typ  string
		body any
		to   CaseState
	}{
		{"residence.accepted", CaseAccepted{Case: id, No: "JZ", On: day("2026-09-20"), PromisedOn: day("2026-09-30")}, Accepted},
		{"residence.supplement_asked", SupplementAsked{id, Notice{[]string{"photo"}, day("2026-09-20"), day("2026-10-20")}}, NeedSupplement},
		{"residence.supplemented", Supplemented{Case: id, On: day("2026-09-20")}, Received},
		{"residence.not_accepted", ended, NotAccepted}, {"residence.withdrawn", ended, Withdrawn}, {"case.lapsed", ended, ClosedIncomplete},
		{"residence.review_started", decided, Reviewing}, {"residence.approved", decided, Approved},
		{"residence.refused", decided, Refused}, {"residence.completed", decided, Completed},
	}
	for _, from := range states {
		for _, m := range moves {
			p := Person{Cases: []ResidenceCase{{ID: id, State: from}}}
			step(&p, &p.Listing, personRules, marked(t, m.typ, m.body))
			want := slices.Contains(caseEdges[from], m.to)
			if moved := len(p.Cases[0].Steps) == 1 && p.Cases[0].State == m.to; moved != want {
				t.Errorf("%s → %s: moved %v, want %v", from, m.to, moved, want)
			}
			if !want && p.Cases[0].State != from {
				t.Errorf("%s → %s: refused, yet the state is %s", from, m.to, p.Cases[0].State)
			}
		}
	}
}

// Accepted without a receipt number is impossible.
func TestInvariant6_no_acceptance_without_its_number(t *testing.T) {
	s := newStory(t)
	s.registered()
	id := s.filed(Register)
	s.say("residence.accepted", CaseAccepted{Case: id, On: day("2026-09-15"), PromisedOn: day("2026-09-30")})
	s.listed(NumberMissing)
	if got := s.person().Cases[0].State; got != Received {
		t.Errorf("state %s, want %s", got, Received)
	}
}

// The residence case ends alike whether joining was agreed to, refused or not
// asked.
func TestInvariant7_union_never_touches_the_residence_case(t *testing.T) {
	var states []string
	for _, union := range []string{"not asked", "refused", "agreed"} {
		s := newStory(t)
		s.registered()
		switch union {
		case "refused":
			s.say("consent.refused", ConsentSaid{Scope: UnionJoin, Text: "1", On: day("2026-09-14")})
		case "agreed":
			s.applied(s.w.id())
		}
		id := s.filed(Register)
		s.accepted(id)
		s.decided(id, Result{RegisteredOn: day("2026-09-16")})
		s.unlisted()
		c := s.person().Cases[0]
		c.ID, c.Visit = uuid.Nil, uuid.Nil
		for i := range c.Steps {
			c.Steps[i].Event, c.Steps[i].At = uuid.Nil, 0
		}
		states = append(states, digest(t, c))
	}
	if states[0] != states[1] || states[0] != states[2] {
		t.Errorf("three outcomes:\n%s\n%s\n%s", states[0], states[1], states[2])
	}
}
