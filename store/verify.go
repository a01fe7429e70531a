package store

import (
	"context"
	"database/sql"
	"fmt"

	"ruhui/store/record"
)

// Verified is what a check of the journal found.
type Verified struct {
	Entries int // of the present journal and those before it
	Events  int // own and others'
	Opened  int // events whose contents were compared with their digest
	Erased  int
	Unread  int // kept for a newer program
	Audits  int // lines of the audit
	Faults  []Fault
}

// Fault is something that is not as it was written.
type Fault struct {
	What  FaultKind
	Place int64 // seq in the journal, or row of the event; 0 where neither applies
}

// FaultKind names a fault.
type FaultKind string

// Faults.
const (
	EntryMissing   FaultKind = "EntryMissing"   // a gap in the journal's numbers
	EntryChanged   FaultKind = "EntryChanged"   // the chain does not lead to its hash
	EventMissing   FaultKind = "EventMissing"   // an entry without its event
	ContentChanged FaultKind = "ContentChanged" // contents that do not give the digest, or do not open
	HeadChanged    FaultKind = "HeadChanged"    // the journal does not end where it did
	FileDamaged    FaultKind = "FileDamaged"    // SQLite's own check
	AuditMissing   FaultKind = "AuditMissing"   // a gap in the lines of the audit, or their end
	AuditChanged   FaultKind = "AuditChanged"   // a line that is not as it was written
)

// Verify walks the journal's chain over the stored digests: every number once,
// every hash where the chain leads. Nobody need be signed in for that; when
// somebody is, the contents of every event are compared with their digests too.
// Marks are the district's and no part of the chain.
func (s *Store) Verify(ctx context.Context) (Verified, error) {
	o, err := s.unlocked()
	if err != nil {
		o = &opened{}
	}
	var found Verified
	err = s.look(ctx, o.keys, func(v *view) error {
		for _, step := range []func(*Verified) error{v.verifyFile, v.verifyJournals, v.verifyContents, v.verifyUnread, v.verifyAudits} {
			if err := step(&found); err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}

func (r *Verified) fault(what FaultKind, place int64) {
	r.Faults = append(r.Faults, Fault{what, place})
}

func (v *view) verifyFile(found *Verified) error {
	var said string
	if _, err := v.row(`PRAGMA integrity_check(1)`, nil, &said); err != nil {
		return err
	}
	if said != "ok" {
		found.fault(FileDamaged, 0)
	}
	return nil
}

type head struct {
	id, seq int64
	hash    []byte
}

func (v *view) verifyJournals(found *Verified) error {
	var heads []head
	rows, err := v.query(`SELECT id, head, hash FROM journal ORDER BY id`)
	if err := each(rows, err, func() error {
		var h head
		err := rows.Scan(&h.id, &h.seq, &h.hash)
		heads = append(heads, h)
		return err
	}); err != nil {
		return err
	}
	for _, h := range heads {
		if err := v.verifyJournal(h, found); err != nil {
			return err
		}
	}
	return nil
}

func (v *view) verifyJournal(h head, found *Verified) error {
	var hash record.Hash
	var seq int64
	rows, err := v.query(`SELECT n.place, n.hash, e.id IS NOT NULL, `+verifyColumns+` FROM entry n
		LEFT JOIN event e ON e.id = n.event LEFT JOIN act a ON a.id = e.act
		WHERE n.place >= $1 AND n.place < $2 ORDER BY n.place`, place(h.id, 0), place(h.id+1, 0))
	if err := each(rows, err, func() error {
		var at int64
		var said []byte
		var present bool
		e, digest, err := v.scanHeader(rows, &at, &said, &present)
		if err != nil {
			return err
		}
		found.Entries++
		for seq++; seq < seqOf(at); seq++ {
			found.fault(EntryMissing, seq)
		}
		if !present {
			found.fault(EventMissing, seq)
			return nil
		}
		hash = e.ChainHash(hash, digest)
		if len(said) == len(hash) && string(said) != string(hash[:]) {
			found.fault(EntryChanged, seq)
			hash = record.Hash(said) // one fault is told once; what follows is judged by itself
		}
		return nil
	}); err != nil {
		return err
	}
	if seq != h.seq || string(hash[:]) != string(h.hash) {
		found.fault(HeadChanged, h.seq)
	}
	return nil
}

// verifyColumns are the header of an event that may be missing.
const verifyColumns = `coalesce(e.uuid, zeroblob(16)), coalesce(e.at, 0), coalesce(e.type, 0), coalesce(e.version, 0),
	coalesce(e.digest, zeroblob(32)), coalesce(a.author, 0), coalesce(a.proven, 0)`

func (v *view) scanHeader(rows *sql.Rows, more ...any) (e record.Event, digest record.Hash, err error) {
	var at, typ, author, proven int64
	var d []byte
	if err = rows.Scan(append(more, idInto(&e.ID), &at, &typ, &e.Version, &d, &author, &proven)...); err != nil {
		return e, digest, sqlError("read entry", err)
	}
	copy(digest[:], d)
	e.At, e.Proven = hlcOf(at), hlcOf(proven)
	who, err := v.author(author)
	if err != nil {
		return e, digest, err
	}
	e.Origin, e.Staff, e.Role = who.Origin, who.Staff, who.Role
	e.Type, err = v.text(typ)
	return e, digest, err
}

// verifyContents opens every event that is not erased.
func (v *view) verifyContents(found *Verified) error {
	rows, err := v.query(`SELECT ` + eventColumns + `, k.text, f.uuid FROM event e JOIN act a ON a.id = e.act
		LEFT JOIN file f ON f.id = e.file LEFT JOIN word k ON k.id = f.kind ORDER BY e.id`)
	return each(rows, err, func() error {
		var r eventRow
		var kind sql.NullString
		if err := v.scanEvent(rows, &r, &kind, idInto(&r.event.File.ID)); err != nil {
			return err
		}
		found.Events++
		switch {
		case r.content == nil:
			found.Erased++
			return nil
		case v.keys == nil:
			return nil
		}
		r.event.File.Kind = record.Kind(kind.String)
		found.Opened++
		if err := openContent(v.keys, &r.event, r.content); err != nil || r.event.Digest() != r.digest {
			found.fault(ContentChanged, r.id)
		}
		return nil
	})
}

// Err is nil when nothing was found, else Damaged with the first fault.
func (r Verified) Err() error {
	if len(r.Faults) == 0 {
		return nil
	}
	return because(Unavailable, KeyDamaged, fmt.Errorf("%d faults, first %s at %d", len(r.Faults), r.Faults[0].What, r.Faults[0].Place))
}
