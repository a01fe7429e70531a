package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/google/uuid"
)

// Five wrong passwords close a login for a quarter of an hour. Both are kept on
// disk, so that starting the program again gives no more tries.
const (
	maxTries = 5
	lockTime = 15 * time.Minute
)

// typedLogin is what is kept of a login somebody typed: people now and then type
// their password there.
func typedLogin(login string) string {
	sum := sha256.Sum256([]byte("ruhui login\x00" + login))
	return hex.EncodeToString(sum[:16])
}

func (s *Store) mayTry(ctx context.Context, login string) error {
	var failed int
	var at int64
	if err := s.look(ctx, nil, func(v *view) error {
		_, err := v.row(`SELECT failed, at FROM attempt WHERE login = $1`, []any{typedLogin(login)}, &failed, &at)
		return err
	}); err != nil {
		return err
	}
	left := s.lockedFor(at)
	if failed < maxTries || left <= 0 {
		return nil
	}
	if left == lockTime && s.Now().UnixMilli() < at {
		if err := s.lockFromNow(ctx, login); err != nil {
			return err
		}
	}
	return fault(Unavailable, KeyAccountLocked, "m", int((left+time.Minute-1)/time.Minute))
}

// lockFromNow lets a lock end a quarter of an hour from now. It was set when the
// clock was ahead, perhaps by years: nobody must wait for that day.
func (s *Store) lockFromNow(ctx context.Context, login string) error {
	return s.transact(ctx, &opened{}, func(w *writing) error {
		_, err := w.exec(`UPDATE attempt SET at = $1 WHERE login = $2`, s.Now().UnixMilli(), typedLogin(login))
		return err
	})
}

// lockedFor is how long a lock set at some time still holds. A clock that was
// set back does not make it longer.
func (s *Store) lockedFor(at int64) time.Duration {
	return min(lockTime-s.Now().Sub(time.UnixMilli(at)), lockTime)
}

// failed counts one wrong password or code, notes what was tried, and gives the
// error for it, of the key wrong while there are tries left.
func (s *Store) failed(ctx context.Context, login, wrong string, what AuditKind, staff uuid.UUID) error {
	var n int
	err := s.transact(ctx, &opened{}, func(w *writing) error {
		var failed int
		var at int64
		if _, err := w.row(`SELECT failed, at FROM attempt WHERE login = $1`, []any{typedLogin(login)}, &failed, &at); err != nil {
			return err
		}
		if failed >= maxTries && s.lockedFor(at) <= 0 {
			failed = 0 // the lock is over: tries begin anew
		}
		n = failed + 1
		if n >= maxTries {
			wrong = KeyAccountLocked
		}
		if err := w.audit(what, staff, wrong); err != nil {
			return err
		}
		_, err := w.exec(`INSERT INTO attempt (login, failed, at) VALUES ($1, $2, $3)
			ON CONFLICT (login) DO UPDATE SET failed = excluded.failed, at = excluded.at`, typedLogin(login), n, s.Now().UnixMilli())
		return err
	})
	switch {
	case err != nil:
		return err
	case n >= maxTries:
		return fault(Unavailable, KeyAccountLocked, "m", int(lockTime/time.Minute))
	}
	return fault(Forbidden, wrong, "n", maxTries-n)
}

func (s *Store) succeeded(ctx context.Context, login string) error {
	err := s.transact(ctx, &opened{}, func(w *writing) error {
		_, err := w.exec(`DELETE FROM attempt WHERE login = $1`, typedLogin(login))
		return err
	})
	if s.opt.ReadOnly && err != nil && KeyOf(err) == KeyDamaged {
		return nil // looking at what is left needs no count of tries
	}
	return err
}
