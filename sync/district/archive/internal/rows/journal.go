package rows

import (
	"database/sql"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

const journalColumns = `SELECT id, uuid, terminal, head, hash, last, at FROM journal`

// LockJournal implements archive.Tx. A journal that is new gets its row at once,
// so that a second writer waits for the first also then.
func (t *Tx) LockJournal(journal uuid.UUID) (archive.Journal, error) {
	j, found, err := t.journal(journal, t.dialect.Locking)
	if found || err != nil {
		return j, err
	}
	if err := t.exec(`INSERT INTO journal (uuid, head, hash, last, at) VALUES ($1, 0, $2, 0, 0)
		ON CONFLICT (uuid) DO NOTHING`, journal[:], make([]byte, len(record.Hash{}))); err != nil {
		return archive.Journal{}, err
	}
	j, _, err = t.journal(journal, t.dialect.Locking)
	return j, err
}

// Journal implements archive.Tx.
func (t *Tx) Journal(journal uuid.UUID) (archive.Journal, error) {
	j, _, err := t.journal(journal, "")
	return j, err
}

func (t *Tx) journal(journal uuid.UUID, locking string) (j archive.Journal, found bool, err error) {
	j.ID = journal
	err = t.each(journalColumns+` WHERE uuid = $1`+locking, []any{journal[:]}, func(rows *sql.Rows) (err error) {
		found = true
		j, err = t.scanJournal(rows)
		return err
	})
	return j, found, err
}

func (t *Tx) scanJournal(rows *sql.Rows) (archive.Journal, error) {
	var j archive.Journal
	var row int64
	err := rows.Scan(&row, id(&j.ID), id(&j.Terminal), &j.Head, hash(&j.Hash), clock(&j.Last), clock(&j.At))
	t.journals[j.ID] = row
	return j, err
}

// PutJournal implements archive.Tx.
func (t *Tx) PutJournal(j archive.Journal) error {
	return t.exec(`INSERT INTO journal (uuid, terminal, head, hash, last, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (uuid) DO UPDATE SET terminal = excluded.terminal, head = excluded.head, hash = excluded.hash,
			last = excluded.last, at = excluded.at`,
		j.ID[:], idOrNull(&j.Terminal), j.Head, j.Hash[:], int64(j.Last), int64(j.At))
}

// Journals implements archive.Tx.
func (t *Tx) Journals() (all []archive.Journal, err error) {
	err = t.each(journalColumns+` WHERE terminal IS NOT NULL ORDER BY uuid`, nil, func(rows *sql.Rows) error {
		j, err := t.scanJournal(rows)
		all = append(all, j)
		return err
	})
	return all, err
}

// journalRow is the row of a journal that events are stored of.
func (t *Tx) journalRow(journal uuid.UUID) (int64, error) {
	if row, ok := t.journals[journal]; ok {
		return row, nil
	}
	if _, found, err := t.journal(journal, ""); err != nil {
		return 0, err
	} else if !found {
		return 0, fmt.Errorf("store events: no journal %s", journal)
	}
	return t.journals[journal], nil
}
