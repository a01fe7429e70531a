package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// AuditKind is something that is done at a terminal and that no event tells.
type AuditKind string

// What is noted. A [CopyReason] is noted too, when a folder finds itself a copy.
const (
	AuditSetUp        AuditKind = "SetUp"
	AuditSignedIn     AuditKind = "SignedIn"
	AuditSignedOut    AuditKind = "SignedOut"
	AuditLocked       AuditKind = "ScreenLocked"
	AuditConfirmed    AuditKind = "Confirmed" // the password was asked for again, also to unlock the screen
	AuditPassword     AuditKind = "PasswordChanged"
	AuditReset        AuditKind = "PasswordReset" // with the recovery code
	AuditStaffTaken   AuditKind = "StaffTaken"
	AuditNumberTaken  AuditKind = "NumberTaken"
	AuditBackedUp     AuditKind = "BackedUp"
	AuditErased       AuditKind = "Erased"
	AuditRebuilt      AuditKind = "Rebuilt"
	AuditDateAsked    AuditKind = "DateAsked"    // the clerk gave the date
	AuditClockSetBack AuditKind = "ClockSetBack" // by more than ten minutes since the line before
	auditHashed                 = "ruhui audit\x00"
)

// Audit is one line. Who is told by id, and nothing of a visitor.
type Audit struct {
	Seq    int64
	At     time.Time // never before the line above
	What   AuditKind
	Staff  uuid.UUID // zero: nobody, or nobody known
	Result string    // "" when it was done, else the message key of why not
}

// Audits gives the lines from a time on, the oldest first. Nobody need be signed
// in; the lines are nobody's secret and cannot be changed unnoticed
// ([Store.Verify]).
func (s *Store) Audits(ctx context.Context, since time.Time) ([]Audit, error) {
	var lines []Audit
	err := s.look(ctx, nil, func(v *view) error {
		rows, err := v.query(`SELECT a.seq, a.at, w.text, a.staff, a.result FROM audit a JOIN word w ON w.id = a.what
			WHERE a.at >= $1 ORDER BY a.seq`, since.UnixMilli())
		return each(rows, err, func() error {
			var l Audit
			var at int64
			err := rows.Scan(&l.Seq, &at, &l.What, idInto(&l.Staff), &l.Result)
			l.At = time.UnixMilli(at)
			lines = append(lines, l)
			return err
		})
	})
	return lines, err
}

// notes are lines that could not be written yet.
type notes struct {
	mu      sync.Mutex
	waiting []note
	beside  sync.WaitGroup // being written beside the work
}

type note struct {
	what   AuditKind
	staff  uuid.UUID
	result string
	at     time.Time
}

// maxNotes bounds what waits for a disk that takes nothing.
const maxNotes = 10_000

// audit notes what somebody did, or why they could not. A disk that is full
// keeps nobody out: the line waits in memory and is written with the next one.
// Of looking at what is left of a damaged folder nothing is noted.
func (s *Store) audit(what AuditKind, staff uuid.UUID, why error) {
	if s.opt.ReadOnly {
		return
	}
	n := note{what: what, staff: staff, at: s.Now()}
	if why != nil {
		n.result = KeyOf(why)
	}
	s.notes.mu.Lock()
	defer s.notes.mu.Unlock()
	s.notes.waiting = append(s.notes.waiting, n)
	err := s.transact(context.Background(), &opened{}, func(w *writing) error {
		for _, n := range s.notes.waiting {
			if err := w.auditAt(n.at, n.what, n.staff, n.result); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil || len(s.notes.waiting) >= maxNotes {
		s.notes.waiting = nil
	}
}

// auditSoon is audit for what must not wait for the disk.
func (s *Store) auditSoon(what AuditKind, staff uuid.UUID) {
	s.notes.beside.Go(func() { s.audit(what, staff, nil) })
}

// audit adds a line in this transaction: it is noted if and only if it is done.
func (w *writing) audit(what AuditKind, staff uuid.UUID, result string) error {
	return w.auditAt(w.s.Now(), what, staff, result)
}

// auditAt puts before the line one for a clock that was set back since the last.
func (w *writing) auditAt(at time.Time, what AuditKind, staff uuid.UUID, result string) error {
	var l auditLine
	var clock int64
	var hash []byte
	if _, err := w.row(`SELECT seq, at, clock, hash FROM audited`, nil, &l.Seq, &l.at, &clock, &hash); err != nil {
		return err
	}
	copy(l.hash[:], hash)
	now := at.UnixMilli()
	if now < clock-clockSlack.Milliseconds() {
		if err := w.addAudit(&l, now, AuditClockSetBack, uuid.Nil, ""); err != nil {
			return err
		}
	}
	if err := w.addAudit(&l, now, what, staff, result); err != nil {
		return err
	}
	_, err := w.exec(`UPDATE audited SET seq = $1, at = $2, clock = $3, hash = $4`, l.Seq, l.at, now, l.hash[:])
	return err
}

func (w *writing) addAudit(l *auditLine, now int64, what AuditKind, staff uuid.UUID, result string) error {
	l.Seq, l.at, l.What, l.Staff, l.Result = l.Seq+1, max(l.at, now), what, staff, result
	l.hash = l.next(l.hash)
	word, err := w.word(string(what))
	if err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO audit (seq, at, what, staff, result, hash) VALUES ($1, $2, $3, $4, $5, $6)`,
		l.Seq, l.at, word, blobOf(staff), result, l.hash[:])
	return err
}

// auditLine is a line as it is hashed.
type auditLine struct {
	Audit
	at   int64
	hash record.Hash
}

// next is the hash of this line behind the one before. Each part is preceded by
// its length, so that no two lines give the same bytes.
func (l *auditLine) next(before record.Hash) record.Hash {
	h := sha256.New()
	for _, part := range [][]byte{[]byte(auditHashed), before[:], number64(l.Seq), number64(l.at), []byte(l.What), l.Staff[:], []byte(l.Result)} {
		h.Write(number64(int64(len(part)))) // a hash never fails
		h.Write(part)
	}
	return record.Hash(h.Sum(nil))
}

func number64(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// verifyAudits walks the chain of the lines.
func (v *view) verifyAudits(found *Verified) error {
	var head auditLine
	var said []byte
	if _, err := v.row(`SELECT seq, at, hash FROM audited`, nil, &head.Seq, &head.at, &said); err != nil {
		return err
	}
	var l auditLine
	var hash record.Hash
	rows, err := v.query(`SELECT a.seq, a.at, coalesce(w.text, ''), a.staff, a.result, a.hash FROM audit a
		LEFT JOIN word w ON w.id = a.what ORDER BY a.seq`)
	if err := each(rows, err, func() error {
		before := l.Seq
		var kept []byte
		l = auditLine{}
		if err := rows.Scan(&l.Seq, &l.at, &l.What, idInto(&l.Staff), &l.Result, &kept); err != nil {
			return sqlError("read audit", err)
		}
		found.Audits++
		switch hash = l.next(hash); {
		case l.Seq != before+1:
			found.fault(AuditMissing, before+1)
		case string(kept) != string(hash[:]):
			found.fault(AuditChanged, l.Seq)
		}
		copy(hash[:], kept) // one fault is told once; what follows is judged by itself
		return nil
	}); err != nil {
		return err
	}
	if l.Seq != head.Seq || l.at != head.at || string(hash[:]) != string(said) {
		found.fault(AuditMissing, l.Seq+1)
	}
	return nil
}
