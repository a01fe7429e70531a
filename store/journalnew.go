package store

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// UnsentIDs lists the events of the present journal that the district has not
// signed for: what it is asked about before [Store.NewJournal]. Nobody need be
// signed in.
func (s *Store) UnsentIDs(ctx context.Context) (journal uuid.UUID, ids []uuid.UUID, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		var from, upto int64
		if _, err := v.row(`SELECT j.uuid, j.id << 40 | j.received, j.id << 40 | j.head FROM journal j JOIN self s ON s.journal = j.id`,
			nil, idInto(&journal), &from, &upto); err != nil {
			return err
		}
		rows, err := v.query(`SELECT e.uuid FROM entry n JOIN event e ON e.id = n.event
			WHERE n.place > $1 AND n.place <= $2 ORDER BY n.place`, from, upto)
		return each(rows, err, func() error {
			var id uuid.UUID
			if err := rows.Scan(idInto(&id)); err != nil {
				return sqlError("read journal", err)
			}
			ids = append(ids, id)
			return nil
		})
	})
	return journal, ids, err
}

// NewJournal opens a new journal after the folder was set back or copied: the
// one before belongs to another history. What waited there becomes entries of
// the new one, as the same events and acts, but for those the district holds
// already. What was recorded since it was asked waits as well. When before is no
// longer the present journal nothing happens. Nobody need be signed in.
func (s *Store) NewJournal(ctx context.Context, before uuid.UUID, held []uuid.UUID) error {
	return s.transact(ctx, &opened{}, func(w *writing) error {
		if w.self.journalUUID != before {
			return nil
		}
		there := make(map[uuid.UUID]bool, len(held))
		for _, id := range held {
			there[id] = true
		}
		waiting, err := w.waitingEntries(there)
		if err != nil {
			return err
		}
		if err := w.openJournal(); err != nil {
			return err
		}
		for _, act := range waiting {
			if err := w.carry(act); err != nil {
				return err
			}
		}
		return w.numberOn()
	})
}

// numberOn: what the journal does not know of has been numbered, too.
func (w *writing) numberOn() error {
	var already bool
	if _, err := w.row(`SELECT EXISTS (SELECT 1 FROM copied WHERE id NOT IN (SELECT copied FROM numbered)
		AND id = (SELECT max(id) FROM copied))`, nil, &already); err != nil || already {
		return err
	}
	return w.copied(CopyOlder, nil)
}

// carried is an event on its way into another journal.
type carried struct {
	row    int64
	event  record.Event // header
	digest record.Hash
}

// waitingEntries gives what was not received, act by act, without what is there.
func (w *writing) waitingEntries(there map[uuid.UUID]bool) (acts [][]carried, err error) {
	var received int64
	if _, err := w.row(`SELECT received FROM journal WHERE id = $1`, []any{w.self.journal}, &received); err != nil {
		return nil, err
	}
	var act []carried
	rows, err := w.query(`SELECT e.id, n.hash IS NOT NULL, `+verifyColumns+` FROM entry n
		JOIN event e ON e.id = n.event JOIN act a ON a.id = e.act WHERE n.place > $1 AND n.place <= $2 ORDER BY n.place`,
		place(w.self.journal, received), place(w.self.journal, w.self.head))
	err = each(rows, err, func() error {
		var c carried
		var last bool
		if c.event, c.digest, err = w.scanHeader(rows, &c.row, &last); err != nil {
			return err
		}
		if !there[c.event.ID] {
			act = append(act, c)
		}
		if last && len(act) > 0 {
			acts, act = append(acts, act), nil
		}
		return nil
	})
	return acts, err
}

// openJournal begins an empty journal and goes on there. Rows of events up to
// the last one received belong to those before; the effective time goes on, too.
func (w *writing) openJournal() error {
	var upto int64
	if _, err := w.row(`SELECT upto FROM journal WHERE id = $1`, []any{w.self.journal}, &upto); err != nil {
		return err
	}
	id, begin := uuid.New(), record.Hash{}
	row, err := w.insert(`INSERT INTO journal (uuid, head, hash, received, safe, upto) VALUES ($1, 0, $2, 0, 0, $3)`,
		id[:], begin[:], upto)
	if err != nil {
		return err
	}
	if row >= 1<<(63-seqBits) {
		return because(Unavailable, KeyDamaged, fmt.Errorf("journal %d", row))
	}
	if _, err := w.exec(`UPDATE self SET journal = $1`, row); err != nil {
		return err
	}
	w.self.journal, w.self.journalUUID, w.self.head, w.self.hash = row, id, 0, begin
	return nil
}

// carry enters an act into the present journal.
func (w *writing) carry(act []carried) error {
	for i, c := range act {
		w.self.hash = c.event.ChainHash(w.self.hash, c.digest)
		w.self.head++
		var hash []byte
		if i == len(act)-1 {
			hash = w.self.hash[:]
		}
		if _, err := w.exec(`INSERT INTO entry (place, event, hash) VALUES ($1, $2, $3)`,
			place(w.self.journal, w.self.head), c.row, hash); err != nil {
			return err
		}
	}
	return nil
}
