package store

import (
	"errors"
	"syscall"
)

// Codes of Windows (winerror.h) that package syscall does not name.
const (
	writeProtect   syscall.Errno = 19
	handleDiskFull syscall.Errno = 39
	diskFull       syscall.Errno = 112
)

func isDiskFull(err error) bool {
	return errors.Is(err, diskFull) || errors.Is(err, handleDiskFull)
}

func isReadOnlyDisk(err error) bool { return errors.Is(err, writeProtect) }

// mayWrite leaves it to the first write: what Windows says beforehand of a
// folder's rights is not what it then allows.
func mayWrite(string) error { return nil }
