package archivetest

import (
	"testing"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// Sizes of the benchmarks: a large batch, each event of a person of its own,
// about as large as the events of a visit.
const (
	BatchEvents  = 1000
	ContentBytes = 1000
)

// Ingest measures what a push asks of an archive, with the order of rows that
// ingest has, as one transaction on disk.
func Ingest(b *testing.B, a archive.Archive) {
	journal := ID("journal", 1)
	n := 0
	b.ResetTimer()
	for b.Loop() {
		b.StopTimer()
		events := eventsOf(journal, n+1, n+BatchEvents, ContentBytes)
		n += BatchEvents
		b.StartTimer()
		if err := a.Write(b.Context(), func(tx archive.Tx) error { return ingest(tx, journal, events) }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
}

// ingest is Store, with folding in between.
func ingest(tx archive.Tx, journal uuid.UUID, events []archive.Event) error {
	j, err := tx.LockJournal(journal)
	if err != nil {
		return err
	}
	files, ids := make([]record.File, len(events)), make([]uuid.UUID, len(events))
	for i := range events {
		files[i], ids[i] = events[i].Header.File, events[i].Header.ID
	}
	locked, err := tx.LockFiles(files)
	if err != nil {
		return err
	}
	rows := make([]int64, len(locked))
	for i := range events {
		events[i].File, rows[i] = locked[i].Row, locked[i].Row
		locked[i].Standing.Views = []string{"town/330402001"}
	}
	if _, err := tx.JoinedWith(rows); err != nil {
		return err
	}
	if _, err := tx.EventsOf(rows...); err != nil {
		return err
	}
	if _, err := tx.Known(ids); err != nil {
		return err
	}
	if err := tx.AddEvents(events); err != nil {
		return err
	}
	if err := tx.PutStandings(locked); err != nil {
		return err
	}
	if err := Append(tx, "town/330402001", events); err != nil {
		return err
	}
	last := &events[len(events)-1]
	j.Terminal, j.Head, j.Hash, j.Last, j.At = ID("terminal", 1), last.Seq, last.Ends, last.Mark.Effective, last.Received
	return tx.PutJournal(j)
}

// Page measures reading a feed of 50,000 lines from its beginning.
func Page(b *testing.B, a archive.Archive) {
	const all = 50_000
	journal := ID("journal", 1)
	for n := 0; n < all; n += BatchEvents {
		if err := a.Write(b.Context(), func(tx archive.Tx) error {
			return Store(tx, journal, "town/1", eventsOf(journal, n+1, n+BatchEvents, ContentBytes))
		}); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for b.Loop() {
		after := int64(0)
		for after < all {
			if err := a.Read(b.Context(), func(tx archive.Tx) error {
				lines, err := tx.Lines("town/1", after, 1<<20)
				if err == nil {
					after = lines[len(lines)-1].Position
				}
				return err
			}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(all*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
