package store

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"ruhui/store/vault"
)

// Known says how far the names have been read into memory since the first
// sign-in. Until it is Complete, [Session.Find] answers from those read so far;
// numbers are found from the beginning.
type Known struct {
	Persons  int // read or written so far
	Complete bool
	Damaged  int   // persons whose line cannot be opened; they are found by number only
	Err      error // the reading has ended early; searches lack the rest
}

// Known says how far the reading of names has come.
func (ses *Session) Known() Known {
	x := ses.store.index.Load()
	if ses.check() != nil || x == nil {
		return Known{}
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	k := x.state
	k.Persons = len(x.slots)
	return k
}

// Reading is closed once the reading of names has ended: [Session.Known] then
// says whether all are there.
func (ses *Session) Reading() <-chan struct{} {
	if x := ses.store.index.Load(); x != nil {
		return x.done
	}
	ended := make(chan struct{})
	close(ended)
	return ended
}

// pageSize is how many lines are read in one transaction: some ten
// milliseconds' work, so that no checkpoint of the log waits for the reading.
const pageSize = 1000

// sealedLine is what is read of a person before it is opened.
type sealedLine struct {
	row     int64
	id      uuid.UUID
	visited int64
	line    []byte
}

// startReading begins to read all names beside what the window does.
func (s *Store) startReading(keys *vault.Keys) *index {
	x := newIndex()
	ctx, stop := context.WithCancel(context.Background())
	x.stop = stop
	go func() {
		defer close(x.done)
		defer stop()
		err := s.readNames(ctx, keys, x)
		if err == nil {
			err = s.foldLeft(ctx)
		}
		x.mu.Lock()
		defer x.mu.Unlock()
		x.gone = nil
		if err != nil && ctx.Err() == nil {
			x.state.Err = err
			return
		}
		x.state.Complete = !x.wiped
	}()
	return x
}

// readNames reads pages while the one before is opened: two processors are
// what a window's PC has.
func (s *Store) readNames(ctx context.Context, keys *vault.Keys, x *index) error {
	pages := make(chan []sealedLine, 2)
	var failed error
	go func() {
		defer close(pages)
		failed = s.readPages(ctx, keys, pages)
	}()
	var wiped error
	for page := range pages {
		if wiped == nil {
			wiped = x.open(keys, page)
		}
		if wiped != nil {
			x.stop() // and take what is still coming
		}
	}
	return errors.Join(failed, wiped)
}

func (s *Store) readPages(ctx context.Context, keys *vault.Keys, pages chan<- []sealedLine) error {
	for before := int64(1) << 62; ; {
		var page []sealedLine
		err := s.look(ctx, keys, func(v *view) (err error) {
			page, err = v.linesBefore(before)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		select {
		case pages <- page:
		case <-ctx.Done():
			return ctx.Err()
		}
		before = page[len(page)-1].row
	}
}

// linesBefore gives a page of lines, the latest registered first.
func (v *view) linesBefore(row int64) ([]sealedLine, error) {
	page := make([]sealedLine, 0, pageSize)
	rows, err := v.query(`SELECT p.id, f.uuid, p.visited, p.line FROM person p JOIN file f ON f.id = p.id
		WHERE p.id < $1 ORDER BY p.id DESC LIMIT $2`, row, pageSize)
	err = each(rows, err, func() error {
		var l sealedLine
		if err := rows.Scan(&l.row, idInto(&l.id), &l.visited, &l.line); err != nil {
			return sqlError("read line", err)
		}
		page = append(page, l)
		return nil
	})
	return page, err
}

// open takes a page in. One that cannot be opened does not hide the others; an
// error means that the keys are gone.
func (x *index) open(keys *vault.Keys, page []sealedLine) error {
	all := make([]*prepared, 0, len(page))
	damaged := 0
	for i := range page {
		l, err := openLine(keys, page[i].id, page[i].line)
		switch {
		case errors.Is(err, vault.ErrWiped):
			return err
		case err != nil:
			damaged++
			continue
		}
		all = append(all, prepare(page[i].row, page[i].visited, &l))
	}
	x.fill(all)
	x.mu.Lock()
	x.state.Damaged += damaged
	x.mu.Unlock()
	return nil
}
