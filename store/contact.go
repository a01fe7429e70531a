package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/setup"
)

// Contact is what a terminal tells the district of what it holds beside journal
// and feeds.
type Contact struct {
	Staffing record.HLC // when its latest pack of staff files was made; zero before the first
	Erased   record.HLC // the district's time of the latest erasure it carried out
}

// Contact reads it. Nobody need be signed in.
func (s *Store) Contact(ctx context.Context) (c Contact, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		var made, erased int64
		if _, err := v.row(`SELECT made FROM staffing`, nil, &made); err != nil {
			return err
		}
		_, err := v.row(`SELECT erased FROM contact`, nil, &erased)
		c = Contact{hlcOf(made), hlcOf(erased)}
		return err
	})
	return c, err
}

// Erasure is the district's order to empty a person's events.
type Erasure struct {
	Person uuid.UUID
	UpTo   record.HLC // of effective time, itself included
	At     record.HLC // the district's time of the order
}

// TakeErasures carries out the district's orders as [Store.Erase] does. An order
// that comes again changes nothing. Without any, it finishes what an earlier one
// left: old bytes that a reader kept in the log. Error keys: those of [Store.Erase].
func (s *Store) TakeErasures(ctx context.Context, orders []Erasure) error {
	for _, o := range orders {
		if err := s.write(ctx, func(w *writing) error {
			if _, err := w.erase(o.Person, o.UpTo); err != nil {
				return err
			}
			_, err := w.exec(`UPDATE contact SET erased = max(erased, $1)`, hlcValue(o.At))
			return err
		}); err != nil {
			return err
		}
	}
	if unfinished, err := s.unscrubbed(ctx); err != nil || !unfinished {
		return err
	}
	if err := s.scrub(ctx); err != nil {
		return err
	}
	return s.listErasures(ctx)
}

func (s *Store) unscrubbed(ctx context.Context) (is bool, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		_, err := v.row(`SELECT EXISTS (SELECT 1 FROM erasure WHERE scrubbed = 0)`, nil, &is)
		return err
	})
	return is, err
}

// TakeRecipients takes the recipients as the district names them now. Invalid
// with Invalid for such as cannot be sealed to.
func (s *Store) TakeRecipients(ctx context.Context, r setup.Recipients) error {
	if _, err := vaultRecipients(r); err != nil {
		return err
	}
	return s.transact(ctx, &opened{}, func(w *writing) error {
		w.self.setup.Recipients = r
		about, err := json.Marshal(w.self.setup)
		if err != nil {
			return fmt.Errorf("write set-up: %w", err)
		}
		_, err = w.exec(`UPDATE self SET setup = $1`, about)
		return err
	})
}

// A clock that differs from the district's by more than this more, or less, than
// when they were compared before was set in between: no clock goes that wrong by
// itself within a day or two.
const clockStep = 5 * time.Second

// CompareClocks notes by how much this machine's clock is ahead of the
// district's. Where that is not what it was, the clock was set since, and for
// what was written until now it tells nothing.
func (s *Store) CompareClocks(ctx context.Context, ahead time.Duration) error {
	var before sql.NullInt64
	if err := s.look(ctx, nil, func(v *view) error {
		_, err := v.row(`SELECT ahead FROM contact`, nil, &before)
		return err
	}); err != nil {
		return err
	}
	moved := (ahead - time.Duration(before.Int64)*time.Millisecond).Abs()
	if before.Valid && moved < clockStep {
		return nil
	}
	return s.transact(ctx, &opened{}, func(w *writing) error {
		if before.Valid {
			if err := w.noteClockSet(); err != nil {
				return err
			}
		}
		_, err := w.exec(`UPDATE contact SET ahead = $1`, ahead.Milliseconds())
		return err
	})
}

// NoteClockSet notes that the machine's clock was set: for what was written
// until now it no longer tells how far it was off.
func (s *Store) NoteClockSet(ctx context.Context) error {
	return s.transact(ctx, &opened{}, func(w *writing) error { return w.noteClockSet() })
}

func (w *writing) noteClockSet() error {
	_, err := w.exec(`INSERT INTO clock_set (place) VALUES ($1) ON CONFLICT DO NOTHING`, place(w.self.journal, w.self.head))
	return err
}
