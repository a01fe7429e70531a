package store

import (
	"context"
	"database/sql"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// Unread counts the events of a type or version that this program does not know.
// They are kept as they came; the first program that knows them folds them, at
// the first sign-in after the upgrade. Those sealed to a role are not among
// them.
func (s *Store) Unread(ctx context.Context) (n int, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		_, err := v.row(`SELECT count(*) FROM unread`, nil, &n)
		return err
	})
	return n, err
}

func (v *view) verifyUnread(found *Verified) error {
	_, err := v.row(`SELECT count(*) FROM unread`, nil, &found.Unread)
	return err
}

// readUnread folds what an earlier program kept unread and this one knows.
func (s *Store) readUnread(ctx context.Context, o *opened) error {
	if s.opt.ReadOnly {
		return nil
	}
	var known []uuid.UUID
	if err := s.look(ctx, o.keys, func(v *view) (err error) {
		known, err = v.knownNow()
		return err
	}); err != nil || len(known) == 0 {
		return err
	}
	return s.transact(ctx, o, func(w *writing) error {
		for _, id := range known {
			if err := w.readNow(id); err != nil {
				return err
			}
		}
		return w.retake()
	})
}

// knownNow lists the unread events this program has a rule for.
func (v *view) knownNow() ([]uuid.UUID, error) {
	var known []uuid.UUID
	rows, err := v.query(`SELECT e.uuid, t.text, e.version, k.text FROM unread u CROSS JOIN event e ON e.id = u.event
		JOIN word t ON t.id = e.type LEFT JOIN file f ON f.id = e.file LEFT JOIN word k ON k.id = f.kind`)
	err = each(rows, err, func() error {
		var id uuid.UUID
		var typ string
		var version int
		var kind sql.NullString
		if err := rows.Scan(idInto(&id), &typ, &version, &kind); err != nil {
			return sqlError("read unread events", err)
		}
		if record.Knows(record.Kind(kind.String), typ, version) {
			known = append(known, id)
		}
		return nil
	})
	return known, err
}

// readNow has the files folded anew in which an event stands that is known now.
func (w *writing) readNow(id uuid.UUID) error {
	r, found, err := w.findEvent(id)
	if err != nil || !found {
		return err
	}
	if _, err := w.exec(`DELETE FROM unread WHERE event = $1`, r.id); err != nil || r.content == nil {
		return err
	}
	e := r.event
	if err := openContent(w.keys, &e, r.content); err != nil {
		if KeyOf(err) == KeyDamaged {
			return nil // one that is spoilt keeps no other back; a check of the bodies tells of it
		}
		return err
	}
	file, err := w.file(e.File)
	if err != nil {
		return err
	}
	w.touch(e.File)
	if also, two := record.Also(&e); two {
		w.touch(also)
	}
	return w.join(&e, file)
}
