//go:build !race

package store_test

import (
	"testing"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/storetest"
	"ruhui/store/storetest/disk"
)

// Others' events are written in pieces, of which only the last is synced: a cut
// leaves whole acts of them, and after the same news once more all.
func TestFault_power_cut_while_taking(t *testing.T) {
	t.Parallel()
	terminal, d, s, ses, promises := watchedTerminal(t, 1)
	far := storetest.SignIn(t, storetest.Open(t, &storetest.Terminal{District: terminal.District, Number: 2}))
	var news []record.Marked
	var numbers []string
	for n := 20; n < 31; n++ { // more than one piece
		_, out, done := storetest.Visit(t, far, n)
		for _, e := range done.Events {
			news = append(news, record.Marked{Event: e, Mark: record.Mark{Effective: e.At, Allowed: true}})
		}
		numbers = append(numbers, out.CaseNo, out.JoinNo)
	}
	trace := d.Record(t)
	if err := s.Take(background, news); err != nil {
		t.Fatal(err)
	}
	for _, no := range numbers { // from here on they are shown
		promises = append(promises, promise{trace.Len(), no})
	}
	if err := s.Checkpoint(background); err != nil {
		t.Fatal(err)
	}
	want := dump(t, ses)
	cuts(t, trace, fewImages, func(moment int, dir string, image disk.Image) {
		image.Write(t, dir)
		again := &storetest.Terminal{Dir: dir, Clock: terminal.Clock}
		reopened, err := store.Open(dir, again.Options())
		if err != nil {
			t.Fatal(err)
		}
		served := storetest.SignIn(t, reopened)
		keptOnceAndWhole(t, reopened, numbersUpTo(promises, moment))
		if err := reopened.Take(background, news); err != nil {
			t.Fatal(err)
		}
		if dump(t, served) != want {
			t.Error("the same news once more did not give the same lists")
		}
		if err := reopened.Close(); err != nil {
			t.Fatal(err)
		}
		revived(t, terminal, dir, append(numbersUpTo(promises, 0), numbers...), 100)
	})
}
