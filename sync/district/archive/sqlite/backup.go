package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"ruhui/sync/district/archive"
)

// Backup writes the archive at from, which may be in use, as it is at one moment
// into a new file. The file is an archive itself: to restore it, put it where
// from was (and no other file of that name with -wal or -shm beside it), and
// begin a new epoch. The continuous copy of [Options] is restored by the same
// means: it is a from. What was erased is in no free page of the backup.
//
// Errors: fs.ErrExist when there is a file already, [archive.ErrForeign].
func Backup(ctx context.Context, from, to string) (err error) {
	// Made here, and not by SQLite, so that nobody else may read it.
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("back up archive: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("back up archive: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(to))
		}
	}()
	db, err := sql.Open("sqlite", uri(from, "mode=ro", "_pragma=busy_timeout(10000)", "_pragma=temp_store(2)"))
	if err != nil {
		return fmt.Errorf("back up archive: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if id, _, err := header(ctx, db); err != nil {
		return err
	} else if id != application {
		return archive.ErrForeign
	}
	if _, err := db.ExecContext(ctx, `VACUUM INTO $1`, to); err != nil {
		return fmt.Errorf("back up archive: %w", err)
	}
	return syncBackup(to)
}

// syncBackup makes a file and its name last.
func syncBackup(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("sync backup: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close(), syncFolder(filepath.Dir(path))); err != nil {
		return fmt.Errorf("sync backup: %w", err)
	}
	return nil
}
