package district

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/sync"
)

// types lists the types of the events of lines about a person.
func types(lines []sync.Line, who record.File) []string {
	var list []string
	for _, l := range lines {
		if l.Event != nil && l.Event.File == who {
			list = append(list, l.Event.Type)
		}
	}
	return list
}

func TestViews_show_a_base_union_nothing_of_residence(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	officer := w.newTerminal(demo.JointOffice, 2, demo.UnionOfficer, record.RoleBaseUnion)
	who, _ := a.applied(demo.UnionID("U103A"))
	got := types(officer.pull(sync.UnionFeed(demo.UnionID("U103A"))), who)
	want := []string{"person.registered", "consent.given", "membership.applied"}
	if !slices.Equal(got, want) {
		t.Errorf("the union reads %v, want %v", got, want)
	}
	for _, feed := range []string{sync.TownFeed(demo.Xinfeng), sync.FeedDirectory, sync.UnionFeed(demo.UnionID("U103C"))} {
		r := w.ask(sync.PathPull, officer.token, &sync.Pull{Feed: feed}, &sync.Page{})
		if r == nil || r.Code != sync.NotYours {
			t.Errorf("%s: %v", feed, r)
		}
	}
	r := w.ask(sync.PathFile, officer.token, &sync.FileAsked{Person: who.ID, Staff: officer.staff, Role: record.RoleBaseUnion,
		Visit: uuid.New()}, &sync.PersonFile{})
	if r == nil || r.Code != sync.NotYours {
		t.Errorf("file: %v", r)
	}
}

func TestViews_bring_what_was_said_before(t *testing.T) {
	w := newWorld(t)
	a, other := w.clerk(), w.newTerminal(demo.QixingHall, 1, demo.QixingClerk, record.RoleWindowClerk)
	who, act := person(), uuid.New()
	a.push(a.registered(who, act, demo.Xinfeng), a.say(act, act, who, "residence.described", record.Details{}))
	if got := types(other.pull(sync.TownFeed(demo.Qixing)), who); len(got) != 0 {
		t.Fatalf("the other town reads %v", got)
	}
	again := uuid.New()
	other.push(other.say(again, again, who, "person.changed", record.Details{}))
	want := []string{"person.registered", "residence.described", "person.changed"}
	if got := types(other.pull(sync.TownFeed(demo.Qixing)), who); !slices.Equal(got, want) {
		t.Errorf("the other town reads %v, want %v", got, want)
	}
	if got := types(a.pull(sync.TownFeed(demo.Xinfeng)), who); !slices.Equal(got, want) {
		t.Errorf("the first town reads %v, want %v", got, want)
	}
	r := w.ask(sync.PathPull, a.token, &sync.Pull{Feed: sync.TownFeed(demo.Qixing)}, &sync.Page{})
	if r == nil || r.Code != sync.NotYours {
		t.Errorf("a foreign town: %v", r)
	}
}

// Two files that are joined are read together: where one is shown, the other is.
func TestViews_follow_links(t *testing.T) {
	w := newWorld(t)
	a, other := w.clerk(), w.newTerminal(demo.QixingHall, 1, demo.QixingClerk, record.RoleWindowClerk)
	one, two := person(), person()
	a.push(a.registered(one, uuid.New(), demo.Xinfeng))
	other.push(other.registered(two, uuid.New(), demo.Qixing))
	a.push(a.say(uuid.New(), uuid.Nil, one, "person.linked", record.Linked{Other: two.ID}))
	for feed, reader := range map[string]*terminal{sync.TownFeed(demo.Xinfeng): a, sync.TownFeed(demo.Qixing): other} {
		lines := reader.pull(feed)
		if got := types(lines, one); !slices.Equal(got, []string{"person.registered", "person.linked"}) {
			t.Errorf("%s has of the first %v", feed, got)
		}
		if got := types(lines, two); !slices.Equal(got, []string{"person.registered"}) {
			t.Errorf("%s has of the second %v", feed, got)
		}
	}
}

func TestViews_carry_on_what_nobody_here_understands(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	who := person()
	unknown := a.say(uuid.New(), uuid.Nil, who, "person.flew_to_the_moon", map[string]int{"times": 2})
	later := a.say(uuid.New(), uuid.Nil, who, "person.registered", record.Registered{Source: record.Typed})
	later.Version = 9
	senseless := a.say(uuid.New(), uuid.Nil, who, "residence.accepted", "no object")
	p := a.push(unknown, later, senseless)
	for i, m := range p.Marks {
		if !m.Mark.Allowed {
			t.Errorf("event %d is not allowed: %s", i, m.Mark.Reason)
		}
	}
	lines := a.pull(sync.TownFeed(demo.Xinfeng))
	if len(lines) != 3 || string(lines[0].Event.Body) != `{"times":2}` || lines[0].Event.Digest() != unknown.Digest() {
		t.Errorf("%d lines", len(lines))
	}
}

func TestViews_give_employers_and_cases_to_whom_they_concern(t *testing.T) {
	w := newWorld(t)
	a, other := w.clerk(), w.newTerminal(demo.QixingHall, 1, demo.QixingClerk, record.RoleWindowClerk)
	employer := record.File{Kind: record.KindEmployer, ID: uuid.New()}
	service := record.File{Kind: record.KindService, ID: uuid.New()}
	before := len(other.pull(sync.FeedDistrict))
	a.push(a.say(uuid.New(), uuid.Nil, employer, "employer.recorded", record.EmployerRecorded{Name: "样例店"}),
		a.say(uuid.New(), uuid.New(), service, "service.opened", record.ServiceOpened{}))
	if lines := other.pull(sync.FeedDistrict); len(lines) != before+1 || lines[before].Event.File != employer {
		t.Errorf("%d new lines for all", len(lines)-before)
	}
	if got := types(a.pull(sync.TownFeed(demo.Xinfeng)), service); len(got) != 1 {
		t.Errorf("the town reads %v of the case", got)
	}
	o, err := w.Organisation(t.Context())
	if err != nil || o.Employers[employer.ID].Name != "样例店" {
		t.Errorf("employer is not known: %v", err)
	}
}
