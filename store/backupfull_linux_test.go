//go:build !race

package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"ruhui/store"
	"ruhui/store/storetest"
)

// A stick without room gets no backup and keeps none from the other folders; the
// window goes on.
func TestFault_no_room_for_a_backup(t *testing.T) {
	stick, err := smallDisk(t, "64k")
	if err != nil {
		t.Logf("no disk of its own here (%v): TestFault_disk_full has to do", err)
		return
	}
	terminal := &storetest.Terminal{Backups: []string{stick}}
	s := storetest.Open(t, terminal)
	ses := storetest.SignIn(t, s)
	storetest.Visit(t, ses, 0)
	made, err := s.Backup(background, store.ClosingBackup)
	told(t, err, store.KeyDiskFull)
	if len(made) != 1 || filepath.Dir(made[0].Path) != s.BackupFolder() {
		t.Errorf("made %v", made)
	}
	_, err = s.Backup(background, store.ClosingBackup, stick) // written anew, not copied
	told(t, err, store.KeyDiskFull)
	if left := must[[]os.DirEntry](t)(os.ReadDir(stick)); len(left) != 0 {
		t.Errorf("left %v on the stick", left)
	}
	if !s.BackupDue() {
		t.Error("the stick has none and none is due")
	}
	storetest.Visit(t, ses, 1)
	if _, r := restored(t, terminal, made[0].Path); r.Entries != 14 || r.Verified.Err() != nil {
		t.Errorf("restored %+v", r)
	}
}
