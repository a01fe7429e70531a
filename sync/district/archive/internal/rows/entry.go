package rows

import (
	"database/sql"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// Enter implements archive.Tx.
func (t *Tx) Enter(events []archive.Event) error {
	l := newList("nnnb", len(events))
	for i := range events {
		e := &events[i]
		if e.Journal == uuid.Nil {
			continue
		}
		journal, err := t.journalRow(e.Journal)
		if err != nil {
			return err
		}
		l.add(journal, e.Seq, e.Row, hashOrNull(&e.Ends))
	}
	return t.execOf(l, `WITH v(journal, seq, event, ends) AS (LIST)
		INSERT INTO entry (journal, seq, event, ends) SELECT journal, seq, event, ends FROM v`)
}

// HashAt implements archive.Tx.
func (t *Tx) HashAt(journal uuid.UUID, seq int64) (h record.Hash, found bool, err error) {
	found, err = t.one(`SELECT n.ends FROM journal j JOIN entry n ON n.journal = j.id
		WHERE j.uuid = $1 AND n.seq = $2 AND n.ends IS NOT NULL`, []any{journal[:], seq}, hash(&h))
	return h, found, err
}

// MarksAfter implements archive.Tx.
func (t *Tx) MarksAfter(journal uuid.UUID, after, upto int64) (marks []archive.Event, err error) {
	err = t.each(`SELECT n.seq, n.ends, e.id, e.uuid, e.effective, e.allowed, e.reason
		FROM entry n JOIN event e ON e.id = n.event
		WHERE n.journal = (SELECT id FROM journal WHERE uuid = $1) AND n.seq > $2 AND n.seq <= $3 ORDER BY n.seq`, []any{journal[:], after, upto},
		func(rows *sql.Rows) error {
			e := archive.Event{Journal: journal}
			err := rows.Scan(&e.Seq, hash(&e.Ends), &e.Row, id(&e.Header.ID), clock(&e.Mark.Effective), truth{&e.Mark.Allowed}, &e.Mark.Reason)
			marks = append(marks, e)
			return err
		})
	return marks, err
}

// Entries implements archive.Tx. A journal has no gaps: a range says how many.
func (t *Tx) Entries(journal uuid.UUID, after int64, limit int) (entries []archive.Event, err error) {
	r := newEventRow()
	var seq int64
	var ends record.Hash
	into := append(slices.Clone(r.into), &seq, hash(&ends))
	err = t.each(`SELECT `+eventColumns+`, n.seq, n.ends
		FROM entry n JOIN event e ON e.id = n.event`+eventTables+`
		WHERE n.journal = (SELECT id FROM journal WHERE uuid = $1) AND n.seq > $2 AND n.seq <= $3 ORDER BY n.seq`,
		[]any{journal[:], after, after + int64(limit)},
		func(rows *sql.Rows) error {
			if err := rows.Scan(into...); err != nil {
				return err
			}
			e := r.Event
			e.Journal, e.Seq, e.Ends = journal, seq, ends
			entries = append(entries, e)
			return nil
		})
	return entries, err
}
