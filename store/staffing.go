package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
)

// What was done with a pack of staff files. Each step may be done again.
const (
	staffWritten = 1
	staffRotated = 2
)

// TakeStaffFiles takes the pack of staff files of this centre, from a stick or
// over the line: from then on the people in it can sign in here and nobody else
// can. Nobody need be signed in. Passwords changed here since stay. What is
// written from then on gets a new key, at once or, while everything is sealed,
// at the next sign-in; that one also takes the news who these people are. The
// same pack again changes nothing. Error keys: those of package setup,
// StaffingElsewhere, StaffingOlder, DiskFull, DiskFault, ReadOnlyFolder.
func (s *Store) TakeStaffFiles(ctx context.Context, file []byte) error {
	said, err := setup.OpenStaffing(file, s.district())
	if err != nil {
		return setupError(err)
	}
	if said.Centre != s.Terminal().Centre {
		return fault(Conflict, KeyStaffingElsewhere)
	}
	s.staffing.Lock()
	defer s.staffing.Unlock()
	if err := s.keepStaffing(ctx, file, said); err != nil {
		return err
	}
	if err := s.writeStaffing(ctx); err != nil {
		return err
	}
	if o, err := s.unlocked(); err == nil && o.keys.Current() != 0 {
		return s.rotateFor(ctx, o.keys)
	}
	return nil
}

// keepStaffing notes the pack before anything follows from it, so that what a
// power cut leaves undone is done at the next start.
func (s *Store) keepStaffing(ctx context.Context, file []byte, said setup.Staffing) error {
	return s.transact(ctx, &opened{}, func(w *writing) error {
		var made int64
		if _, err := w.row(`SELECT made FROM staffing`, nil, &made); err != nil {
			return err
		}
		switch held := hlcOf(made); {
		case held > said.Made:
			return fault(Conflict, KeyStaffingOlder)
		case held == said.Made:
			return nil
		}
		w.self.setup.Recipients = said.Recipients
		about, err := json.Marshal(w.self.setup)
		if err != nil {
			return fmt.Errorf("write set-up: %w", err)
		}
		if _, err := w.exec(`UPDATE self SET setup = $1`, about); err != nil {
			return err
		}
		if _, err = w.exec(`INSERT OR REPLACE INTO staffing (one, made, file, done) VALUES (1, $1, $2, 0)`,
			hlcValue(said.Made), file); err != nil {
			return err
		}
		return w.audit(AuditStaffTaken, uuid.Nil, "")
	})
}

// pendingStaffing gives the pack that is not yet worked through; found is false
// when there is none.
func (s *Store) pendingStaffing(ctx context.Context) (said setup.Staffing, done int64, found bool, err error) {
	var file []byte
	err = s.look(ctx, nil, func(v *view) error {
		found, err = v.row(`SELECT file, done FROM staffing WHERE file IS NOT NULL`, nil, &file, &done)
		return err
	})
	if err != nil || !found {
		return said, done, false, err
	}
	if said, err = setup.OpenStaffing(file, s.district()); err != nil {
		return said, done, false, because(Unavailable, KeyDamaged, err)
	}
	return said, done, true, nil
}

func (s *Store) staffingDone(ctx context.Context, made record.HLC, what int64) error {
	return s.transact(ctx, &opened{}, func(w *writing) error {
		_, err := w.exec(`UPDATE staffing SET done = done | $1 WHERE made = $2`, what, hlcValue(made))
		return err
	})
}

// writeStaffing puts the files of a pending pack into their folder and takes
// away those of everybody else. The caller has staffing.
func (s *Store) writeStaffing(ctx context.Context) error {
	said, done, pending, err := s.pendingStaffing(ctx)
	if err != nil || !pending || done&staffWritten != 0 {
		return err
	}
	stays := map[string]bool{}
	for _, f := range said.Files {
		path := staffPath(s.dir, f.Staff)
		stays[path] = true
		if err := writeStaffFile(path, f.WithPasswordOf(readStaffFile(path))); err != nil {
			return err
		}
	}
	paths, err := staffPaths(s.dir)
	if err != nil {
		return err
	}
	for _, path := range paths {
		if stays[path] {
			continue
		}
		if err := os.Remove(path); err != nil {
			return diskError("remove staff file", err)
		}
	}
	if err := syncFolder(filepath.Join(s.dir, staffName)); err != nil {
		return diskError("sync folder", err)
	}
	return s.staffingDone(ctx, said.Made, staffWritten)
}

// readStaffFile is nil for a file that is not there or not whole: then the
// district's takes its place.
func readStaffFile(path string) *vault.StaffFile {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	f, err := vault.ParseStaffFile(data)
	if err != nil {
		return nil
	}
	return f
}

// writeStaffFile leaves no file of before beside it: what an old password opens
// must go when the password does.
func writeStaffFile(path string, f *vault.StaffFile) error {
	data, err := f.Bytes()
	if err != nil {
		return fmt.Errorf("write staff file: %w", err)
	}
	if err := vault.Overwrite(path, data); err != nil {
		return diskError("write staff file", err)
	}
	return nil
}

// rotateFor gives the vault a new key and the centre's new identity when a
// pending pack asks for it. After 255 keys the last one goes on.
func (s *Store) rotateFor(ctx context.Context, keys *vault.Keys) error {
	said, done, pending, err := s.pendingStaffing(ctx)
	if err != nil || !pending || done&staffRotated != 0 {
		return err
	}
	to, err := vaultRecipients(said.Recipients)
	if err != nil {
		return err
	}
	if err := keys.Rotate(s.dir, to...); errors.Is(err, vault.ErrFull) {
		err = keys.Save(s.dir, to...)
		if err != nil {
			return diskError("save vault", err)
		}
	} else if err != nil {
		return diskError("save vault", err)
	}
	return s.staffingDone(ctx, said.Made, staffRotated)
}

// bringStaffing does at a sign-in what had to wait for one: the new key, and the
// news who works here. The news opens with the identities of any file of the
// pack.
func (s *Store) bringStaffing(ctx context.Context, o *opened, with []age.Identity) error {
	if err := s.rotateFor(ctx, o.keys); err != nil {
		return err
	}
	said, _, pending, err := s.pendingStaffing(ctx)
	if err != nil || !pending {
		return err
	}
	events, err := said.Events(with...)
	if errors.Is(err, vault.ErrIdentity) {
		return nil // a centre rotated again: the next pack brings it
	}
	if err != nil {
		return setupError(err)
	}
	return s.transact(ctx, o, func(w *writing) error {
		if err := w.take(events); err != nil {
			return err
		}
		_, err := w.exec(`UPDATE staffing SET file = NULL WHERE made = $1`, hlcValue(said.Made))
		return err
	})
}

func vaultRecipients(to setup.Recipients) ([]age.Recipient, error) {
	centre, err := vault.ParseRecipient(to.Centre)
	if err != nil {
		return nil, because(Invalid, string(setup.Invalid), err)
	}
	recovery, err := vault.ParseRecipient(to.Recovery)
	if err != nil {
		return nil, because(Invalid, string(setup.Invalid), err)
	}
	return []age.Recipient{centre, recovery}, nil
}
