package store

import (
	"database/sql"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// eventColumns are what eventRow reads; the query names event e and act a.
const eventColumns = `e.id, e.uuid, e.at, e.type, e.version, e.shift, e.mark, e.reason, e.digest, e.content,
	a.uuid, a.visit, a.author, a.proven`

// eventRow is an event as it is stored.
type eventRow struct {
	id      int64
	event   record.Event // without file, salt and body
	digest  record.Hash
	mark    record.Mark
	content []byte
	author  int64
}

func (v *view) scanEvent(rows *sql.Rows, r *eventRow, more ...any) error {
	var at, shift, bits, proven, typ int64
	var reason sql.NullInt64
	var digest sql.RawBytes
	e := &r.event
	into := []any{&r.id, idInto(&e.ID), &at, &typ, &e.Version, &shift, &bits, &reason, &digest, &r.content,
		idInto(&e.Act), idInto(&e.Visit), &r.author, &proven}
	if err := rows.Scan(append(into, more...)...); err != nil {
		return sqlError("read event", err)
	}
	copy(r.digest[:], digest)
	e.At, e.Proven = hlcOf(at), hlcOf(proven)
	who, err := v.author(r.author)
	if err != nil {
		return err
	}
	e.Origin, e.Staff, e.Role = who.Origin, who.Staff, who.Role
	if e.Type, err = v.text(typ); err != nil {
		return err
	}
	r.mark, err = v.mark(at, shift, bits, reason.Int64)
	return err
}

// eventsOf opens all events of a file.
func (v *view) eventsOf(f record.File, row int64) ([]record.Marked, error) {
	var events []record.Marked
	rows, err := v.query(`SELECT `+eventColumns+` FROM event e JOIN act a ON a.id = e.act WHERE e.file = $1`, row)
	err = each(rows, err, func() error {
		var r eventRow
		if err := v.scanEvent(rows, &r); err != nil {
			return err
		}
		r.event.File = f
		if err := openContent(v.keys, &r.event, r.content); err != nil {
			return err
		}
		events = append(events, record.Marked{Event: r.event, Mark: r.mark})
		return nil
	})
	return events, err
}

// findEvent reads one event by its id; found is false when it is not here.
func (v *view) findEvent(id uuid.UUID) (r eventRow, found bool, err error) {
	rows, err := v.query(`SELECT `+eventColumns+`, k.text, f.uuid FROM event e JOIN act a ON a.id = e.act
		LEFT JOIN file f ON f.id = e.file LEFT JOIN word k ON k.id = f.kind WHERE e.uuid = $1`, id[:])
	err = each(rows, err, func() error {
		found = true
		var kind sql.NullString
		if err := v.scanEvent(rows, &r, &kind, idInto(&r.event.File.ID)); err != nil {
			return err
		}
		r.event.File.Kind = record.Kind(kind.String)
		return nil
	})
	return r, found, err
}
