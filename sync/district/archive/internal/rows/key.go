package rows

import (
	"database/sql"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// PutKey implements archive.Tx. One serial is one version: put again, it
// replaces what it was.
func (t *Tx) PutKey(k archive.Key) error {
	return t.exec(`INSERT INTO sealed_key (kind, name, place, id, other, serial, made, sealed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (kind, name, place, id, other, serial) DO UPDATE SET made = excluded.made, sealed = excluded.sealed`,
		k.Kind, k.Name, k.Place, k.ID[:], k.Other[:], k.Serial, int64(k.Made), k.Sealed)
}

// Keys implements archive.Tx.
func (t *Tx) Keys(kind string) (keys []archive.Key, err error) {
	err = t.each(`SELECT kind, name, place, id, other, serial, made, sealed FROM sealed_key
		WHERE kind = $1 ORDER BY name, place, id, other, serial`, []any{kind}, func(rows *sql.Rows) error {
		var k archive.Key
		err := rows.Scan(&k.Kind, &k.Name, &k.Place, id(&k.ID), id(&k.Other), &k.Serial, clock(&k.Made), &k.Sealed)
		keys = append(keys, k)
		return err
	})
	return keys, err
}

// PutSlips implements archive.Tx.
func (t *Tx) PutSlips(slips []archive.Slip) error {
	l := newList("bn", len(slips))
	for i := range slips {
		l.add(slips[i].Token[:], slips[i].File)
	}
	return t.execOf(l, `WITH v(token, file) AS (LIST)
		INSERT INTO slip (token, file) SELECT token, file FROM v WHERE true ORDER BY token
		ON CONFLICT (token) DO NOTHING`)
}

// Slip implements archive.Tx.
func (t *Tx) Slip(token record.Hash) (file int64, found bool, err error) {
	found, err = t.one(`SELECT file FROM slip WHERE token = $1`, []any{token[:]}, &file)
	return file, found, err
}

// AddErasure implements archive.Tx.
func (t *Tx) AddErasure(e archive.Erasure) error {
	return t.exec(`INSERT INTO erasure (at, person, upto) VALUES ($1, $2, $3)
		ON CONFLICT (at, person, upto) DO NOTHING`, int64(e.At), e.Person[:], int64(e.UpTo))
}

// Erasures implements archive.Tx.
func (t *Tx) Erasures(after record.HLC) (all []archive.Erasure, err error) {
	err = t.each(`SELECT at, person, upto FROM erasure WHERE at > $1 ORDER BY at, person, upto`, []any{int64(after)},
		func(rows *sql.Rows) error {
			var e archive.Erasure
			err := rows.Scan(clock(&e.At), id(&e.Person), clock(&e.UpTo))
			all = append(all, e)
			return err
		})
	return all, err
}

// Counts implements archive.Tx.
func (t *Tx) Counts() (c archive.Counts, err error) {
	_, err = t.one(`SELECT (SELECT count(*) FROM journal WHERE terminal IS NOT NULL), (SELECT count(*) FROM terminal),
		(SELECT count(*) FROM event), (SELECT count(*) FROM event WHERE content IS NULL),
		(SELECT count(*) FROM file), (SELECT count(*) FROM feed_line), (SELECT count(*) FROM refused)`, nil,
		&c.Journals, &c.Terminals, &c.Events, &c.Erased, &c.Files, &c.Lines, &c.Refused)
	return c, err
}
