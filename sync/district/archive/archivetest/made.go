package archivetest

import (
	"encoding/binary"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// ID makes an id out of what it is for and a number: the same again for the
// same.
func ID(what string, n int) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "%s %d", what, n))
}

// EventID is as event ids are: they begin with the time.
func EventID(n int) uuid.UUID {
	u := ID("event", n)
	binary.BigEndian.PutUint64(u[:8], (1_500_000_000_000+uint64(n))<<16|uint64(n)&0xfff|0x7000)
	return u
}

// Person is the n-th person's file.
func Person(n int) record.File { return record.File{Kind: record.KindPerson, ID: ID("person", n)} }

// Event makes the n-th event of a journal, of the person of that number. Every
// field has a value; content has size bytes.
func Event(journal uuid.UUID, n, person, size int) archive.Event {
	at := record.HLC(1_500_000_000_000+int64(n)) << 16
	content := make([]byte, size)
	for i := range content {
		content[i] = byte(n + i*7)
	}
	e := archive.Event{
		Header: record.Event{
			ID: EventID(n), At: at + 3, Proven: at - 5,
			Origin: record.Origin{Centre: ID("centre", 1), Terminal: ID("terminal", 1)},
			Staff:  ID("staff", n%3), Role: record.RoleWindowClerk, Act: ID("act", n/4), Visit: ID("visit", n/8),
			File: Person(person), Type: "person.registered", Version: 1,
		},
		Digest:  record.Hash{1: byte(n), 2: byte(n >> 8), 31: 1},
		Mark:    record.Mark{Effective: at + 7, Allowed: n%5 != 0},
		Journal: journal, Seq: int64(n), Content: content, Received: at + 9,
	}
	if !e.Mark.Allowed {
		e.Mark.Reason = "not-theirs"
	}
	if n%4 == 0 {
		e.Ends = record.Hash{0: 9, 1: byte(n), 2: byte(n >> 8)}
	}
	return e
}

// Store writes events as an ingest does: journal, files, events, one feed.
func Store(tx archive.Tx, journal uuid.UUID, feed string, events []archive.Event) error {
	j, err := tx.LockJournal(journal)
	if err != nil {
		return err
	}
	files := make([]record.File, len(events))
	ids := make([]uuid.UUID, len(events))
	for i := range events {
		files[i], ids[i] = events[i].Header.File, events[i].Header.ID
	}
	locked, err := tx.LockFiles(files)
	if err != nil {
		return err
	}
	known, err := tx.Known(ids)
	if err != nil {
		return err
	}
	if len(known) > 0 {
		return fmt.Errorf("store: %d of the events are known", len(known))
	}
	for i := range events {
		events[i].File = locked[i].Row
	}
	if err := tx.AddEvents(events); err != nil {
		return err
	}
	if feed != "" {
		if err := Append(tx, feed, events); err != nil {
			return err
		}
	}
	last := &events[len(events)-1]
	j.Terminal, j.Head, j.Hash, j.Last, j.At = ID("terminal", 1), last.Seq, last.Ends, last.Mark.Effective, last.Received
	return tx.PutJournal(j)
}

// Append puts events at the end of a feed. The hash of a position tells its
// number.
func Append(tx archive.Tx, feed string, events []archive.Event) error {
	heads, err := tx.LockFeeds([]string{feed})
	if err != nil {
		return err
	}
	lines := make([]archive.FeedLine, len(events))
	for i := range events {
		p := heads[0].Position + int64(i) + 1
		lines[i] = archive.FeedLine{Position: p, Hash: HashOf(p), Event: archive.Event{Row: events[i].Row, Mark: events[i].Mark}}
	}
	return tx.AddLines(heads[0], lines)
}

// HashOf is the hash tests give the n-th of something.
func HashOf(n int64) (h record.Hash) {
	binary.BigEndian.PutUint64(h[8:], uint64(n))
	h[0] = 7
	return h
}

func eventsOf(journal uuid.UUID, from, upto, size int) []archive.Event {
	events := make([]archive.Event, 0, upto-from+1)
	for n := from; n <= upto; n++ {
		events = append(events, Event(journal, n, n, size))
	}
	return events
}
