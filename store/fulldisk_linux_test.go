//go:build !race

package store_test

import (
	"os"
	"syscall"
	"testing"

	"ruhui/store"
	"ruhui/store/storetest"
)

// smallDisk mounts a disk in memory, which takes an administrator.
func smallDisk(t *testing.T, size string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size="+size); err != nil {
		return "", err
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir, nil
}

// The same on a real file system without room, where memory shared with the log
// has to come from as well.
func TestFault_disk_full_for_real(t *testing.T) {
	dir, err := smallDisk(t, "2m")
	if err != nil {
		t.Logf("no disk of its own here (%v): the bounds of TestFault_disk_full have to do", err)
		return
	}
	f := &failing{terminal: &storetest.Terminal{Dir: dir + "/folder"}}
	storetest.SetUp(t, f.terminal)
	f.prepare(t, trial{open: true, signedIn: true})
	ballast := f.terminal.Dir + "/ballast"
	for round := range 3 {
		fillUp(t, ballast)
		err := f.save(t)
		for tries := 0; err == nil && tries < 100; tries++ {
			err = f.save(t) // the log has some room of its own from before
		}
		told(t, err, store.KeyDiskFull)
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		if err := f.save(t); err != nil {
			t.Fatalf("round %d, with room again: %v", round, err)
		}
		if err := f.store.Checkpoint(background); err != nil {
			t.Fatal(err)
		}
		f.close(t)
		f.prepare(t, trial{open: true, signedIn: true})
	}
	keptExactly(t, f)

	f.close(t)
	fillUp(t, ballast)
	if err := f.open(t); err != nil {
		told(t, err, store.KeyDiskFull)
	} else if err := f.signIn(t); err != nil {
		told(t, err, store.KeyDiskFull)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	f.close(t)
	f.prepare(t, trial{open: true, signedIn: true})
	keptExactly(t, f)
	f.close(t)
}

// fillUp takes all the room there is.
func fillUp(t *testing.T, path string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for size := 64 << 10; size > 0; {
		if _, err := file.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
