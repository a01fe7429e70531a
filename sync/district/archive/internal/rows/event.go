package rows

import (
	"bytes"
	"cmp"
	"database/sql"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// eventColumns are those of an event e with its file f and its journal j;
// eventTables joins them.
const (
	headerColumns = `e.id, e.uuid, e.at, e.proven, e.centre, e.terminal, e.staff, e.role, e.type, e.version,
		e.act, e.visit, f.kind, f.uuid, e.file, e.digest, e.effective, e.allowed, e.reason, j.uuid, e.seq, e.received`
	eventColumns = headerColumns + `, e.content`
	eventTables  = ` LEFT JOIN file f ON f.id = e.file LEFT JOIN journal j ON j.id = e.journal`
)

// eventRow reads eventColumns into an event: all fields but Ends. Where there is
// no event all are zero.
type eventRow struct {
	archive.Event
	into []any
}

func newEventRow() *eventRow {
	r := new(eventRow)
	h, m := &r.Header, &r.Mark
	r.into = []any{row(&r.Row), id(&h.ID), clock(&h.At), clock(&h.Proven), id(&h.Origin.Centre), id(&h.Origin.Terminal),
		id(&h.Staff), text[record.Role]{&h.Role}, text[string]{&h.Type}, number[int]{&h.Version},
		id(&h.Act), id(&h.Visit), text[record.Kind]{&h.File.Kind}, id(&h.File.ID), row(&r.File),
		hash(&r.Digest), clock(&m.Effective), truth{&m.Allowed}, text[record.Reason]{&m.Reason},
		id(&r.Journal), row(&r.Seq), clock(&r.Received), &r.Content}
	return r
}

// headerOnly is what reads headerColumns.
func (r *eventRow) headerOnly() []any { return r.into[:len(r.into)-1] }

// Known implements archive.Tx.
func (t *Tx) Known(ids []uuid.UUID) (map[uuid.UUID]archive.Event, error) {
	l := newList("b", len(ids))
	for i := range ids {
		l.add(ids[i][:])
	}
	known, r := map[uuid.UUID]archive.Event{}, newEventRow()
	err := t.eachOf(l, `WITH v(uuid) AS (LIST)
		SELECT `+headerColumns+` FROM v JOIN event e ON e.uuid = v.uuid`+eventTables, func(rows *sql.Rows) error {
		if err := rows.Scan(r.headerOnly()...); err != nil {
			return err
		}
		known[r.Header.ID] = r.Event
		return nil
	})
	return known, err
}

// EventsOf implements archive.Tx.
func (t *Tx) EventsOf(files ...int64) (all []archive.Event, err error) {
	r := newEventRow()
	err = t.eachOf(numbers(files), `WITH v(id) AS (LIST)
		SELECT `+eventColumns+` FROM v JOIN event e ON e.file = v.id`+eventTables, func(rows *sql.Rows) error {
		if err := rows.Scan(r.into...); err != nil {
			return err
		}
		all = append(all, r.Event)
		return nil
	})
	slices.SortFunc(all, func(a, b archive.Event) int {
		return cmp.Or(cmp.Compare(a.Mark.Effective, b.Mark.Effective), bytes.Compare(a.Header.ID[:], b.Header.ID[:]))
	})
	return all, err
}

// AddEvents implements archive.Tx. Rows go in by id, as all writers' do.
func (t *Tx) AddEvents(events []archive.Event) error {
	byID := make([]*archive.Event, len(events))
	for i := range events {
		byID[i] = &events[i]
	}
	slices.SortFunc(byID, func(a, b *archive.Event) int { return bytes.Compare(a.Header.ID[:], b.Header.ID[:]) })
	l := newList("bnnbbbttnbbnbnntnnbn", len(events))
	for _, e := range byID {
		if err := t.addEvent(l, e); err != nil {
			return err
		}
	}
	rows := make(map[uuid.UUID]int64, len(events))
	if err := t.eachOf(l, `WITH v(uuid, at, proven, centre, terminal, staff, role, type, version, act, visit, file,
			digest, effective, allowed, reason, journal, seq, content, received) AS (LIST)
		INSERT INTO event (uuid, at, proven, centre, terminal, staff, role, type, version, act, visit, file,
			digest, effective, allowed, reason, journal, seq, content, received)
		SELECT uuid, at, proven, centre, terminal, staff, role, type, version, act, visit, file,
			digest, effective, allowed, reason, journal, seq, content, received FROM v
		RETURNING id, uuid`, func(r *sql.Rows) error {
		var row int64
		var key uuid.UUID
		err := r.Scan(&row, id(&key))
		rows[key] = row
		return err
	}); err != nil {
		return err
	}
	for i := range events {
		events[i].Row = rows[events[i].Header.ID]
	}
	return t.Enter(events)
}

func (t *Tx) addEvent(l *list, e *archive.Event) error {
	h := &e.Header
	var journal, seq any = sql.NullInt64{}, sql.NullInt64{}
	if e.Journal != uuid.Nil {
		row, err := t.journalRow(e.Journal)
		if err != nil {
			return err
		}
		journal, seq = row, e.Seq
	}
	l.add(h.ID[:], int64(h.At), int64(h.Proven), h.Origin.Centre[:], h.Origin.Terminal[:], h.Staff[:],
		string(h.Role), h.Type, int64(h.Version), idOrNull(&h.Act), idOrNull(&h.Visit), rowOrNull(e.File), e.Digest[:],
		int64(e.Mark.Effective), flag(e.Mark.Allowed), string(e.Mark.Reason), journal, seq, e.Content, int64(e.Received))
	return nil
}

// Remark implements archive.Tx.
func (t *Tx) Remark(row int64, m record.Mark) error {
	return t.exec(`UPDATE event SET effective = $2, allowed = $3, reason = $4 WHERE id = $1`,
		row, int64(m.Effective), flag(m.Allowed), string(m.Reason))
}

// Empty implements archive.Tx.
func (t *Tx) Empty(rows []int64) error {
	return t.execOf(numbers(slices.Sorted(slices.Values(rows))), `WITH v(id) AS (LIST)
		UPDATE event SET file = NULL, act = NULL, visit = NULL, content = NULL WHERE id IN (SELECT id FROM v)`)
}

// Refuse implements archive.Tx.
func (t *Tx) Refuse(event uuid.UUID, identity record.Hash, sealed []byte) error {
	return t.exec(`INSERT INTO refused (event, identity, sealed) VALUES ($1, $2, $3)
		ON CONFLICT (event, identity) DO NOTHING`, event[:], identity[:], sealed)
}

// Refused implements archive.Tx.
func (t *Tx) Refused() (n int, err error) {
	if _, err := t.one(`SELECT count(*) FROM refused`, nil, &n); err != nil {
		return 0, fmt.Errorf("count refused events: %w", err)
	}
	return n, nil
}
