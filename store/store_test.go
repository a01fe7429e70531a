package store_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

func TestRecord_keeps_a_visit_over_a_restart(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, out, done := storetest.Visit(t, ses, 0)
	before := person(t, ses, sit.Person)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = storetest.Reopen(t, terminal)
	ses = storetest.SignIn(t, s)
	after := person(t, ses, sit.Person)
	if got, want := asJSON(t, after), asJSON(t, before); got != want {
		t.Errorf("after a restart\n%s\nwant\n%s", got, want)
	}
	if c := after.Cases[0]; c.No != out.CaseNo || c.State != record.Accepted {
		t.Errorf("case %s is %s, want %s accepted", c.No, c.State, out.CaseNo)
	}
	if m := after.Applicant(); m == nil || m.No != out.JoinNo {
		t.Errorf("no application %s", out.JoinNo)
	}
	if v := verified(t, s); v.Err() != nil || v.Entries != len(done.Events) {
		t.Errorf("verified %d entries of %d, %v", v.Entries, len(done.Events), v.Err())
	}
}

func TestRecord_numbers_entries_without_gaps(t *testing.T) {
	_, s, ses := opened(t)
	total := 0
	for n := range 5 {
		_, _, done := storetest.Visit(t, ses, n)
		total += len(done.Events)
		for i := 1; i < len(done.Events); i++ {
			if done.Events[i].At <= done.Events[i-1].At || done.Events[i].Act != done.Act {
				t.Fatalf("visit %d: events are not one act in order", n)
			}
		}
		if _, err := say(ses, record.RoleWindowClerk, uuid.New(), "slip.printed", record.SlipPrinted{Token: "none"}); err == nil {
			t.Fatal("a print of an unknown slip was recorded")
		}
	}
	places := must[[]string](t)(s.Column(background, `SELECT place & 0xffffffffff FROM entry ORDER BY place`))
	if len(places) != total {
		t.Fatalf("%d entries, want %d", len(places), total)
	}
	for i, p := range places {
		if p != strconv.Itoa(i+1) {
			t.Fatalf("entry %d has number %s", i+1, p)
		}
	}
}

func TestRecord_refuses_what_would_not_take_effect(t *testing.T) {
	_, s, ses := opened(t)
	sit, out, _ := storetest.Visit(t, ses, 0)
	again := storetest.Sitting(t, ses, storetest.VisitorN(0))
	before := dump(t, ses)

	_, _, err := storetest.Save(ses, again) // applies a second time
	wantConflict(t, err, record.AppliedTwice)
	if got := dump(t, ses); got != before {
		t.Errorf("a refused act left\n%s\nwant\n%s", got, before)
	}
	_, next, _ := storetest.Visit(t, ses, 1)
	if seqOf(t, next.CaseNo) != seqOf(t, out.CaseNo)+1 {
		t.Errorf("after %s came %s: a refused act used up a number", out.CaseNo, next.CaseNo)
	}

	done, err := ses.Record(background, record.RoleWindowClerk, again.Visit, func(tx *store.Tx) ([]record.Fact, error) {
		tx.Allow(record.AppliedTwice)
		now, err := tx.Person(sit.Person)
		if err != nil {
			return nil, err
		}
		facts, _, err := again.Facts(&now, tx)
		return facts, err
	})
	if err != nil || len(done.Listed) != 1 || done.Listed[0].Reason != record.AppliedTwice {
		t.Errorf("allowed: got %v, %v", done.Listed, err)
	}
	if v := verified(t, s); v.Err() != nil {
		t.Error(v.Err())
	}
}

func wantConflict(t *testing.T, err error, reason record.Reason) {
	t.Helper()
	if store.CodeOf(err) != store.Conflict || store.KeyOf(err) != string(reason) {
		t.Fatalf("got %v, want a conflict %s", err, reason)
	}
}

