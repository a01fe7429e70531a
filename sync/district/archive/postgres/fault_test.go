package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/archivetest"
	"ruhui/sync/district/archive/postgrestest"
)

// push stores entries of a journal as ingest does: what is there already is not
// stored again.
func push(ctx context.Context, a archive.Archive, journal uuid.UUID, from, upto int, runs *int) error {
	return a.Write(ctx, func(tx archive.Tx) error {
		*runs++
		j, err := tx.LockJournal(journal)
		if err != nil {
			return err
		}
		if j.Head >= int64(upto) {
			return nil
		}
		events := []archive.Event{}
		for n := from; n <= upto; n++ {
			e := archivetest.Event(journal, n, n, 30)
			e.Header.ID = archivetest.ID("event of "+journal.String(), n)
			events = append(events, e)
		}
		return archivetest.Store(tx, journal, "town/1", events)
	})
}

// pushed sends until it is known to be stored, as a terminal does.
func pushed(ctx context.Context, a archive.Archive, journal uuid.UUID, from, upto int) (runs int, err error) {
	for {
		err := push(ctx, a, journal, from, upto, &runs)
		if !errors.Is(err, archive.ErrUnknown) {
			return runs, err
		}
	}
}

// wantOnce looks that each journal has all entries and that the feed has each
// event once.
func wantOnce(t *testing.T, a archive.Archive, heads map[uuid.UUID]int64) {
	t.Helper()
	if err := a.Read(t.Context(), func(tx archive.Tx) error {
		all := int64(0)
		for journal, head := range heads {
			all += head
			entries, err := tx.Entries(journal, 0, int(head)+10)
			if err != nil {
				return err
			}
			if int64(len(entries)) != head {
				t.Errorf("journal %s: %d entries, want %d", journal, len(entries), head)
			}
		}
		lines, err := tx.Lines("town/1", 0, 1<<30)
		if err != nil {
			return err
		}
		met := map[uuid.UUID]bool{}
		for i, l := range lines {
			if met[l.Event.Header.ID] || l.Position != int64(i+1) {
				t.Errorf("line %d: position %d, event met before: %v", i+1, l.Position, met[l.Event.Header.ID])
			}
			met[l.Event.Header.ID] = true
		}
		c, err := tx.Counts()
		if int64(len(met)) != all || c.Events != all {
			t.Errorf("%d events in the feed, %d stored, want %d", len(met), c.Events, all)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// spoiled lets each request of a change fail in each way, and looks that it was
// done once.
func spoiled(t *testing.T, cluster *postgrestest.Cluster) {
	for name, c := range map[string]struct {
		fault postgrestest.Fault
		code  string
	}{
		"serialization":   {postgrestest.Refuse, "40001"},
		"deadlock":        {postgrestest.Refuse, "40P01"},
		"shutdown":        {postgrestest.Refuse, "57P01"},
		"cut before":      {postgrestest.Cut, ""},
		"answer lost":     {postgrestest.Swallow, ""},
		"already written": {postgrestest.Refuse, "23505"},
	} {
		t.Run(name, func(t *testing.T) {
			dsn := migrated(t, cluster)
			proxy := postgrestest.NewProxy(t, cluster)
			a := open(t, proxy.DSN(databaseOf(dsn)))
			journal := archivetest.ID("journal", 1)
			head, tried := 0, map[string]int{}
			for n := 0; ; n++ {
				proxy.Spoil(n, c.fault, c.code)
				runs, err := pushed(t.Context(), a, journal, head+1, head+4)
				if err != nil {
					t.Fatalf("request %d (%s): %v", n, proxy.Spoiled(), err)
				}
				head += 4
				what := proxy.Spoiled()
				if what == "" {
					break
				}
				tried[what]++
				if runs < 2 && what[0] != 'b' { // before it has begun nothing is run
					t.Errorf("request %d (%s): ran %d times", n, what, runs)
				}
			}
			proxy.Spoil(-1, c.fault, "")
			if tried["commit"] != 1 || head < 4*10 {
				t.Errorf("tried %d requests: %v", head/4, tried)
			}
			wantOnce(t, a, map[uuid.UUID]int64{journal: int64(head)})
			t.Logf("%d requests: %v", head/4, tried)
		})
	}
}

// deadlocked lets two writers take files in opposite orders, one at a time,
// against the rule.
func deadlocked(t *testing.T, cluster *postgrestest.Cluster) {
	a := open(t, migrated(t, cluster))
	met := [2]chan struct{}{make(chan struct{}), make(chan struct{})}
	errs := make(chan error, 2)
	for w := range 2 {
		go func() {
			runs := 0
			errs <- a.Write(t.Context(), func(tx archive.Tx) error {
				runs++
				if _, err := tx.LockFiles([]record.File{archivetest.Person(w)}); err != nil {
					return err
				}
				if runs == 1 {
					close(met[w])
					<-met[1-w]
				}
				_, err := tx.LockFiles([]record.File{archivetest.Person(1 - w)})
				return err
			})
		}()
	}
	if err := errors.Join(<-errs, <-errs); err != nil {
		t.Fatal(err)
	}
	if err := a.Read(t.Context(), func(tx archive.Tx) error {
		files, err := tx.Files([]record.File{archivetest.Person(0), archivetest.Person(1)})
		for _, f := range files {
			if f.Changes != 2 {
				t.Errorf("changes: got %d, want 2", f.Changes)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// heldPicture is another tool's transaction, left open over lunch.
func heldPicture(t *testing.T, cluster *postgrestest.Cluster) {
	dsn := migrated(t, cluster)
	a, other := open(t, dsn), open(t, dsn)
	journal, runs := archivetest.ID("journal", 1), 0
	if err := push(t.Context(), a, journal, 1, 4, &runs); err != nil {
		t.Fatal(err)
	}
	if err := other.Read(t.Context(), func(held archive.Tx) error {
		if _, err := held.Counts(); err != nil {
			return err
		}
		for n := 5; n < 40; n += 4 {
			if err := push(t.Context(), a, journal, n, n+3, &runs); err != nil {
				return err
			}
			if err := a.Read(t.Context(), func(tx archive.Tx) error {
				lines, err := tx.Lines("town/1", int64(n-1), 1<<20)
				if len(lines) != 4 {
					return errors.Join(err, fmt.Errorf("%d lines behind %d, want 4", len(lines), n-1))
				}
				return err
			}); err != nil {
				return err
			}
		}
		c, err := held.Counts()
		if c.Events != 4 {
			t.Errorf("the other client's picture: %d events, want 4", c.Events)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
