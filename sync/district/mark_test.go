package district

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/sync"
)

// today is the civil day of the tests.
var today = civil.Date{Year: 2026, Month: 9, Day: 14}

func TestMark_says_who_had_no_right(t *testing.T) {
	w := newWorld(t)
	for name, forge := range map[string]func(a *terminal, e *record.Event){
		"staff of another centre": func(_ *terminal, e *record.Event) { e.Staff = demo.StaffID(demo.QixingClerk) },
		"nobody":                  func(_ *terminal, e *record.Event) { e.Staff = uuid.New() },
		"the district's own role": func(_ *terminal, e *record.Event) { e.Staff, e.Role = uuid.Nil, record.RoleDistrictSystem },
		"a role not held":         func(_ *terminal, e *record.Event) { e.Role = record.RoleStationStaff },
		"another centre":          func(_ *terminal, e *record.Event) { e.Origin.Centre = demo.QixingHall },
		"another terminal":        func(_ *terminal, e *record.Event) { e.Origin.Terminal = uuid.New() },
	} {
		t.Run(name, func(t *testing.T) {
			a := w.clerk()
			e := a.registered(person(), uuid.New(), demo.Xinfeng)
			forge(a, &e)
			got := a.push(e).Marks[0].Mark
			if got.Allowed || got.Reason != record.NotAllowed {
				t.Errorf("mark: %+v", got)
			}
		})
	}
}

func TestMark_lists_window_work_of_somebody_disabled_and_refuses_decisions(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	who, c := person(), uuid.New()
	a.push(a.registered(who, uuid.New(), demo.Xinfeng))
	w.say1(record.File{Kind: record.KindStaff, ID: demo.StaffID(demo.Login)}, "staff.disabled", record.StaffDisabledBody{Why: "调离"})
	w.now = w.now.Add(time.Hour)
	filed := a.say(uuid.New(), uuid.Nil, who, "residence.filed", record.Filed{Case: c, Type: record.Register, On: today})
	approved := a.say(uuid.New(), uuid.Nil, who, "residence.approved", record.Decided{Case: c, On: today, Reference: "公1"})
	marks := a.push(filed, approved).Marks
	if m := marks[0].Mark; !m.Allowed || m.Reason != record.StaffDisabled {
		t.Errorf("window work: %+v", m)
	}
	if m := marks[1].Mark; m.Allowed || m.Reason != record.StaffDisabled {
		t.Errorf("decision: %+v", m)
	}
}

// What was written before somebody was disabled, and came late, was allowed.
func TestMark_judges_by_what_held_when_it_was_written(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	e := a.registered(person(), uuid.New(), demo.Xinfeng)
	w.now = w.now.Add(time.Hour)
	w.say1(record.File{Kind: record.KindStaff, ID: demo.StaffID(demo.Login)}, "staff.disabled", record.StaffDisabledBody{Why: "调离"})
	w.now = w.now.Add(time.Hour)
	if m := a.push(e).Marks[0].Mark; !m.Allowed || m.Reason != "" {
		t.Errorf("mark: %+v", m)
	}
}

func TestMark_lets_no_clock_win(t *testing.T) {
	for name, wrong := range map[string]time.Duration{"ten years ahead": 10 * 365 * 24 * time.Hour, "ten years behind": -10 * 365 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			a, b := w.clerk(), w.newTerminal(demo.Hall, 2, demo.Login, record.RoleWindowClerk)
			a.clock = wrong
			who := person()
			first := a.push(a.registered(who, uuid.New(), demo.Xinfeng)).Marks[0].Mark
			if d := first.Effective.Time().Sub(w.now); d < -time.Second || d > time.Second {
				t.Errorf("effective %v from now", d)
			}
			w.now = w.now.Add(time.Minute)
			second := b.push(b.say(uuid.New(), uuid.Nil, who, "person.changed", record.Details{})).Marks[0].Mark
			if second.Effective <= first.Effective {
				t.Error("what was said later counts earlier")
			}
		})
	}
}

