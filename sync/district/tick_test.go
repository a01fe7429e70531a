package district

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/sync"
)

// find gives the lines of a type about a person.
func find(lines []sync.Line, who record.File, verb string) []sync.Line {
	return slices.DeleteFunc(slices.Clone(lines), func(l sync.Line) bool {
		return l.Event == nil || l.Event.File != who || l.Event.Type != verb
	})
}

func (w *world) tick(d *District) {
	w.t.Helper()
	if err := d.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func TestTick_ends_a_transfer_nobody_received_once(t *testing.T) { onBoth(t, endTransfer) }

func endTransfer(t *testing.T, w *world) {
	second := w.process()
	a := w.clerk()
	officer := w.newTerminal(demo.JointOffice, 2, demo.UnionOfficer, record.RoleBaseUnion)
	who, membership := a.applied(demo.UnionID("U103A"))
	officer.pull(sync.UnionFeed(demo.UnionID("U103A")))
	transfer, act := uuid.New(), uuid.New()
	marks := officer.push(
		officer.say(act, uuid.Nil, who, "membership.approved", record.MembershipApproved{Membership: membership,
			Union: demo.UnionID("U103A"), On: today, MemberNo: "33040210326070000114"}),
		officer.say(act, uuid.Nil, who, "transfer.proposed", record.TransferProposed{Transfer: transfer, No: "ZJ1", Kind: record.ToJoint,
			From: demo.UnionID("U103A"), To: demo.UnionID("U015B"), Why: "换工作", On: today}),
		officer.say(act, uuid.Nil, who, "transfer.released", record.TransferSaid{Transfer: transfer, On: today})).Marks
	for _, m := range marks {
		if !m.Mark.Allowed {
			t.Fatalf("marks: %+v", marks)
		}
	}
	w.now = w.now.AddDate(0, 0, 29)
	w.tick(w.District)
	if lines := find(a.pull(sync.TownFeed(demo.Xinfeng)), who, "transfer.timed_out"); len(lines) != 0 {
		t.Fatal("timed out a day early")
	}
	w.now = w.now.AddDate(0, 0, 12) // over the October holiday
	w.tick(w.District)
	w.tick(second)
	w.tick(w.District)
	lines := find(a.pull(sync.TownFeed(demo.Xinfeng)), who, "transfer.timed_out")
	if len(lines) != 1 {
		t.Fatalf("timed out %d times", len(lines))
	}
	at := lines[0].Mark.Effective.Time()
	if at.After(w.now) || w.now.Sub(at) > 12*24*time.Hour || at.UTC().Hour() != 16 {
		t.Errorf("dated %v", at)
	}
	if l := find(a.pull(sync.TownFeed(demo.Xinfeng)), who, "transfer.proposed"); len(l) != 1 {
		t.Errorf("%d proposals", len(l))
	}
}

func TestTick_ends_a_case_whose_papers_never_came(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	who, c, act := person(), uuid.New(), uuid.New()
	a.push(a.registered(who, act, demo.Xinfeng),
		a.say(act, act, who, "residence.filed", record.Filed{Case: c, No: "JZ1", Type: record.Register, On: today}),
		a.say(act, act, who, "residence.supplement_asked", record.SupplementAsked{Case: c,
			Notice: record.Notice{Missing: []string{"lodging"}, On: today, DueOn: today.AddDays(30)}}))
	w.now = w.now.AddDate(0, 0, 31)
	w.tick(w.District)
	w.tick(w.District)
	lines := find(a.pull(sync.TownFeed(demo.Xinfeng)), who, "case.lapsed")
	if len(lines) != 1 || lines[0].Event.Role != record.RoleDistrictSystem {
		t.Fatalf("lapsed %d times", len(lines))
	}
	if files, err := w.dueNow(); err != nil || files != 0 {
		t.Errorf("%d files are still due: %v", files, err)
	}
}

// A case that was due and whose papers came in time, on paper, but late by line:
// what was said of it changes nothing and is not looked at for ever.
func TestTick_forgets_what_it_said_in_vain(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	who, c, act := person(), uuid.New(), uuid.New()
	a.push(a.registered(who, act, demo.Xinfeng),
		a.say(act, act, who, "residence.filed", record.Filed{Case: c, No: "JZ1", Type: record.Register, On: today}),
		a.say(act, act, who, "residence.supplement_asked", record.SupplementAsked{Case: c,
			Notice: record.Notice{Missing: []string{"lodging"}, On: today, DueOn: today.AddDays(30)}}))
	brought := a.say(uuid.New(), uuid.Nil, who, "residence.supplemented", record.Supplemented{Case: c, On: today})
	w.now = w.now.AddDate(0, 0, 31)
	w.tick(w.District)
	a.push(brought)
	w.tick(w.District)
	if files, err := w.dueNow(); err != nil || files != 0 {
		t.Errorf("%d files are still due: %v", files, err)
	}
	if lines := find(a.pull(sync.TownFeed(demo.Xinfeng)), who, "case.lapsed"); len(lines) != 1 {
		t.Errorf("lapsed %d times", len(lines))
	}
}

func TestTick_gives_the_later_of_two_equal_numbers_another(t *testing.T) { onBoth(t, partEqualNumbers) }

func partEqualNumbers(t *testing.T, w *world) {
	second := w.process()
	a, b := w.clerk(), w.newTerminal(demo.Hall, 1, demo.Login, record.RoleWindowClerk)
	no := ident.CaseNo{Kind: ident.CaseResidence, Town: demo.Xinfeng, Terminal: 1, Day: today, Seq: 14}.String()
	first, later := person(), person()
	file := func(t *terminal, who record.File) {
		act := uuid.New()
		t.push(t.registered(who, act, demo.Xinfeng),
			t.say(act, act, who, "residence.filed", record.Filed{Case: uuid.New(), No: no, Type: record.Register, On: today}))
	}
	file(a, first)
	w.now = w.now.Add(time.Minute)
	file(b, later)
	w.tick(second)
	w.tick(w.District)
	lines := a.pull(sync.TownFeed(demo.Xinfeng))
	if n := len(find(lines, first, "number.replaced")); n != 0 {
		t.Error("the earlier number was replaced")
	}
	replaced := find(lines, later, "number.replaced")
	if len(replaced) != 1 {
		t.Fatalf("replaced %d times", len(replaced))
	}
	if bytes.Count(replaced[0].Event.Body, []byte(no)) != 1 {
		t.Errorf("body %s", replaced[0].Event.Body)
	}
}

// dueNow counts the files that are due.
func (w *world) dueNow() (n int, err error) {
	_, stale, _, err := w.findDue(w.t.Context())
	if err != nil {
		return 0, err
	}
	list, _, _, err := w.findDue(w.t.Context())
	return len(stale) + len(list), err
}
