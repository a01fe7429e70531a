package store_test

import (
	"syscall"
	"testing"
)

// mountReadOnly covers a folder with itself, not to be written. It takes an
// administrator who may mount.
func mountReadOnly(t *testing.T, dir string) bool {
	t.Helper()
	if err := syscall.Mount(dir, dir, "", syscall.MS_BIND, ""); err != nil {
		return false
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return syscall.Mount(dir, dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, "") == nil
}
