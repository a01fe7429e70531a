package rows

import (
	"database/sql"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

const codeColumns = `SELECT proof, centre, number, made, file, terminal FROM code`

// PutCode implements archive.Tx.
func (t *Tx) PutCode(c archive.Code) error {
	return t.exec(`INSERT INTO code (proof, centre, number, made, file, terminal) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (proof) DO UPDATE SET centre = excluded.centre, number = excluded.number, made = excluded.made,
			file = excluded.file, terminal = excluded.terminal`,
		c.Proof[:], c.Centre[:], c.Number, int64(c.Made), c.File, idOrNull(&c.Terminal))
}

// LockCode implements archive.Tx.
func (t *Tx) LockCode(proof record.Hash) (archive.Code, bool, error) {
	codes, err := t.codes(` WHERE proof = $1`+t.dialect.Locking, proof[:])
	if len(codes) == 0 {
		return archive.Code{}, false, err
	}
	return codes[0], true, err
}

// Codes implements archive.Tx.
func (t *Tx) Codes() ([]archive.Code, error) { return t.codes(` ORDER BY made, proof`) }

func (t *Tx) codes(where string, args ...any) (codes []archive.Code, err error) {
	err = t.each(codeColumns+where, args, func(rows *sql.Rows) error {
		var c archive.Code
		err := rows.Scan(hash(&c.Proof), id(&c.Centre), &c.Number, clock(&c.Made), &c.File, id(&c.Terminal))
		codes = append(codes, c)
		return err
	})
	return codes, err
}

const terminalColumns = `SELECT uuid, centre, number, public, courier, certified, revoked, seen, program, waiting, offered
	FROM terminal`

// PutTerminal implements archive.Tx.
func (t *Tx) PutTerminal(m archive.Terminal) error {
	return t.exec(`INSERT INTO terminal (uuid, centre, number, public, courier, certified, revoked, seen, program, waiting, offered)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (uuid) DO UPDATE SET centre = excluded.centre, number = excluded.number, public = excluded.public,
			courier = excluded.courier, certified = excluded.certified, revoked = excluded.revoked, seen = excluded.seen,
			program = excluded.program, waiting = excluded.waiting, offered = excluded.offered`,
		m.ID[:], m.Centre[:], m.Number, m.Public, m.Courier, int64(m.Certified), int64(m.Revoked), int64(m.Seen),
		m.Program, m.Waiting, idOrNull(&m.Offered))
}

// Terminal implements archive.Tx.
func (t *Tx) Terminal(terminal uuid.UUID) (archive.Terminal, bool, error) {
	found, err := t.terminals(` WHERE uuid = $1`, terminal[:])
	if len(found) == 0 {
		return archive.Terminal{}, false, err
	}
	return found[0], true, err
}

// Terminals implements archive.Tx.
func (t *Tx) Terminals() ([]archive.Terminal, error) {
	return t.terminals(` ORDER BY centre, number, certified, uuid`)
}

func (t *Tx) terminals(where string, args ...any) (all []archive.Terminal, err error) {
	err = t.each(terminalColumns+where, args, func(rows *sql.Rows) error {
		var m archive.Terminal
		err := rows.Scan(id(&m.ID), id(&m.Centre), &m.Number, &m.Public, &m.Courier, clock(&m.Certified), clock(&m.Revoked),
			clock(&m.Seen), &m.Program, &m.Waiting, id(&m.Offered))
		all = append(all, m)
		return err
	})
	return all, err
}
