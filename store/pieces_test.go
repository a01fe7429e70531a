package store_test

import (
	"sync"
	"testing"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// written lets another terminal of the district serve visitors, and gives its
// events as the district would send them.
func written(tb testing.TB, district *demo.District, from, visitors int) (events []record.Marked) {
	tb.Helper()
	ses := storetest.SignIn(tb, storetest.Open(tb, &storetest.Terminal{District: district, Number: 7}))
	for n := range visitors {
		storetest.Visit(tb, ses, from+n)
	}
	for _, m := range must[[]record.Marked](tb)(ses.AllEvents(background)) {
		m.Mark.Provisional = false
		events = append(events, m)
	}
	return events
}

func TestTake_is_folded_at_the_next_sign_in_when_it_was_cut_off(t *testing.T) {
	terminal := &storetest.Terminal{District: storetest.District(t, false)}
	s := storetest.Open(t, terminal)
	ses := storetest.SignIn(t, s)
	storetest.Visit(t, ses, 0)
	events := written(t, terminal.District, 0, 3) // one of them was here as well
	if err := s.TakeUnfolded(background, events); err != nil {
		t.Fatal(err)
	}
	nobody(t, ses, storetest.VisitorN(2).Name)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = storetest.Reopen(t, terminal)
	ses = storetest.SignIn(t, s)
	if k := ses.Known(); k != (store.Known{Persons: 3, Complete: true}) {
		t.Errorf("known %+v", k)
	}
	left := must[[]string](t)(s.Column(background, `SELECT file FROM unfolded`))
	folded := dump(t, ses)
	if err := ses.Rebuild(background); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, ses); got != folded || len(left) > 0 {
		t.Errorf("%d files not folded; lists\n%s\nrebuilt\n%s", len(left), folded, got)
	}
}

// TestTake_while_visitors_are_served: the same visitors come to both windows, so
// that saves and pieces meet in their files.
func TestTake_while_visitors_are_served(t *testing.T) {
	const visitors = 40
	terminal := &storetest.Terminal{District: storetest.District(t, false)}
	s := storetest.Open(t, terminal)
	ses := storetest.SignIn(t, s)
	events := written(t, terminal.District, 0, visitors)
	var both sync.WaitGroup
	both.Go(func() {
		if err := s.Take(background, events); err != nil {
			t.Error(err)
		}
	})
	both.Go(func() {
		for n := range visitors {
			sit := storetest.Sitting(t, ses, storetest.VisitorN(visitors-n))
			if _, _, err := storetest.Save(ses, sit); err != nil && store.KeyOf(err) != string(record.AppliedTwice) {
				t.Error(err)
			}
		}
	})
	both.Wait()
	if v := verified(t, s); v.Err() != nil {
		t.Errorf("chain: %+v", v)
	}
	if left := must[[]string](t)(s.Column(background, `SELECT file FROM unfolded`)); len(left) > 0 {
		t.Errorf("%d files not folded", len(left))
	}
	lists := dump(t, ses)
	if err := ses.Rebuild(background); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, ses); got != lists {
		t.Errorf("lists\n%s\nrebuilt\n%s", lists, got)
	}
}
