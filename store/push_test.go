package store_test

import (
	"testing"
	"time"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// chained computes the hash a stretch ends with from what it brings.
func chained(st store.Stretch) record.Hash {
	hash := st.Previous
	for i := range st.Entries {
		hash = st.Entries[i].Event.ChainHash(hash, st.Entries[i].Digest)
	}
	return hash
}

func TestUnsent_gives_whole_acts_that_chain(t *testing.T) {
	_, s, ses := opened(t)
	if st := must[store.Stretch](t)(s.Unsent(background, 1)); len(st.Entries) != 0 || st.Remain != 0 {
		t.Errorf("at first %d entries", len(st.Entries))
	}
	var acts []store.Recorded
	for n := range 3 {
		_, _, done := storetest.Visit(t, ses, n)
		acts = append(acts, done)
	}
	st := must[store.Stretch](t)(s.Unsent(background, 1))
	if len(st.Entries) != len(acts[0].Events) || st.Remain != len(acts[1].Events)+len(acts[2].Events) {
		t.Errorf("%d entries, %d remain: not one act", len(st.Entries), st.Remain)
	}
	all := must[store.Stretch](t)(s.Unsent(background, 1<<20))
	i := 0
	for _, act := range acts {
		for _, e := range act.Events {
			if got := all.Entries[i].Event; got.ID != e.ID || got.Digest() != e.Digest() || all.Entries[i].Digest != e.Digest() {
				t.Errorf("entry %d is not as it was written", i)
			}
			i++
		}
	}
	if i != len(all.Entries) || all.Remain != 0 || chained(all) != all.Last || all.Last != s.Head().Hash {
		t.Errorf("%d of %d entries, or a chain that does not lead to its end", i, len(all.Entries))
	}
	receive(t, s, len(acts[0].Events), 0)
	rest := must[store.Stretch](t)(s.Unsent(background, 1<<20))
	if rest.After != int64(len(acts[0].Events)) || rest.Previous != st.Last || chained(rest) != all.Last {
		t.Errorf("goes on behind %d", rest.After)
	}
	s.Close()
	if _, err := s.Unsent(background, 1); err == nil {
		t.Error("reads a closed folder")
	}
}

func TestUnsent_leaves_of_an_erased_person_only_headers(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, _, done := storetest.Visit(t, ses, 0)
	terminal.Clock.Pass(time.Minute)
	storetest.Visit(t, ses, 1)
	last := s.Head().Hash
	erased := record.HLC(0)
	for i := range done.Events {
		erased = max(erased, done.Events[i].At)
	}
	order := store.Erasure{Person: sit.Person, UpTo: erased, At: erased + 5}
	for range 2 { // the order may come again
		if err := s.TakeErasures(background, []store.Erasure{order}); err != nil {
			t.Fatal(err)
		}
	}
	if c := must[store.Contact](t)(s.Contact(background)); c.Erased != order.At {
		t.Errorf("erased up to %v, want %v", c.Erased, order.At)
	}
	st := must[store.Stretch](t)(s.Unsent(background, 1<<20))
	for i, e := range st.Entries {
		if gone := i < len(done.Events); e.Erased != gone || (len(e.Event.Body) == 0) != gone {
			t.Errorf("entry %d: erased %v, %d bytes", i, e.Erased, len(e.Event.Body))
		}
	}
	if chained(st) != last {
		t.Error("the chain does not lead to where it did")
	}
}

func TestTakeAnswer_stores_marks_and_receipt(t *testing.T) {
	_, s, ses := opened(t)
	_, _, done := storetest.Visit(t, ses, 0)
	r := receiptFor(t, s, len(done.Events), 0)
	var marks []store.Given
	for i := range done.Events {
		marks = append(marks, store.Given{Event: done.Events[i].ID, Mark: record.Mark{Effective: done.Events[i].At + 7, Allowed: true}})
	}
	wrong := r
	wrong.Hash[0]++
	if err := s.TakeAnswer(background, marks, wrong, nil); store.KeyOf(err) != store.KeyReceiptUnknown {
		t.Errorf("a receipt for something else: %v", err)
	}
	if w := must[store.Waiting](t)(s.Waiting(background)); w.Events != len(done.Events) {
		t.Errorf("%d wait after an answer that was refused", w.Events)
	}
	for range 2 {
		if err := s.TakeAnswer(background, marks, r, nil); err != nil {
			t.Fatal(err)
		}
	}
	if w := must[store.Waiting](t)(s.Waiting(background)); w.Events != 0 || s.Proven() != r.At {
		t.Errorf("%d wait, proven %v", w.Events, s.Proven())
	}
	for _, m := range must[[]record.Marked](t)(ses.AllEvents(background)) {
		if m.Mark.Provisional || m.Mark.Effective != m.Event.At+7 {
			t.Errorf("mark %+v", m.Mark)
		}
	}
	if got := must[[]byte](t)(s.LastReceipt(background)); string(got) != "signed" {
		t.Errorf("keeps %q", got)
	}
}

func TestJoins_takes_the_district_at_its_word(t *testing.T) {
	_, s, ses := opened(t)
	storetest.Visit(t, ses, 0)
	first := s.Head()
	storetest.Visit(t, ses, 1)
	receive(t, s, int(s.Head().Seq), 0)
	for _, c := range []struct {
		what string
		seq  int64
		hash record.Hash
		want bool
	}{
		{"all of it", s.Head().Seq, s.Head().Hash, true},
		{"more", s.Head().Seq + 1, s.Head().Hash, false},
		{"something else", first.Seq, record.Hash{1}, false},
		{"inside an act", first.Seq - 1, first.Hash, false},
		{"the first act", first.Seq, first.Hash, true},
		{"nothing", 0, record.Hash{}, true},
	} {
		if got := must[bool](t)(s.Joins(background, first.Journal, c.seq, c.hash)); got != c.want {
			t.Errorf("%s: joins %v", c.what, got)
		}
		if c.want {
			if w := must[store.Waiting](t)(s.Waiting(background)); int64(w.Events) != s.Head().Seq-c.seq {
				t.Errorf("%s: %d wait", c.what, w.Events)
			}
		}
	}
}

func TestCompareClocks_notices_a_clock_that_was_set(t *testing.T) {
	_, s, ses := opened(t)
	set := func() bool { return must[store.Stretch](t)(s.Unsent(background, 1<<20)).ClockSet }
	compare := func(ahead time.Duration) {
		if err := s.CompareClocks(background, ahead); err != nil {
			t.Fatal(err)
		}
	}
	storetest.Visit(t, ses, 0)
	compare(time.Hour) // wrong, but it was never compared before
	if set() {
		t.Error("set, as far as the first comparison tells")
	}
	compare(time.Hour + time.Second)
	if set() {
		t.Error("set by a second")
	}
	compare(0)
	if !set() {
		t.Error("put right by an hour, and not noticed")
	}
	receive(t, s, int(s.Head().Seq), 0)
	storetest.Visit(t, ses, 1)
	if set() {
		t.Error("what was written since is doubted")
	}
}