// A clock set between writing and sending says nothing about the error; a forged
// proven time does not lift an event beyond our own.
func TestMark_keeps_within_the_districts_clock(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	e := a.registered(person(), uuid.New(), demo.Xinfeng)
	e.Proven = record.HLCOf(w.now.AddDate(50, 0, 0))
	mark := a.push(e).Marks[0].Mark
	if mark.Effective.Time().After(w.now.Add(time.Second)) {
		t.Errorf("effective at %v", mark.Effective.Time())
	}
	b := w.newTerminal(demo.Hall, 2, demo.Login, record.RoleWindowClerk)
	answer := b.say(uuid.New(), uuid.Nil, person(), "person.registered", record.Registered{Source: record.Typed})
	b.pull("district")
	answer.At, answer.Proven = record.HLCOf(w.now.AddDate(-1, 0, 0)), b.proven
	if m := b.push(answer).Marks[0].Mark; m.Effective <= mark.Effective {
		t.Error("an answer counts before what was known when it was written")
	}
}

func TestMark_asks_the_persons_state_for_officers(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	right := w.newTerminal(demo.JointOffice, 2, demo.UnionOfficer, record.RoleBaseUnion)
	wrong := w.newTerminal(demo.CompanyOffice, 3, demo.CompanyOfficer, record.RoleBaseUnion)
	who, membership := a.applied(demo.UnionID("U103A"))
	right.pull(sync.UnionFeed(demo.UnionID("U103A")))
	approval := record.MembershipApproved{Membership: membership, Union: demo.UnionID("U103A"), On: today, MemberNo: "33040210326070000114"}
	if m := wrong.push(wrong.say(uuid.New(), uuid.Nil, who, "membership.approved", approval)).Marks[0].Mark; m.Allowed {
		t.Error("another union's officer may approve")
	}
	if m := right.push(right.say(uuid.New(), uuid.Nil, who, "membership.approved", approval)).Marks[0].Mark; !m.Allowed {
		t.Errorf("the union's officer may not approve: %s", m.Reason)
	}
	directory := a.pull("directory")
	last := directory[len(directory)-1].Directory
	if last.Person != who.ID || last.State != record.Active || last.Union != demo.UnionID("U103A") || last.MemberNo == "" {
		t.Errorf("directory: %+v", last)
	}
}

func (w *world) say1(file record.File, verb string, body any) {
	w.t.Helper()
	if err := w.Say(context.Background(), []record.Fact{{File: file, Type: verb, Body: body}}); err != nil {
		w.t.Fatal(err)
	}
}

// applied registers somebody and lets them apply to a union, in one act; it is
// pushed.
func (t *terminal) applied(union uuid.UUID) (record.File, uuid.UUID) {
	t.w.t.Helper()
	who, membership, act := person(), uuid.New(), uuid.New()
	t.push(t.application(who, membership, act, union)...)
	return who, membership
}

func (t *terminal) application(who record.File, membership, act, union uuid.UUID) []record.Event {
	return []record.Event{
		t.say(act, act, who, "visit.opened", record.VisitOpened{Centre: t.centre, Channel: record.AtWindow}),
		t.registered(who, act, demo.Xinfeng),
		t.say(act, act, who, "residence.described", record.Details{Fields: map[record.Field]string{record.FieldMarital: "20"}}),
		t.say(act, act, who, "consent.given", record.ConsentSaid{Scope: record.UnionJoin, Text: "1", On: today, Union: union}),
		t.say(act, act, who, "membership.applied", record.Applied{Membership: membership, No: "RH" + membership.String(), Union: union, On: today}),
		t.say(act, act, who, "slip.issued", record.SlipIssued{Token: token(act), Numbers: []string{"RH" + membership.String()}, On: today}),
	}
}

// token is a slip's, of 22 characters.
func token(of uuid.UUID) string { return of.String()[:22] }
