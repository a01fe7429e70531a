package record

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

func serviceStory(t *testing.T) (*story, func() Service) {
	s := newStory(t)
	s.file = File{KindService, s.w.id()}
	s.say("service.opened", ServiceOpened{No: "FW33040210101261001999945", Kind: JobService, Person: s.w.id(), Channel: AtWindow, Urgency: Urgent, On: day("2026-09-14")})
	return s, func() Service { return FoldService(s.file.ID, s.known) }
}

func TestService(t *testing.T) {
	t.Run("from_intake_to_rating", func(t *testing.T) {
		s, now := serviceStory(t)
		who := s.w.id()
		on := day("2026-09-15")
		s.say("service.assigned", ServiceMoved{On: on, Assignee: who})
		s.say("service.started", ServiceMoved{On: on})
		s.say("service.waiting", ServiceMoved{On: on})
		s.say("service.started", ServiceMoved{On: on})
		s.say("service.referred", ServiceMoved{On: on, Agency: "样例机构"})
		s.say("service.done", ServiceMoved{On: on, Outcome: "录用"})
		s.say("service.rated", ServiceRated{5})
		got := now()
		if got.State != ServiceDone || got.Assignee != who || got.Agency == "" || got.Satisfaction != 5 || len(got.Steps) != 7 || len(got.Listed) != 0 {
			t.Errorf("case %+v", got)
		}
	})
	t.Run("rejecting_needs_a_reason", func(t *testing.T) {
		s, now := serviceStory(t)
		s.say("service.rejected", ServiceMoved{On: day("2026-09-15")})
		if got := now(); got.State != ServiceRegistered || got.Listed[0].Reason != ReasonMissing {
			t.Errorf("case %+v", got)
		}
	})
	t.Run("rated_between_one_and_five_when_done", func(t *testing.T) {
		s, now := serviceStory(t)
		s.say("service.rated", ServiceRated{5})
		s.say("service.rated", ServiceRated{6})
		if got := now(); got.Satisfaction != 0 || !slices.Equal(reasons(got.Listed), []Reason{WrongState, Unreadable}) {
			t.Errorf("case %+v", got)
		}
	})
	t.Run("opened_once", func(t *testing.T) {
		s, now := serviceStory(t)
		s.say("service.opened", ServiceOpened{No: "FW2", Kind: Hardship, Person: s.w.id(), On: day("2026-09-14")})
		if got := now(); got.Kind != JobService || got.Listed[0].Reason != AlreadyRecorded {
			t.Errorf("case %+v", got)
		}
	})
}

func TestInvariant5_service_cases_go_only_the_listed_ways(t *testing.T) {
	states := []ServiceState{ServiceRegistered, ServiceAssigned, ServiceInProgress, ServiceWaiting, ServiceReferred, ServiceDone, ServiceRejected, ServiceWithdrawn}
	moves := map[string]ServiceState{"service.assigned": ServiceAssigned, "service.started": ServiceInProgress, "service.waiting": ServiceWaiting,
		"service.referred": ServiceReferred, "service.done": ServiceDone, "service.rejected": ServiceRejected, "service.withdrawn": ServiceWithdrawn}
	for _, from := range states {
		for typ, to := range moves {
			c := Service{State: from}
			m := marked(t, typ, ServiceMoved{On: day("2026-09-15"), Assignee: uuid.New(), Agency: "样例机构", Why: "x"})
			step(&c, &c.Listing, serviceRules, m)
			want := slices.Contains(serviceEdges[from], to)
			if moved := len(c.Steps) == 1 && c.State == to; moved != want {
				t.Errorf("%s → %s: moved %v, want %v", from, to, moved, want)
			}
		}
	}
}

func TestOrganisation_the_later_entry_holds(t *testing.T) {
	s := newStory(t)
	s.file = File{KindUnion, s.w.id()}
	s.say("union.recorded", UnionRecorded{Code: "U103A", Name: "样例工会", Kind: CommunityUnion})
	s.say("union.recorded", UnionRecorded{Code: "U103A", Name: "样例工会联合会", Kind: JointUnion, Zone: "电商产业片区"})
	s.say("union.dissolved", Dissolved{})
	u := FoldUnion(s.file.ID, s.known)
	if u.Name != "样例工会联合会" || u.Kind != JointUnion || !u.DissolvedOn.IsZero() || u.Listed[0].Reason != Unreadable {
		t.Errorf("union %+v", u)
	}
	s = newStory(t)
	s.file = File{KindStaff, s.w.id()}
	grant := Grant{Role: RoleWindowClerk, From: day("2026-01-01"), Until: day("2026-06-30")}
	s.say("staff.appointed", StaffAppointed{No: "0001", Login: "demo", Grants: []Grant{grant}})
	s.say("staff.disabled", StaffDisabledBody{Why: "离岗"})
	st := FoldStaff(s.file.ID, s.known)
	if st.DisabledAt == 0 || !st.Has(RoleWindowClerk, day("2026-06-30")) || st.Has(RoleWindowClerk, day("2026-07-01")) || len(st.Roles(day("2026-03-01"))) != 1 {
		t.Errorf("staff %+v", st)
	}
	s.say("staff.appointed", StaffAppointed{No: "0001", Login: "demo", Grants: []Grant{grant}})
	if st = FoldStaff(s.file.ID, s.known); st.DisabledAt != 0 {
		t.Error("an appointment after the disabling does not count")
	}
	s = newStory(t)
	s.file = File{KindCodes, s.w.id()}
	s.say("codes.recorded", CodesRecorded{Table: "sex", Rows: []Code{{"1", "男"}}})
	s.say("codes.recorded", CodesRecorded{Table: "sex", Source: "GB/T 2261.1", On: day("2026-01-01"), Rows: []Code{{"1", "男"}}})
	if c := FoldCodes(s.file.ID, s.known); len(c.Listed) != 1 || c.Source == "" {
		t.Errorf("codes %+v", c)
	}
}
