package sync_test

import (
	"os"
	"testing"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/storetest"
)

// copyOf closes a window and gives a second one on a copy of its folder, both
// open again.
func copyOf(t *testing.T, w *window, far *fake) (original, second *window) {
	t.Helper()
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	copied := *w.terminal
	copied.Dir = t.TempDir()
	if err := os.CopyFS(copied.Dir, os.DirFS(w.terminal.Dir)); err != nil {
		t.Fatal(err)
	}
	return reopened(t, w.terminal, far), reopened(t, &copied, far)
}

func persons(t *testing.T, w *window, ids ...uuid.UUID) {
	t.Helper()
	for i, id := range ids {
		if _, err := w.ses.Person(t.Context(), id); err != nil {
			t.Errorf("person %d: %v", i, err)
		}
	}
}

func TestEngine_goes_on_in_a_new_journal_after_a_copy_wrote_first(t *testing.T) {
	d := storetest.District(t, false)
	far := newFake(t, d)
	far.number = 42
	a := newWindow(t, d, 1, far)
	one, _, _ := storetest.Visit(t, a.ses, 0)
	a.settle(t)
	two, _, _ := storetest.Visit(t, a.ses, 1) // waits in both
	a, b := copyOf(t, a, far)
	three, _, _ := storetest.Visit(t, a.ses, 2)
	a.settle(t)
	four, outFour, _ := storetest.Visit(t, b.ses, 3)
	before := b.store.Head().Journal
	b.mayFail = 1 // it is told that what it sends does not join on
	b.settle(t)
	if b.store.Head().Journal == before || a.store.Head().Journal != before {
		t.Error("not the copy went on in another journal")
	}
	listen(t, a)
	a.settle(t)
	for _, w := range []*window{a, b} {
		persons(t, w, one.Person, two.Person, three.Person, four.Person)
		if v, err := w.store.Verify(t.Context()); err != nil || v.Err() != nil {
			t.Errorf("verify: %v, %v", err, v.Err())
		}
		if n, err := w.store.Waiting(t.Context()); err != nil || n.Events != 0 {
			t.Errorf("%d still wait, %v", n.Events, err)
		}
	}
	if _, is, err := b.store.Copied(t.Context()); is || err != nil || b.store.Terminal().Number != 42 {
		t.Errorf("still a copy: %v, %v; number %d", is, err, b.store.Terminal().Number)
	}
	twice := map[uuid.UUID]bool{}
	for _, l := range far.feeds[theFeed] {
		if twice[l.Event.ID] {
			t.Error("an event was sent twice")
		}
		twice[l.Event.ID] = true
	}
	if _, out, _ := storetest.Visit(t, b.ses, 4); out.CaseNo == outFour.CaseNo {
		t.Error("a number was given twice")
	}
	b.settle(t)
	if s, err := b.store.UploadOf(t.Context(), four.Visit); s != store.AtDistrict || err != nil {
		t.Errorf("the visit is said to be %v, %v", s, err)
	}
}

func TestEngine_gets_back_what_was_written_after_a_backup(t *testing.T) {
	d := storetest.District(t, false)
	far := newFake(t, d)
	a := newWindow(t, d, 1, far)
	one, _, _ := storetest.Visit(t, a.ses, 0)
	a.settle(t)
	a, b := copyOf(t, a, far) // b is the folder as of now
	two, _, _ := storetest.Visit(t, a.ses, 1)
	a.settle(t)
	if err := a.store.Close(); err != nil { // and a is gone
		t.Fatal(err)
	}
	before := b.store.Head().Journal
	b.settle(t)
	if b.store.Head().Journal == before {
		t.Error("goes on in a journal that the district holds more of")
	}
	persons(t, b, one.Person, two.Person)
	three, _, _ := storetest.Visit(t, b.ses, 2)
	b.settle(t)
	persons(t, b, three.Person)
	for _, visit := range []uuid.UUID{one.Visit, two.Visit, three.Visit} {
		if s, err := b.store.UploadOf(t.Context(), visit); s != store.AtDistrict || err != nil {
			t.Errorf("a visit is said to be %v, %v", s, err)
		}
	}
	if v, err := b.store.Verify(t.Context()); err != nil || v.Err() != nil {
		t.Errorf("verify: %v, %v", err, v.Err())
	}
}
