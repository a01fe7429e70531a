package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/vault"
)

// BackupKind says why a backup was made.
type BackupKind string

// Kinds of backup; the newest fourteen of each are kept.
const (
	DailyBackup   BackupKind = "daily"
	ClosingBackup BackupKind = "closing"
	ManualBackup  BackupKind = "manual"
)

// backupName is the folder beside the inner one that backups go to.
const backupName = "backup"

// Backed is a backup that was made, read back and opened again.
type Backed struct {
	Path   string
	Bytes  int64
	SHA256 string // in hex, as in the file of that name with ".sha256" added
}

// Backup writes the terminal's state, as it is at one moment, into each of the
// folders as an age file to recovery; without folders, into the terminal's own
// and those of [Options.Backups]. Saves go on meanwhile: the database is read
// page by page from one picture of it and streamed, nothing is put down in
// between. Each file is written beside, read back, opened and compared, and only
// then named; the oldest of its kind go afterwards.
//
// A folder that fails keeps no other from getting its backup: what was made
// comes back together with the errors. Error keys: BackupFolder for one that is
// not there (a stick not put in), BackupSpoiled, DiskFull, DiskFault,
// ReadOnlyFolder. It may take minutes: not for the screen's thread; ctx ends it.
func (s *Store) Backup(ctx context.Context, kind BackupKind, folders ...string) ([]Backed, error) {
	s.backups.Lock()
	defer s.backups.Unlock()
	if len(folders) == 0 {
		folders = s.backupFolders()
	}
	var made []Backed
	var errs []error
	for _, folder := range folders {
		b, err := s.backUp(ctx, kind, folder, made)
		s.audit(AuditBackedUp, uuid.Nil, err)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		made = append(made, b)
		errs = append(errs, s.listErasuresIn(ctx, folder))
	}
	return made, errors.Join(errs...)
}

// BackupDue says that a folder that can be reached has no backup of today yet, by
// the machine's clock: one that was years ahead once must not put off the next
// backup for years.
// The terminal's own can: it is made with the first one.
func (s *Store) BackupDue() bool {
	for _, folder := range s.backupFolders() {
		there, err := backupsIn(folder, s.backupPrefix())
		if err != nil && folder != s.BackupFolder() {
			continue // not put in: nothing can be done about it now
		}
		today := false
		for _, b := range there {
			today = today || b.on == s.Now().In(civil.Shanghai).Format(backupDay)
		}
		if !today {
			return true
		}
	}
	return false
}

func (s *Store) backupFolders() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{s.BackupFolder()}, s.opt.Backups...)
}

// SetBackups names the folders that get backups beside the terminal's own, in
// place of those of [Options.Backups], from the next backup on.
func (s *Store) SetBackups(folders []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opt.Backups = slices.Clone(folders)
}

// BackupFolder is the terminal's own: on the same disk, so it helps against a
// spoiled file and not against a lost disk.
func (s *Store) BackupFolder() string { return filepath.Join(filepath.Dir(s.dir), backupName) }

// backUp makes one backup: copied from one made just now, or written.
func (s *Store) backUp(ctx context.Context, kind BackupKind, folder string, made []Backed) (Backed, error) {
	if err := s.findBackupFolder(folder); err != nil {
		return Backed{}, err
	}
	part, err := os.CreateTemp(folder, s.backupPrefix()+"*"+partSuffix) // mode 0600
	if err != nil {
		return Backed{}, diskError("make backup", err)
	}
	b, err := s.fillBackup(ctx, part, kind, made)
	if err := errors.Join(err, part.Close()); err != nil {
		return Backed{}, errors.Join(err, os.Remove(part.Name()))
	}
	if b.Path, err = nameBackup(part.Name(), s.backupPrefix(), s.backupTime(), s.Now().In(civil.Shanghai), kind, b.SHA256); err != nil {
		return Backed{}, err
	}
	return b, rotateBackups(folder, s.backupPrefix(), kind, filepath.Base(b.Path), s.Now())
}

// fillBackup closes nothing. What it returns has been read back from the disk.
func (s *Store) fillBackup(ctx context.Context, part *os.File, kind BackupKind, made []Backed) (Backed, error) {
	if len(made) > 0 {
		return copyBackup(ctx, part, made[0])
	}
	to, err := vault.ParseRecipient(s.Setup().Recipients.Recovery)
	if err != nil {
		return Backed{}, because(Unavailable, KeyDamaged, err)
	}
	w, err := newSealing(ctx, part, to)
	if err != nil {
		return Backed{}, err
	}
	if err := s.writeBackup(ctx, w, kind); err != nil {
		return Backed{}, err
	}
	return w.finish()
}

// findBackupFolder makes the terminal's own folder; others must be there, so
// that a stick that is not put in does not become a folder on the disk.
func (s *Store) findBackupFolder(folder string) error {
	if folder == s.BackupFolder() {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return diskError("make backup folder", err)
		}
	}
	info, err := os.Stat(folder)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return because(Unavailable, KeyBackupFolder, fmt.Errorf("find backup folder: %w", fs.ErrNotExist))
	}
	if err != nil {
		return diskError("find backup folder", err)
	}
	return nil
}

// backupTime names and orders backups. A clock that was set back must not make
// the newest one look oldest, so the journal's clock counts when it is ahead.
func (s *Store) backupTime() time.Time {
	s.mu.Lock()
	last := s.self.clock.Time()
	s.mu.Unlock()
	now := s.Now()
	if now.Before(last) {
		now = last
	}
	return now.In(civil.Shanghai)
}

// backupPrefix tells terminals apart that share a folder; the terminal's id is
// nobody's personal data.
func (s *Store) backupPrefix() string {
	id := s.Terminal().ID
	return fmt.Sprintf("ruhui-%x-", id[len(id)-6:])
}