func seqOf(t *testing.T, no string) int {
	t.Helper()
	n, check := ident.ParseCaseNo(no)
	if !check.OK() {
		t.Fatalf("number %s: %s", no, check.Code)
	}
	return n.Seq
}

func TestRecord_asks_for_the_right(t *testing.T) {
	_, s, ses := opened(t)
	sit, out, _ := storetest.Visit(t, ses, 0)
	approve := record.MembershipApproved{Membership: out.Membership, Union: sit.Union.Union, On: s.Today(), MemberNo: "1"}
	for _, role := range []record.Role{record.RoleWindowClerk, record.RoleBaseUnion} {
		_, err := say(ses, role, sit.Person, "membership.approved", approve)
		if store.CodeOf(err) != store.Forbidden || store.KeyOf(err) != string(record.NotAllowed) {
			t.Errorf("clerk as %s: got %v", role, err)
		}
	}
	officer := storetest.SignInAs(t, s, "union")
	no := storetest.Approve(t, officer, sit.Person, out, "U103A")
	p := person(t, ses, sit.Person)
	if m := p.Member(); m == nil || m.MemberNo != no || m.Holding != sit.Union.Union {
		t.Errorf("after approval: %+v", p.Members)
	}
}

func TestRecord_refuses_empty_unknown_and_oversized_acts(t *testing.T) {
	_, _, ses := opened(t)
	id := uuid.New()
	_, err := ses.Record(background, record.RoleWindowClerk, uuid.Nil, func(*store.Tx) ([]record.Fact, error) { return nil, nil })
	wantKey(t, err, store.KeyNothingSaid)
	_, err = say(ses, record.RoleWindowClerk, id, "person.flown", struct{}{})
	wantKey(t, err, store.KeyUnknownType)
	_, err = say(ses, "", id, "person.changed", record.Details{Fields: map[record.Field]string{record.FieldRemark: "样例"}})
	if store.CodeOf(err) != store.Forbidden || store.KeyOf(err) != string(record.NotAllowed) {
		t.Errorf("without a role: %v", err)
	}
	_, err = say(ses, record.RoleWindowClerk, id, "person.changed", record.Details{
		Fields: map[record.Field]string{record.FieldRemark: strings.Repeat("长", 100_000)}})
	wantKey(t, err, store.KeyActTooBig)
	mine := errors.New("changed my mind")
	_, err = ses.Record(background, record.RoleWindowClerk, uuid.Nil, func(*store.Tx) ([]record.Fact, error) { return nil, mine })
	if !errors.Is(err, mine) {
		t.Errorf("build's error came back as %v", err)
	}
	_, err = ses.Person(background, id)
	wantKey(t, err, store.KeyPersonUnknown)
}

func TestTx_gives_out_numbers_until_they_are_used_up(t *testing.T) {
	_, s, ses := opened(t)
	if err := s.Spoil(background, `INSERT INTO counter (name, last) VALUES ('JZ20260914', 9998)`); err != nil {
		t.Fatal(err)
	}
	_, out, _ := storetest.Visit(t, ses, 0)
	if seqOf(t, out.CaseNo) != 9999 {
		t.Errorf("got %s", out.CaseNo)
	}
	_, _, err := storetest.Save(ses, storetest.Sitting(t, ses, storetest.VisitorN(1)))
	wantKey(t, err, store.KeyNumbersUsedUp)
}

func TestRecord_time_never_goes_back(t *testing.T) {
	terminal, s, ses := opened(t)
	_, _, first := storetest.Visit(t, ses, 0)
	terminal.Clock.Pass(-30 * 24 * 3600e9)
	_, _, second := storetest.Visit(t, ses, 1)
	if second.Events[0].At <= first.Events[len(first.Events)-1].At {
		t.Error("a clock set back turned the order round")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	ses = storetest.SignIn(t, storetest.Reopen(t, terminal))
	_, _, third := storetest.Visit(t, ses, 2)
	if third.Events[0].At <= second.Events[len(second.Events)-1].At {
		t.Error("a restart forgot the clock")
	}
}
