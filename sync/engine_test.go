package sync_test

import (
	"testing"

	"ruhui/store/record"
	"ruhui/store/storetest"
)

func TestEngine_brings_a_visit_to_another_window(t *testing.T) {
	d := storetest.District(t, false)
	far := newFake(t, d)
	a, b := newWindow(t, d, 1, far), newWindow(t, d, 2, far)
	sit, _, _ := storetest.Visit(t, a.ses, 0)
	a.settle(t)
	if w, err := a.store.Waiting(t.Context()); err != nil || w.Events != 0 {
		t.Fatalf("still waiting: %+v, %v", w, err)
	}
	b.settle(t)
	want, err := a.ses.Person(t.Context(), sit.Person)
	if err != nil {
		t.Fatal(err)
	}
	got, err := b.ses.Person(t.Context(), sit.Person)
	if err != nil {
		t.Fatal(err)
	}
	if got.Text(record.FieldName) != storetest.VisitorN(0).Name || len(got.Cases) != len(want.Cases) || len(got.Members) != 1 {
		t.Errorf("at the other window: %d cases, %d applications", len(got.Cases), len(got.Members))
	}
	for _, w := range []*window{a, b} {
		v, err := w.store.Verify(t.Context())
		if err != nil || v.Err() != nil {
			t.Errorf("verify: %v, %v", err, v.Err())
		}
		if w.store.Proven() <= record.HLCOf(storetest.Morning) {
			t.Error("the proven time has not moved")
		}
	}
	before := far.asked["/v1/push"]
	a.settle(t) // nothing is left to send
	if far.asked["/v1/push"] != before {
		t.Error("sent what was received")
	}
}
