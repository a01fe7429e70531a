package store

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// extended is the result code with its extension, 0 for other errors.
func extended(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// primary is the result code without its extension, 0 for other errors.
func primary(err error) int {
	return extended(err) & 0xff
}

func isBusy(err error) bool {
	c := primary(err)
	return c == sqlite3.SQLITE_BUSY || c == sqlite3.SQLITE_LOCKED
}

// sqlError puts the driver's code into the words of staff.
func sqlError(doing string, err error) error {
	wrapped := fmt.Errorf("%s: %w", doing, err)
	if extended(err) == sqlite3.SQLITE_IOERR_SHMSIZE { // only ever for want of room
		return because(Unavailable, KeyDiskFull, wrapped)
	}
	switch primary(err) {
	case sqlite3.SQLITE_FULL:
		return because(Unavailable, KeyDiskFull, wrapped)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return because(Unavailable, KeyReadOnlyFolder, wrapped)
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return because(Unavailable, KeyDiskFault, wrapped)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return because(Unavailable, KeyBusy, wrapped)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return because(Unavailable, KeyDamaged, wrapped)
	}
	return wrapped
}
