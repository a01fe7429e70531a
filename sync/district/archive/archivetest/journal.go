package archivetest

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

func journals(t *testing.T, a archive.Archive) {
	journal := ID("journal", 1)
	want := archive.Journal{ID: journal, Terminal: ID("terminal", 1), Head: 4, Hash: HashOf(4), Last: 1 << 40, At: 1 << 41}
	write(t, a, func(tx archive.Tx) error {
		j, err := tx.LockJournal(journal)
		same(t, "new journal", j, archive.Journal{ID: journal})
		return errors.Join(err, tx.PutJournal(want))
	})
	write(t, a, func(tx archive.Tx) error {
		j, err := tx.LockJournal(journal)
		same(t, "journal", j, want)
		_, err2 := tx.LockJournal(ID("journal", 2)) // locked, and nothing put
		return errors.Join(err, err2)
	})
	read(t, a, func(tx archive.Tx) error {
		j, err := tx.Journal(journal)
		same(t, "journal", j, want)
		none, err2 := tx.Journal(ID("journal", 3))
		same(t, "unknown journal", none, archive.Journal{ID: ID("journal", 3)})
		all, err3 := tx.Journals()
		same(t, "journals", len(all), 1)
		same(t, "journal listed", all[0], want)
		return errors.Join(err, err2, err3)
	})
}

func entries(t *testing.T, a archive.Archive) {
	journal := ID("journal", 1)
	events := eventsOf(journal, 1, 10, 20)
	write(t, a, func(tx archive.Tx) error { return Store(tx, journal, "", events) })
	read(t, a, func(tx archive.Tx) error {
		got, err := tx.Entries(journal, 2, 5)
		if err != nil {
			return err
		}
		wantEvents(t, got, events[2:7])
		marks, err := tx.MarksAfter(journal, 6, 9)
		if err != nil {
			return err
		}
		same(t, "marks", len(marks), 3)
		for i, m := range marks {
			e := events[6+i]
			same(t, "mark", m.Mark, e.Mark)
			same(t, "its event", m.Header.ID, e.Header.ID)
			same(t, "its place", m.Seq, e.Seq)
			same(t, "its end", m.Ends, e.Ends)
		}
		return hashes(t, tx, journal, events)
	})
}

func hashes(t *testing.T, tx archive.Tx, journal uuid.UUID, events []archive.Event) error {
	t.Helper()
	for _, seq := range []int64{0, 3, 4, 8, 9, 11} {
		h, found, err := tx.HashAt(journal, seq)
		if err != nil {
			return err
		}
		var want record.Hash
		if seq >= 1 && seq <= int64(len(events)) {
			want = events[seq-1].Ends
		}
		same(t, "hash", h, want)
		same(t, "found", found, want != record.Hash{})
	}
	_, found, err := tx.HashAt(ID("journal", 2), 4)
	same(t, "found in an unknown journal", found, false)
	return err
}

func secondJournal(t *testing.T, a archive.Archive) {
	first, second := ID("journal", 1), ID("journal", 2)
	events := eventsOf(first, 1, 4, 20)
	write(t, a, func(tx archive.Tx) error { return Store(tx, first, "", events) })
	write(t, a, func(tx archive.Tx) error {
		if _, err := tx.LockJournal(second); err != nil {
			return err
		}
		again := events[3]
		again.Journal, again.Seq, again.Ends = second, 1, HashOf(1)
		return tx.Enter([]archive.Event{again})
	})
	read(t, a, func(tx archive.Tx) error {
		got, err := tx.Entries(second, 0, 10)
		if err != nil {
			return err
		}
		want := events[3]
		want.Journal, want.Seq, want.Ends = second, 1, HashOf(1)
		wantEvents(t, got, []archive.Event{want})
		known, err := tx.Known([]uuid.UUID{want.Header.ID})
		same(t, "where it first came in", known[want.Header.ID].Journal, first)
		return err
	})
}

func placeTwice(t *testing.T, a archive.Archive) {
	journal := ID("journal", 1)
	events := eventsOf(journal, 1, 2, 20)
	write(t, a, func(tx archive.Tx) error { return Store(tx, journal, "", events) })
	err := a.Write(t.Context(), func(tx archive.Tx) error {
		again := Event(journal, 3, 3, 20)
		again.Seq = 2
		return Store(tx, journal, "", []archive.Event{again})
	})
	if err == nil {
		t.Fatal("two events have one place in a journal")
	}
	read(t, a, func(tx archive.Tx) error {
		c, err := tx.Counts()
		same(t, "events", c.Events, 2)
		return err
	})
}
