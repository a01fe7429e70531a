package store_test

import (
	"encoding/hex"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// receive lets the district sign for the first seq entries, and hold the first
// safe ones twice.
func receive(t *testing.T, s *store.Store, seq, safe int) {
	t.Helper()
	if err := s.TakeReceipt(background, receiptFor(t, s, seq, safe)); err != nil {
		t.Fatal(err)
	}
}

func receiptFor(t *testing.T, s *store.Store, seq, safe int) store.Receipt {
	t.Helper()
	journal := must[[]string](t)(s.Column(background, `SELECT hex(uuid) FROM journal`))
	hashes := must[[]string](t)(s.Column(background, `SELECT hex(hash) FROM entry WHERE hash IS NOT NULL ORDER BY place`))
	seqs := must[[]string](t)(s.Column(background, `SELECT place & 0xffffffffff FROM entry WHERE hash IS NOT NULL ORDER BY place`))
	r := store.Receipt{Journal: uuid.MustParse(journal[0]), Seq: int64(seq), Safe: int64(safe),
		At: record.HLCOf(storetest.Morning.Add(time.Hour)), Signed: []byte("signed")}
	for i := range seqs {
		if seqs[i] == strconv.Itoa(seq) {
			raw, err := hex.DecodeString(hashes[i])
			if err != nil {
				t.Fatal(err)
			}
			r.Hash = record.Hash(raw)
		}
	}
	return r
}

func TestWaiting_counts_down_with_receipts(t *testing.T) {
	terminal, s, ses := opened(t)
	if w := must[store.Waiting](t)(s.Waiting(background)); w != (store.Waiting{}) {
		t.Errorf("at first %+v", w)
	}
	_, _, one := storetest.Visit(t, ses, 0)
	terminal.Clock.Pass(time.Minute)
	_, _, two := storetest.Visit(t, ses, 1)
	first, total := len(one.Events), len(one.Events)+len(two.Events)
	want := store.Waiting{Acts: 2, Events: total, Oldest: one.Events[0].At.Time(), Unsafe: total}
	if w := must[store.Waiting](t)(s.Waiting(background)); w != want {
		t.Errorf("got %+v, want %+v", w, want)
	}
	states := func() (all []store.Upload) {
		for _, a := range must[[]store.Attended](t)(ses.TodaysVisits(background)) {
			all = append(all, a.State) // the latest first
		}
		return all
	}
	for _, step := range []struct {
		seq, safe int
		want      [2]store.Upload
	}{
		{first, 0, [2]store.Upload{store.Here, store.AtDistrict}},
		{total, first, [2]store.Upload{store.AtDistrict, store.Safe}},
		{first, 0, [2]store.Upload{store.AtDistrict, store.Safe}}, // an old receipt comes late
		{total, total, [2]store.Upload{store.Safe, store.Safe}},
	} {
		receive(t, s, step.seq, step.safe)
		if got := states(); len(got) != 2 || got[0] != step.want[0] || got[1] != step.want[1] {
			t.Errorf("after a receipt for %d, %d safe: %v, want %v", step.seq, step.safe, got, step.want)
		}
	}
	if w := must[store.Waiting](t)(s.Waiting(background)); w != (store.Waiting{}) {
		t.Errorf("at last %+v", w)
	}
	_, _, three := storetest.Visit(t, ses, 2)
	if three.Events[0].Proven != record.HLCOf(storetest.Morning.Add(time.Hour)) {
		t.Error("the receipt's time is not the latest proven one")
	}
}

func TestTakeReceipt_refuses_what_does_not_agree(t *testing.T) {
	_, s, ses := opened(t)
	_, _, done := storetest.Visit(t, ses, 0)
	good := receiptFor(t, s, len(done.Events), 0)
	for name, spoil := range map[string]func(*store.Receipt){
		"another journal": func(r *store.Receipt) { r.Journal = uuid.New() },
		"another hash":    func(r *store.Receipt) { r.Hash[0]++ },
		"beyond the head": func(r *store.Receipt) { r.Seq++ },
		"inside an act":   func(r *store.Receipt) { r.Seq-- },
		"safe beyond it":  func(r *store.Receipt) { r.Safe = r.Seq + 1 },
	} {
		r := good
		spoil(&r)
		err := s.TakeReceipt(background, r)
		if store.CodeOf(err) != store.Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	if w := must[store.Waiting](t)(s.Waiting(background)); w.Events != len(done.Events) {
		t.Errorf("waiting %+v", w)
	}
}

func TestTodaysVisits_says_what_came_of_each(t *testing.T) {
	terminal, _, ses := opened(t)
	sit, out, _ := storetest.Visit(t, ses, 0)
	terminal.Clock.Pass(time.Hour)
	alone := storetest.Sitting(t, ses, storetest.VisitorN(1))
	alone.Union.Offer = record.Declined
	if _, _, err := storetest.Save(ses, alone); err != nil {
		t.Fatal(err)
	}
	visits := must[[]store.Attended](t)(ses.TodaysVisits(background))
	if len(visits) != 2 || visits[0].Visit != alone.Visit || visits[1].Visit != sit.Visit {
		t.Fatalf("got %d visits", len(visits))
	}
	if v := visits[0]; v.Joined != nil || len(v.Cases) != 1 || v.Cases[0].State != record.Accepted || v.Slip == "" {
		t.Errorf("declined: %+v", v)
	}
	v := visits[1]
	if v.Joined == nil || v.Joined.No != out.JoinNo || v.Joined.State != record.Pending || v.Slip != out.Token ||
		v.Cases[0].No != out.CaseNo || v.Cases[0].Promised != out.PromisedOn || v.Person != sit.Person {
		t.Errorf("joined: %+v", v)
	}
	if v.Name == storetest.VisitorN(0).Name || v.Name == "" {
		t.Error("the name is not masked")
	}
	terminal.Clock.Pass(24 * time.Hour)
	if tomorrow := must[[]store.Attended](t)(ses.TodaysVisits(background)); len(tomorrow) != 0 {
		t.Errorf("tomorrow there are %d", len(tomorrow))
	}
}

// With a clock that cannot be right the day is the one the clerk was asked for.
func TestTodaysVisits_goes_by_the_date_that_was_asked(t *testing.T) {
	terminal, _, ses := opened(t)
	terminal.Clock.Pass(-40 * 24 * time.Hour)
	ses.SetDate(demo.Today.AddDays(1))
	sit := storetest.Sitting(t, ses, storetest.VisitorN(0))
	sit.DateAsked = ses.DateAsked()
	if _, _, err := storetest.Save(ses, sit); err != nil {
		t.Fatal(err)
	}
	if visits := must[[]store.Attended](t)(ses.TodaysVisits(background)); len(visits) != 1 || visits[0].Visit != sit.Visit {
		t.Errorf("got %d visits, want the one of the date that was asked", len(visits))
	}
	terminal.Clock.Pass(24 * time.Hour)
	if visits := must[[]store.Attended](t)(ses.TodaysVisits(background)); len(visits) != 0 {
		t.Errorf("a day later there are %d", len(visits))
	}
}
