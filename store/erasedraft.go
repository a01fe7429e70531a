package store

import (
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// eraseDrafts takes away the visits begun before the moment with one of these
// persons and not saved, and what the directory says of them. A draft that does
// not open any more names nobody who could be asked for.
func (w *writing) eraseDrafts(files []record.File, moment record.HLC) error {
	var gone []int64
	rows, err := w.query(`SELECT d.id, d.visit, f.sealed FROM draft d JOIN draft_field f ON f.draft = d.id AND f.field = $1
		WHERE d.opened <= $2`, DraftPerson, moment.Time().UnixMilli())
	if err := each(rows, err, func() error {
		var id int64
		var visit uuid.UUID
		var sealed []byte
		if err := rows.Scan(&id, idInto(&visit), &sealed); err != nil {
			return sqlError("read drafts", err)
		}
		plain, err := openColumn(w.keys, draftColumn(DraftPerson), visit, sealed)
		if err != nil && KeyOf(err) != KeyDamaged {
			return err
		}
		if person, err := uuid.ParseBytes(plain); err == nil && slices.Contains(files, personFile(person)) {
			gone = append(gone, id)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, id := range gone {
		if _, err := w.exec(`DELETE FROM draft WHERE id = $1`, id); err != nil {
			return err
		}
	}
	for _, f := range files {
		if _, err := w.exec(`DELETE FROM directory WHERE person = $1`, f.ID[:]); err != nil {
			return err
		}
	}
	return nil
}
