package district

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// Erase empties all events of a person up to a moment of effective time, also
// those that arrive later, and orders the terminals to do the same. The chain
// still verifies, because header and digest stay. It gives how many it emptied.
func (d *District) Erase(ctx context.Context, person uuid.UUID, upTo record.HLC) (emptied int, err error) {
	var feeds map[string]int64
	err = d.archive.Write(ctx, func(tx archive.Tx) (err error) {
		e := &erasing{d: d, tx: tx, person: person, upTo: upTo}
		emptied, feeds, err = e.run()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("erase: %w", err)
	}
	d.news.moved(feeds)
	return emptied, nil
}

// erasing is one transaction that erases a person.
type erasing struct {
	d      *District
	tx     archive.Tx
	person uuid.UUID
	upTo   record.HLC
	events []archive.Event
	opened []record.Marked
	files  map[uuid.UUID]archive.File
}

func (e *erasing) run() (int, map[string]int64, error) {
	if err := e.lock(); err != nil {
		return 0, nil, err
	}
	theirs := record.Belonging(e.opened, e.person)
	var rows []int64
	var left []record.Marked
	for i := range e.events {
		if theirs[e.events[i].Header.ID] && e.events[i].Mark.Effective <= e.upTo {
			rows = append(rows, e.events[i].Row)
		} else {
			left = append(left, e.opened[i])
		}
	}
	at := e.d.Time()
	for _, id := range e.ids() {
		if err := e.tx.AddErasure(archive.Erasure{Person: id, UpTo: e.upTo, At: at}); err != nil {
			return 0, nil, err
		}
	}
	if len(rows) > 0 {
		if err := e.tx.Empty(rows); err != nil {
			return 0, nil, err
		}
	}
	feeds, err := e.relist(left)
	return len(rows), feeds, err
}

// lock takes all files that were ever joined with the person's, and reads them.
func (e *erasing) lock() error {
	names := []record.File{{Kind: record.KindPerson, ID: e.person}}
	e.files = map[uuid.UUID]archive.File{}
	var rows []int64
	for len(names) > 0 {
		locked, err := e.tx.LockFiles(names)
		if err != nil {
			return err
		}
		for _, f := range locked {
			rows, e.files[f.File.ID] = append(rows, f.Row), f
		}
		joined, err := e.tx.JoinedWith(rows)
		if err != nil {
			return err
		}
		names = nil
		for _, j := range joined {
			if _, have := e.files[j.File.ID]; !have {
				names = append(names, j.File)
			}
		}
	}
	events, err := e.tx.EventsOf(rows...)
	if err != nil {
		return err
	}
	e.events, e.opened = events, make([]record.Marked, len(events))
	for i := range events {
		if e.opened[i], err = e.d.reveal(&events[i]); err != nil {
			return err
		}
	}
	return nil
}

// ids are all files of this person: what comes late may come under any of them.
func (e *erasing) ids() []uuid.UUID {
	for _, p := range record.FoldPersons(e.opened) {
		for _, id := range p.IDs {
			if id == e.person {
				return p.IDs
			}
		}
	}
	return []uuid.UUID{e.person}
}

// relist tells the directory what is left of the person.
func (e *erasing) relist(left []record.Marked) (map[string]int64, error) {
	in := &intake{d: e.d, tx: e.tx}
	lines := newLines()
	var standings []archive.File
	for id, f := range e.files {
		entry := sync.DirectoryEntry{Person: id}
		for _, p := range record.FoldPersons(left) {
			for _, of := range p.IDs {
				if of == id {
					entry = directoryEntry(id, &p)
				}
			}
		}
		line, err := directoryLine(entry)
		if err != nil {
			return nil, err
		}
		if f.Standing.Directory == nil || string(line.directory) == string(f.Standing.Directory) {
			continue
		}
		f.Standing.Directory = line.directory
		standings = append(standings, f)
		lines.add(sync.FeedDirectory, line)
	}
	if len(standings) > 0 {
		if err := e.tx.PutStandings(standings); err != nil {
			return nil, err
		}
	}
	return in.append(lines)
}
