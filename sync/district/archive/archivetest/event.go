package archivetest

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// wantEvents compares all fields; Row and File must be set.
func wantEvents(t *testing.T, got, want []archive.Event) {
	t.Helper()
	same(t, "events", len(got), len(want))
	for i := range got {
		if got[i].Row == 0 || !reflect.DeepEqual(got[i], want[i]) {
			t.Fatalf("event %d:\ngot  %+v\nwant %+v", i, got[i], want[i])
		}
	}
}

func eventRoundTrip(t *testing.T, a archive.Archive) {
	journal := ID("journal", 1)
	events := eventsOf(journal, 1, 3, 2000)
	first := &events[0]
	first.Header.Visit = uuid.Nil
	first.Content = []byte{}
	first.Header.At = 1<<63 + 5 // a clock far ahead uses all bits
	events[1].Header.Type, events[1].Header.Version = "谁也不认识.的类型", 7
	write(t, a, func(tx archive.Tx) error { return Store(tx, journal, "", events) })
	for i := range events {
		events[i].Ends = record.Hash{} // of the entry, not read here
	}
	read(t, a, func(tx archive.Tx) error {
		for i := range events {
			got, err := tx.EventsOf(events[i].File)
			if err != nil {
				return err
			}
			if len(got) == 1 && len(got[0].Content) == 0 && len(events[i].Content) == 0 {
				got[0].Content = []byte{} // empty and none are told apart by File
			}
			wantEvents(t, got, events[i:i+1])
			known, err := tx.Known([]uuid.UUID{events[i].Header.ID, ID("unknown", i)})
			if err != nil {
				return err
			}
			same(t, "known", len(known), 1)
			want := events[i]
			want.Content = nil
			wantEvents(t, []archive.Event{known[want.Header.ID]}, []archive.Event{want})
		}
		return nil
	})
}

func offered(t *testing.T, a archive.Archive) {
	e := Event(uuid.Nil, 1, 1, 50)
	e.Seq, e.Ends = 0, record.Hash{}
	write(t, a, func(tx archive.Tx) error {
		f, err := tx.LockFiles([]record.File{e.Header.File})
		if err != nil {
			return err
		}
		e.File = f[0].Row
		events := []archive.Event{e}
		err = tx.AddEvents(events)
		e = events[0]
		return err
	})
	read(t, a, func(tx archive.Tx) error {
		got, err := tx.EventsOf(e.File)
		wantEvents(t, got, []archive.Event{e})
		return err
	})
}

func knownOfMany(t *testing.T, a archive.Archive) {
	journal := ID("journal", 1)
	events := eventsOf(journal, 1, 1500, 10)
	write(t, a, func(tx archive.Tx) error { return Store(tx, journal, "", events) })
	read(t, a, func(tx archive.Tx) error {
		asked := make([]uuid.UUID, 0, 3000)
		for i := range events {
			asked = append(asked, events[i].Header.ID, ID("unknown", i))
		}
		rand.Shuffle(len(asked), func(i, j int) { asked[i], asked[j] = asked[j], asked[i] })
		known, err := tx.Known(asked)
		same(t, "known", len(known), len(events))
		for i := range events {
			same(t, "row", known[events[i].Header.ID].Row, events[i].Row)
		}
		none, err2 := tx.Known(nil)
		same(t, "known of none", len(none), 0)
		if err == nil {
			err = err2
		}
		return err
	})
}

func eventsOfMany(t *testing.T, a archive.Archive) {
	journal := ID("journal", 1)
	events := eventsOf(journal, 1, 600, 10)
	for i := range events {
		events[i].Header.File = Person(i % 200) // three events each
	}
	write(t, a, func(tx archive.Tx) error { return Store(tx, journal, "", events) })
	var files []int64
	for i := range 200 {
		files = append(files, events[i].File)
	}
	read(t, a, func(tx archive.Tx) error {
		got, err := tx.EventsOf(files...)
		for i := range got {
			got[i].Ends = events[i].Ends
		}
		wantEvents(t, got, events)
		return err
	})
}

func erased(t *testing.T, a archive.Archive) {
	journal := ID("journal", 1)
	events := eventsOf(journal, 1, 4, 300)
	write(t, a, func(tx archive.Tx) error { return Store(tx, journal, "town/1", events) })
	write(t, a, func(tx archive.Tx) error { return tx.Empty([]int64{events[3].Row, events[1].Row}) })
	for _, i := range []int{1, 3} {
		e := &events[i]
		e.Content, e.File, e.Header.File, e.Header.Act, e.Header.Visit = nil, 0, record.File{}, uuid.Nil, uuid.Nil
	}
	read(t, a, func(tx archive.Tx) error {
		got, err := tx.Entries(journal, 0, 10)
		if err != nil {
			return err
		}
		wantEvents(t, got, events)
		lines, err := tx.Lines("town/1", 0, 1<<20)
		same(t, "lines", len(lines), 4)
		same(t, "content of an erased line", len(lines[1].Event.Content), 0)
		same(t, "digest of an erased line", lines[1].Event.Digest, events[1].Digest)
		c, err2 := tx.Counts()
		same(t, "erased", c.Erased, 2)
		if err == nil {
			err = err2
		}
		return err
	})
}

func refused(t *testing.T, a archive.Archive) {
	for range 2 { // the second time says nothing new
		write(t, a, func(tx archive.Tx) error {
			if err := tx.Refuse(EventID(1), HashOf(1), bytes.Repeat([]byte{1}, 100)); err != nil {
				return err
			}
			return tx.Refuse(EventID(1), HashOf(2), []byte{2})
		})
	}
	read(t, a, func(tx archive.Tx) error {
		n, err := tx.Refused()
		same(t, "refused", n, 2)
		return err
	})
}

// remarked: lines keep the mark they were appended with.
func remarked(t *testing.T, a archive.Archive) {
	journal := ID("journal", 1)
	events := eventsOf(journal, 1, 4, 20)
	write(t, a, func(tx archive.Tx) error { return Store(tx, journal, "town/1", events) })
	e := events[2]
	before := e.Mark
	e.Mark = record.Mark{Effective: 77, Allowed: false, Reason: "other"}
	write(t, a, func(tx archive.Tx) error {
		if err := tx.Remark(e.Row, e.Mark); err != nil {
			return err
		}
		return Append(tx, "town/2", []archive.Event{e})
	})
	read(t, a, func(tx archive.Tx) error {
		got, err := tx.EventsOf(e.File)
		same(t, "mark", got[0].Mark, e.Mark)
		old, err2 := tx.Lines("town/1", 2, 1)
		same(t, "mark of the line before", old[0].Event.Mark, before)
		later, err3 := tx.Lines("town/2", 0, 1)
		same(t, "mark of the line after", later[0].Event.Mark, e.Mark)
		return errors.Join(err, err2, err3)
	})
}
