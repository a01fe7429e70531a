package sync_test

import (
	"testing"

	"ruhui/store/record"
	"ruhui/store/storetest"
	syncing "ruhui/sync"
)

func TestEngine_gives_back_what_a_district_lost(t *testing.T) {
	d := storetest.District(t, false)
	far := newFake(t, d)
	a, b := newWindow(t, d, 1, far), newWindow(t, d, 2, far)
	one, _, _ := storetest.Visit(t, a.ses, 0)
	a.settle(t)
	b.settle(t)
	journals, feed := far.remember()
	two, _, _ := storetest.Visit(t, a.ses, 1)
	a.settle(t)
	listen(t, b)
	b.settle(t)
	lost := far.feeds[theFeed][len(feed):]
	far.goBack(journals, feed)

	b.mayFail = 1 // it is told that positions belong to another history
	three, _, _ := storetest.Visit(t, b.ses, 2)
	b.settle(t)
	if far.done != 1 {
		t.Errorf("%d times it was told that nothing more comes", far.done)
	}
	var back []syncing.Line
	var at record.Hash // the last signed position both know: few enough lines are read again
	for _, p := range far.offered {
		if p.Before != at || p.Chain(at) != p.Hash {
			t.Error("an offered page does not join on")
		}
		at = p.Hash
		back = append(back, p.Lines...)
	}
	for i := range lost {
		if b := back[len(back)-len(lost)+i]; b.Event.ID != lost[i].Event.ID || *b.Mark != *lost[i].Mark || b.Event.Digest() != lost[i].Event.Digest() {
			t.Errorf("line %d is not as it was", i)
		}
	}

	a.mayFail = 1
	listen(t, a)
	a.settle(t) // sends again what the district signed for and lost
	listen(t, b)
	b.settle(t)
	for _, w := range []*window{a, b} {
		persons(t, w, one.Person, two.Person, three.Person)
		if v, err := w.store.Verify(t.Context()); err != nil || v.Err() != nil {
			t.Errorf("verify: %v, %v", err, v.Err())
		}
		if n, err := w.store.Waiting(t.Context()); err != nil || n.Events != 0 {
			t.Errorf("%d still wait, %v", n.Events, err)
		}
		held, err := w.store.Positions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if p := held[theFeed]; p.Epoch != far.epoch || p.At != int64(len(far.feeds[theFeed])) {
			t.Errorf("held up to %d of %d", p.At, len(far.feeds[theFeed]))
		}
	}
}

func listen(t *testing.T, w *window) {
	t.Helper()
	if err := w.engine.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
}
