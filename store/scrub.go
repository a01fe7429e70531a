package store

import (
	"context"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// scrub empties the log behind erasures: until then it still holds the pages as
// they were. In the database itself secure_delete has overwritten them.
func (s *Store) scrub(ctx context.Context) error {
	s.backups.Lock() // a backup reads an old picture for long, and a log that is read cannot be emptied
	defer s.backups.Unlock()
	if err := s.Checkpoint(ctx); err != nil {
		return err
	}
	return s.transact(ctx, &opened{}, func(w *writing) error {
		_, err := w.exec(`UPDATE erasure SET scrubbed = 1 WHERE scrubbed = 0`)
		return err
	})
}

// loadErasures reads what is to stay empty, and finishes an erasure that was
// cut off before the log was emptied.
func (s *Store) loadErasures(ctx context.Context) error {
	s.erasures = map[uuid.UUID]record.HLC{}
	pending := false
	err := s.look(ctx, nil, func(v *view) error {
		rows, err := v.query(`SELECT file, upto, scrubbed FROM erasure`)
		return each(rows, err, func() error {
			var file uuid.UUID
			var upTo int64
			var scrubbed bool
			if err := rows.Scan(idInto(&file), &upTo, &scrubbed); err != nil {
				return sqlError("read erasure", err)
			}
			s.erasures[file] = hlcOf(upTo)
			pending = pending || !scrubbed
			return nil
		})
	})
	if err != nil || !pending {
		return err
	}
	return s.scrub(ctx)
}
