package store

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/vault"
)

// Restored is what a restore brought back.
type Restored struct {
	Terminal uuid.UUID
	Kind     BackupKind
	Made     time.Time // when the backup was made
	Entries  int64     // of the journal
	Erased   int       // events emptied because of the erasures listed beside the backup
	Verified Verified  // the chain and every body, after that
}

// Restore makes a terminal's folder out of a backup, with the identity of
// recovery. The folder must be empty or not there: what is in one is never
// written over. Erasures listed beside the backup are applied and everything is
// verified before the folder takes its name, so a restore that fails or is
// killed leaves nothing that opens, and can be repeated. The terminal numbers on
// as a copy does, see [Store.Copied]. Damage inside the backup is told in
// Verified and does not keep the rest from being restored.
//
// Error keys: FolderNotEmpty, BackupIdentity, BackupSpoiled, ErasureList,
// DemoFolder, RealFolder, NewerProgram, FolderInUse, DiskFull, DiskFault,
// ReadOnlyFolder.
func Restore(ctx context.Context, backup, dir string, recovery age.Identity, opt Options) (r Restored, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return r, diskError("find folder", err)
	}
	if err := wantEmpty(dir); err != nil {
		return r, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return r, diskError("make folder", err)
	}
	l, err := takeLock(dir)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, l.release()) }()
	made := filepath.Join(dir, newName)
	if err := os.RemoveAll(made); err != nil { // of a restore that did not finish
		return r, diskError("clear unfinished restore", err)
	}
	if r, err = restoreInto(ctx, backup, made, recovery, opt); err != nil {
		return r, errors.Join(err, os.RemoveAll(made))
	}
	if err := os.Rename(made, filepath.Join(dir, dataName)); err != nil {
		return r, diskError("name folder", err)
	}
	if err := syncFolder(dir); err != nil {
		return r, diskError("sync folder", err)
	}
	return r, nil
}

// wantEmpty takes a folder with what an unfinished restore or set-up left.
func wantEmpty(dir string) error {
	list, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return diskError("list folder", err)
	}
	for _, f := range list {
		if f.Name() != newName && f.Name() != lockName && !strings.HasPrefix(f.Name(), lockName+"-") {
			return fault(Conflict, KeyFolderNotEmpty)
		}
	}
	return nil
}

func restoreInto(ctx context.Context, backup, made string, recovery age.Identity, opt Options) (Restored, error) {
	if err := os.MkdirAll(filepath.Join(made, staffName), 0o700); err != nil {
		return Restored{}, diskError("make folder", err)
	}
	a, err := unpackBackup(ctx, backup, made, recovery)
	if err != nil {
		return Restored{}, err
	}
	r := Restored{Terminal: a.Terminal, Kind: a.Kind, Made: a.Made, Entries: a.Head}
	erasures, err := erasuresBeside(backup, recovery)
	if err != nil {
		return r, err
	}
	keys, err := vault.Load(made, recovery)
	if err != nil {
		return r, because(Unavailable, KeyBackupSpoiled, fmt.Errorf("open vault: %w", err))
	}
	defer keys.Wipe()
	elsewhere := opt.Memory // it would take the folder for a copy of one whose name it does not have yet
	opt.Memory = ""
	s := &Store{dir: made, opt: opt, shared: newInterned()}
	if err := s.start(ctx); err != nil {
		return r, errors.Join(err, s.Close())
	}
	s.opened = &opened{keys: keys}
	if err := s.afterRestore(ctx, erasures, takenBlocks(elsewhere, a.Terminal), &r); err != nil {
		return r, errors.Join(err, s.Close())
	}
	return r, errors.Join(s.Close(), syncFolders(made, filepath.Join(made, staffName)))
}

// afterRestore makes what was unpacked fit to serve.
func (s *Store) afterRestore(ctx context.Context, erasures []erasure, taken map[int]bool, r *Restored) error {
	if err := s.write(ctx, func(w *writing) error {
		for _, e := range erasures {
			n, err := w.erase(e.File, e.UpTo)
			if err != nil {
				return err
			}
			r.Erased += n
		}
		return w.copied(CopyRestored, taken)
	}); err != nil {
		return err
	}
	if err := s.scrub(ctx); err != nil {
		return err
	}
	var err error
	r.Verified, err = s.Verify(ctx)
	return err
}

// unpackBackup writes the entries of a backup to a folder.
func unpackBackup(ctx context.Context, backup, dir string, recovery age.Identity) (a about, err error) {
	f, err := os.Open(backup)
	if err != nil {
		return a, because(Unavailable, KeyBackupFolder, fmt.Errorf("open backup: %w", err))
	}
	defer f.Close() // only read: nothing can be lost
	seen := map[string]bool{}
	err = eachPart(bufio.NewReaderSize(f, 1<<16), recovery, func(name string, r io.Reader) error {
		if seen[name] || !seen[aboutName] && name != aboutName || !restorable(name) {
			return fmt.Errorf("entry of another name or twice: %w", vault.ErrDamaged)
		}
		seen[name] = true
		if err := ctx.Err(); err != nil {
			return err
		}
		if name == aboutName {
			return readAbout(r, &a)
		}
		return unpackFile(filepath.Join(dir, filepath.FromSlash(name)), r)
	})
	if err == nil && (!seen[dbName] || !seen[vault.FileName]) {
		err = vault.ErrDamaged
	}
	return a, backupError(ctx, err)
}

// restorable are the names a backup of ours has; any other could lead out of
// the folder.
func restorable(name string) bool {
	switch name {
	case aboutName, dbName, vault.FileName, keptVault:
		return true
	}
	in, base := path.Split(name)
	return in == staffName+"/" && base != "" && base != ".." && base != "." && !strings.ContainsAny(base, `\:`)
}

func readAbout(r io.Reader, a *about) error {
	if err := json.NewDecoder(io.LimitReader(r, maxErasure)).Decode(a); err != nil {
		return fmt.Errorf("read what the backup is: %w", err)
	}
	if a.Version > aboutVersion {
		return fault(Unavailable, KeyNewerProgram)
	}
	return nil
}

func unpackFile(path string, r io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return diskError("make "+filepath.Base(path), err)
	}
	from := &reading{r: r}
	if _, err := io.Copy(f, from); err != nil {
		if from.err == nil { // the fault is not the backup's
			err = diskError("write "+filepath.Base(path), err)
		}
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return diskError("write "+filepath.Base(path), err)
	}
	return nil
}

// reading remembers whether it was the reading that failed.
type reading struct {
	r   io.Reader
	err error
}

func (r *reading) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		r.err = err
	}
	return n, err
}

// backupError tells a wrong identity from a spoiled file.
func backupError(ctx context.Context, err error) error {
	var known *Error
	none := (*age.NoIdentityMatchError)(nil)
	switch {
	case err == nil, errors.As(err, &known):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &none):
		return because(Forbidden, KeyBackupIdentity, err)
	}
	return because(Unavailable, KeyBackupSpoiled, fmt.Errorf("read backup: %w", err))
}

func syncFolders(dirs ...string) error {
	for _, d := range dirs {
		if err := syncFolder(d); err != nil {
			return diskError("sync folder", err)
		}
	}
	return nil
}
