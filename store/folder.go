package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// A store's folder holds the lock and one inner folder with everything else.
// Set-up fills an inner folder under another name and renames it when it is
// whole: so there is a terminal or there is none, and nothing acknowledged is
// ever in the way of a repeated set-up.
const (
	lockName  = "lock"
	dataName  = "terminal"
	newName   = "terminal.new" // a set-up that did not finish: never held a record
	dbName    = "ruhui.db"
	staffName = "staff" // one file per person who may sign in, by staff id
)

// lock is held while a store is open. It is an empty database held exclusively:
// SQLite's own file locks work on every system we run on and end with the
// process, however it ends.
type lock struct {
	db *sql.DB
	tx *sql.Tx
}

// takeLock gives Unavailable/FolderInUse while another process, or another
// store of this one, has the folder.
func takeLock(dir string) (*lock, error) {
	path := filepath.Join(dir, lockName)
	if err := touch(path); err != nil {
		return nil, diskError("lock folder", err)
	}
	db, err := sql.Open("sqlite", uri(path, "_txlock=exclusive", "_pragma=busy_timeout(0)"))
	if err != nil {
		return nil, fmt.Errorf("open lock: %w", err)
	}
	db.SetMaxOpenConns(1)
	tx, err := db.Begin()
	if err != nil {
		err = errors.Join(err, db.Close())
		if CodeOf(sqlError("lock folder", err)) == Unavailable && isBusy(err) {
			return nil, because(Unavailable, KeyFolderInUse, err)
		}
		return nil, sqlError("lock folder", err)
	}
	return &lock{db, tx}, nil
}

func (l *lock) release() error {
	return errors.Join(l.tx.Rollback(), l.db.Close())
}

// touch makes an empty file that only its owner may read, before SQLite would
// make one with the rights of the process. One that is there it does not even
// open: on Unix, closing any handle of a file gives up all locks this process
// has on it.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// syncFolder makes names in a folder safe. Windows cannot do it, and does not
// need it: there a rename is on disk when it returns.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// diskError puts what the system says about a file into the words of staff.
func diskError(doing string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission), isReadOnlyDisk(err):
		return because(Unavailable, KeyReadOnlyFolder, fmt.Errorf("%s: %w", doing, err))
	case isDiskFull(err):
		return because(Unavailable, KeyDiskFull, fmt.Errorf("%s: %w", doing, err))
	}
	return because(Unavailable, KeyDiskFault, fmt.Errorf("%s: %w", doing, err))
}
