package archivetest

import (
	"errors"
	"fmt"
	"testing"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

func feeds(t *testing.T, a archive.Archive) {
	journal := ID("journal", 1)
	events := eventsOf(journal, 1, 5, 20)
	write(t, a, func(tx archive.Tx) error { return Store(tx, journal, "town/2", events[:3]) })
	write(t, a, func(tx archive.Tx) error { return Store(tx, journal, "town/2", events[3:]) })
	write(t, a, func(tx archive.Tx) error {
		heads, err := tx.LockFeeds([]string{"town/2", "town/1", "town/2"})
		if err != nil {
			return err
		}
		same(t, "heads", len(heads), 3)
		same(t, "first", heads[0], archive.FeedHead{Feed: heads[0].Feed, Name: "town/2", Position: 5, Hash: HashOf(5)})
		same(t, "new", heads[1], archive.FeedHead{Feed: heads[1].Feed, Name: "town/1"})
		same(t, "again", heads[2], heads[0])
		return nil
	})
	read(t, a, func(tx archive.Tx) error {
		heads, err := tx.FeedHeads([]string{"town/9", "town/2"})
		if err != nil {
			return err
		}
		same(t, "unknown", heads[0], archive.FeedHead{Name: "town/9"})
		same(t, "position", heads[1].Position, 5)
		names, err := tx.FeedNames()
		same(t, "names", fmt.Sprint(names), "[town/1 town/2]")
		return errors.Join(err, lineHashes(t, tx))
	})
}

func lineHashes(t *testing.T, tx archive.Tx) error {
	t.Helper()
	for _, c := range []struct {
		feed     string
		position int64
		want     record.Hash
		found    bool
	}{
		{"town/2", 0, record.Hash{}, true},
		{"town/2", 4, HashOf(4), true},
		{"town/2", 6, record.Hash{}, false},
		{"town/9", 0, record.Hash{}, true},
		{"town/9", 1, record.Hash{}, false},
	} {
		h, found, err := tx.LineHash(c.feed, c.position)
		if err != nil {
			return err
		}
		same(t, "hash", h, c.want)
		same(t, "found", found, c.found)
	}
	return nil
}

func pages(t *testing.T, a archive.Archive) {
	journal := ID("journal", 1)
	events := eventsOf(journal, 1, 300, 100)
	write(t, a, func(tx archive.Tx) error { return Store(tx, journal, "town/1", events) })
	read(t, a, func(tx archive.Tx) error {
		for _, c := range []struct{ after, most, want int }{
			{0, 1, 1}, {0, 1000, 10}, {0, 1001, 11}, {5, 20_000, 200}, {290, 20_000, 10}, {300, 1, 0},
		} {
			lines, err := tx.Lines("town/1", int64(c.after), c.most)
			if err != nil {
				return err
			}
			same(t, "lines", len(lines), c.want)
			for i, l := range lines {
				same(t, "position", l.Position, int64(c.after+i+1))
				same(t, "hash", l.Hash, HashOf(l.Position))
				want := events[c.after+i]
				want.Ends = record.Hash{}
				wantEvents(t, []archive.Event{l.Event}, []archive.Event{want})
			}
		}
		none, err := tx.Lines("town/9", 0, 100)
		same(t, "lines of an unknown feed", len(none), 0)
		return err
	})
}

func manyLines(t *testing.T, a archive.Archive) {
	const all, batch = 10_000, 1000
	journal := ID("journal", 1)
	for n := 1; n < all; n += batch {
		write(t, a, func(tx archive.Tx) error { return Store(tx, journal, "town/1", eventsOf(journal, n, n+batch-1, 64)) })
	}
	next := int64(0)
	for {
		var lines []archive.FeedLine
		read(t, a, func(tx archive.Tx) (err error) {
			lines, err = tx.Lines("town/1", next, 1<<16)
			return err
		})
		if len(lines) == 0 {
			break
		}
		for i := range lines {
			next++
			same(t, "position", lines[i].Position, next)
			same(t, "event", lines[i].Event.Seq, next)
		}
	}
	same(t, "lines", next, all)
}

func directoryLines(t *testing.T, a archive.Archive) {
	write(t, a, func(tx archive.Tx) error {
		heads, err := tx.LockFeeds([]string{"directory"})
		if err != nil {
			return err
		}
		lines := []archive.FeedLine{
			{Position: 1, Hash: HashOf(1), Directory: []byte(`{"person":"a"}`)},
			{Position: 2, Hash: HashOf(2), Directory: []byte(`{"person":"b"}`)},
		}
		return tx.AddLines(heads[0], lines)
	})
	read(t, a, func(tx archive.Tx) error {
		lines, err := tx.Lines("directory", 0, 1000)
		same(t, "lines", len(lines), 2)
		same(t, "directory", string(lines[1].Directory), `{"person":"b"}`)
		same(t, "event", lines[1].Event.Row, 0)
		return err
	})
}

func noGap(t *testing.T, a archive.Archive) {
	for _, positions := range [][]int64{{2}, {0}, {1, 3}, {1, 1}} {
		err := a.Write(t.Context(), func(tx archive.Tx) error {
			heads, err := tx.LockFeeds([]string{"town/1"})
			if err != nil {
				return err
			}
			var lines []archive.FeedLine
			for _, p := range positions {
				lines = append(lines, archive.FeedLine{Position: p, Hash: HashOf(p), Directory: []byte(`{}`)})
			}
			return tx.AddLines(heads[0], lines)
		})
		if err == nil {
			t.Fatalf("positions %v were taken behind 0", positions)
		}
	}
}
