package sqlite_test

import (
	"errors"
	"syscall"
	"testing"

	"ruhui/sync/district/archive"
)

// TestCopy_stands_still_while_its_disk_is_full fills a small disk of its own,
// which takes an administrator to mount.
func TestCopy_stands_still_while_its_disk_is_full(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=3m"); err != nil {
		t.Logf("no disk of its own here (%v): a folder that is gone has to do", err)
		return
	}
	path := made(t)
	a := copying(t, path, dir)
	t.Cleanup(func() {
		_ = a.Close() // again: before its disk goes
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	if err := store(t.Context(), a, 1, 8, 500); err != nil {
		t.Fatal(err)
	}
	safeIs(t, a, 8)
	n := 8
	for ; n < 3008; n += 100 {
		if err := store(t.Context(), a, n+1, n+100, 1000); err != nil {
			t.Fatal("ingest does not go on:", err)
		}
	}
	eventually(t, "the fault shows", func() bool { return errors.Is(a.Ready(t.Context()), archive.ErrCopy) })
	safe, err := a.Safe(t.Context())
	if err != nil || safe[journal] >= int64(n) {
		t.Fatalf("safe on a full disk: got %d, %v", safe[journal], err)
	}
	wantWhole(t, "copy on a full disk", restored(t, dir), safe[journal])

	if err := syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT, "size=200m"); err != nil {
		t.Fatal("make room:", err)
	}
	safeIs(t, a, int64(n))
	if contents(t, restored(t, dir)) != contents(t, path) {
		t.Error("the copy differs")
	}
}
