package store_test

import (
	"context"
	"testing"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

func TestRecord_keeps_a_visit_over_a_restart(t *testing.T) {
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	ses := storetest.SignIn(t, s)
	sit, out, done := storetest.Visit(t, ses, 0)
	before, err := ses.Person(context.Background(), sit.Person)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = storetest.Reopen(t, terminal)
	ses = storetest.SignIn(t, s)
	after, err := ses.Person(context.Background(), sit.Person)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := asJSON(t, after), asJSON(t, before); got != want {
		t.Errorf("after a restart\n%s\nwant\n%s", got, want)
	}
	if c := after.Cases[0]; c.No != out.CaseNo || c.State != record.Accepted {
		t.Errorf("case %s is %s, want %s accepted", c.No, c.State, out.CaseNo)
	}
	if m := after.Applicant(); m == nil || m.No != out.JoinNo {
		t.Errorf("no application %s", out.JoinNo)
	}
	checked, err := s.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := checked.Err(); err != nil || checked.Entries != len(done.Events) {
		t.Errorf("verified %d entries of %d, %v", checked.Entries, len(done.Events), err)
	}
}

func keyOf(err error) string {
	if err == nil {
		return ""
	}
	return store.KeyOf(err)
}
