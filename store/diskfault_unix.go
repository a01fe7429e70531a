//go:build !windows

package store

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

func isReadOnlyDisk(err error) bool { return errors.Is(err, syscall.EROFS) }

// mayWrite asks without opening: closing a handle gives up SQLite's locks.
func mayWrite(path string) error { return unix.Access(path, unix.W_OK) }
