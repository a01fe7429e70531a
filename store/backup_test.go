package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"ruhui/store"
	"ruhui/store/storetest"
)

// backed makes a backup of the terminal in its own folder.
func backed(tb testing.TB, s *store.Store, kind store.BackupKind) store.Backed {
	tb.Helper()
	made, err := s.Backup(background, kind)
	if err != nil || len(made) != 1 {
		tb.Fatalf("backup: %v, %v", made, err)
	}
	return made[0]
}

// restored opens what a backup brings back in a folder of its own.
func restored(tb testing.TB, terminal *storetest.Terminal, path string) (*storetest.Terminal, store.Restored) {
	tb.Helper()
	again := *terminal
	again.Dir = filepath.Join(tb.TempDir(), "restored")
	r, err := store.Restore(background, path, again.Dir, terminal.District.Recovery, again.Options())
	if err != nil {
		tb.Fatal(err)
	}
	return &again, r
}

func TestBackup_comes_back_whole(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	storetest.Visit(t, ses, 1)
	want := dump(t, ses)
	b := backed(t, s, store.DailyBackup)

	again, r := restored(t, terminal, b.Path)
	if r.Terminal != s.Terminal().ID || r.Kind != store.DailyBackup || r.Entries != 28 || r.Verified.Err() != nil || r.Verified.Opened != r.Verified.Events {
		t.Errorf("restored %+v", r)
	}
	other := storetest.SignIn(t, storetest.Reopen(t, again))
	if dump(t, other) != want {
		t.Error("lists differ")
	}
	if got, want := person(t, other, sit.Person), person(t, ses, sit.Person); asJSON(t, got) != asJSON(t, want) {
		t.Error("a person differs")
	}
	storetest.Visit(t, other, 2)
	if v := verified(t, other.Store()); v.Err() != nil {
		t.Errorf("after going on: %v", v.Err())
	}
}

func TestBackup_is_an_age_file_to_recovery_without_anything_in_the_clear(t *testing.T) {
	_, s, ses := opened(t)
	_, out, _ := storetest.Visit(t, ses, 0)
	b := backed(t, s, store.ManualBackup)
	data, err := os.ReadFile(b.Path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(data, []byte("age-encryption.org/v1\n")) || bytes.Contains(data, []byte(out.CaseNo)) || bytes.Contains(data, []byte("SQLite")) {
		t.Error("not an age file, or something in the clear")
	}
	sum := sha256.Sum256(data)
	if b.SHA256 != hex.EncodeToString(sum[:]) || b.Bytes != int64(len(data)) {
		t.Errorf("said %s and %d bytes", b.SHA256, b.Bytes)
	}
	line := must[[]byte](t)(os.ReadFile(b.Path + ".sha256"))
	if string(line) != b.SHA256+"  "+filepath.Base(b.Path)+"\n" {
		t.Errorf("sum file says %q", line)
	}
	for _, f := range must[[]os.DirEntry](t)(os.ReadDir(s.BackupFolder())) {
		if info := must[os.FileInfo](t)(f.Info()); info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f.Name(), info.Mode())
		}
		if !strings.HasPrefix(f.Name(), "ruhui-") || strings.HasSuffix(f.Name(), ".part") {
			t.Errorf("left %s", f.Name())
		}
	}
}

func TestBackup_does_not_hold_up_saves_and_is_of_one_moment(t *testing.T) {
	terminal, s, ses := opened(t)
	for n := range 3 {
		storetest.Visit(t, ses, n)
	}
	var made []store.Backed
	var failed error
	done := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		defer close(done)
		for range 6 {
			b, err := s.Backup(background, store.ManualBackup)
			made, failed = append(made, b...), errors.Join(failed, err)
		}
	})
	saved := 3
	for running := true; running; saved++ {
		storetest.Visit(t, ses, saved)
		select {
		case <-done:
			running = false
		default:
		}
	}
	wait.Wait()
	if failed != nil || len(made) != 6 {
		t.Fatalf("%d backups: %v", len(made), failed)
	}
	var between bool
	for _, b := range made {
		_, r := restored(t, terminal, b.Path)
		if r.Entries%14 != 0 || r.Verified.Err() != nil || r.Verified.Entries != int(r.Entries) {
			t.Errorf("a backup of %d entries: %+v", r.Entries, r.Verified)
		}
		between = between || r.Entries > 3*14 && r.Entries < int64(saved)*14
	}
	if !between {
		t.Error("no backup was made while visits were saved")
	}
}

func TestBackup_goes_to_a_second_folder_and_says_when_the_stick_is_missing(t *testing.T) {
	stick := filepath.Join(t.TempDir(), "stick")
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	terminal := &storetest.Terminal{Backups: []string{filepath.Join(t.TempDir(), "away"), stick}}
	s := storetest.Open(t, terminal)
	if !s.BackupDue() {
		t.Error("no backup yet and none due")
	}
	made, err := s.Backup(background, store.DailyBackup)
	wantKey(t, err, store.KeyBackupFolder)
	if len(made) != 2 || filepath.Dir(made[1].Path) != stick || made[0].SHA256 != made[1].SHA256 {
		t.Fatalf("made %+v", made)
	}
	if _, err := os.Stat(terminal.Backups[0]); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder was made where the stick would be")
	}
	if s.BackupDue() {
		t.Error("due again on the same day")
	}
	restored(t, terminal, made[1].Path)
	terminal.Clock.Pass(24 * time.Hour)
	if !s.BackupDue() {
		t.Error("not due on the next day")
	}
}

func TestBackup_keeps_fourteen_of_each_kind_and_none_of_the_new_is_lost_by_a_wrong_clock(t *testing.T) {
	terminal, s, ses := opened(t)
	other := filepath.Join(s.BackupFolder(), "ruhui-000000000000-20200101-000000-daily.age")
	if err := os.MkdirAll(s.BackupFolder(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	first := backed(t, s, store.DailyBackup)
	backed(t, s, store.ClosingBackup)
	for range 15 {
		terminal.Clock.Pass(24 * time.Hour)
		backed(t, s, store.DailyBackup)
	}
	storetest.Visit(t, ses, 0) // the journal's clock is here now
	terminal.Clock.Pass(-9 * 365 * 24 * time.Hour)
	last := backed(t, s, store.DailyBackup)
	count := func(pattern string) int {
		return len(must[[]string](t)(filepath.Glob(filepath.Join(s.BackupFolder(), pattern))))
	}
	if n := count("*-daily*.age"); n != 14+1 { // the other terminal's is not ours to remove
		t.Errorf("%d daily backups", n)
	}
	if count("*-closing.age") != 1 || count("*-daily*.sha256") != 14 {
		t.Error("the closing one is gone, or a sum stayed")
	}
	if _, err := os.Stat(first.Path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the oldest is still there")
	}
	if _, err := os.Stat(last.Path); err != nil {
		t.Error(err)
	}
}

func TestBackup_that_is_given_up_leaves_nothing(t *testing.T) {
	_, s, ses := opened(t)
	storetest.Visit(t, ses, 0)
	ctx, cancel := context.WithCancel(background)
	cancel()
	if made, err := s.Backup(ctx, store.ClosingBackup); !errors.Is(err, context.Canceled) || len(made) != 0 {
		t.Fatalf("made %v, %v", made, err)
	}
	if left := must[[]os.DirEntry](t)(os.ReadDir(s.BackupFolder())); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

func TestRestore_refuses(t *testing.T) {
	terminal, s, ses := opened(t)
	storetest.Visit(t, ses, 0)
	b := backed(t, s, store.DailyBackup)
	data := must[[]byte](t)(os.ReadFile(b.Path))
	stranger := must[*age.X25519Identity](t)(age.GenerateX25519Identity())
	spoiled := bytes.Clone(data)
	spoiled[len(spoiled)/2] ^= 1
	for name, c := range map[string]struct {
		data []byte
		with age.Identity
		key  string
	}{
		"a wrong identity":         {data, stranger, store.KeyBackupIdentity},
		"a changed file":           {spoiled, terminal.District.Recovery, store.KeyBackupSpoiled},
		"a file cut short":         {data[:len(data)-1], terminal.District.Recovery, store.KeyBackupSpoiled},
		"a file cut at a chunk":    {data[:len(data)-len(data)%(64<<10)], terminal.District.Recovery, store.KeyBackupSpoiled},
		"a file that is no backup": {[]byte("样例"), terminal.District.Recovery, store.KeyBackupSpoiled},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "backup.age")
			if err := os.WriteFile(path, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), "goal")
			_, err := store.Restore(background, path, dir, c.with, terminal.Options())
			wantKey(t, err, c.key)
			_, err = store.Open(dir, terminal.Options())
			wantKey(t, err, store.KeyNotSetUp)
			if _, err := store.Restore(background, b.Path, dir, terminal.District.Recovery, terminal.Options()); err != nil {
				t.Errorf("the right one afterwards: %v", err)
			}
		})
	}
	t.Run("a folder that is not empty", func(t *testing.T) {
		_, err := store.Restore(background, b.Path, terminal.Dir, terminal.District.Recovery, terminal.Options())
		wantKey(t, err, store.KeyFolderNotEmpty)
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "样例.txt"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = store.Restore(background, b.Path, dir, terminal.District.Recovery, terminal.Options())
		wantKey(t, err, store.KeyFolderNotEmpty)
	})
	t.Run("real data for a demonstration", func(t *testing.T) {
		_, err := store.Restore(background, b.Path, filepath.Join(t.TempDir(), "demo"), terminal.District.Recovery,
			store.Options{Demo: true})
		wantKey(t, err, store.KeyRealFolder)
	})
	t.Run("a backup that is not there", func(t *testing.T) {
		_, err := store.Restore(background, filepath.Join(t.TempDir(), "none"), filepath.Join(t.TempDir(), "x"),
			terminal.District.Recovery, terminal.Options())
		wantKey(t, err, store.KeyBackupFolder)
	})
}

// TestRestore_takes_no_name_that_leads_out_of_the_folder: whoever knows the
// public recipient can make a file that recovery opens.
func TestRestore_takes_no_name_that_leads_out_of_the_folder(t *testing.T) {
	terminal := &storetest.Terminal{}
	storetest.SetUp(t, terminal)
	for _, name := range []string{"../out", "/out", "staff/../../out", "staff/..", "staff/a/b", `staff/..\out`, "lock", "terminal/ruhui.db"} {
		path := filepath.Join(t.TempDir(), "made.age")
		if err := storetest.Archive(path, terminal.District.Recovery.Recipient(), "about.json", `{"v":1}`, name, "x"); err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "goal")
		_, err := store.Restore(background, path, dir, terminal.District.Recovery, terminal.Options())
		wantKey(t, err, store.KeyBackupSpoiled)
		if found := must[[]string](t)(filepath.Glob(filepath.Join(filepath.Dir(dir), "*out*"))); len(found) > 0 {
			t.Errorf("%q wrote %v", name, found)
		}
	}
}

func TestBackup_is_due_before_the_first_one_and_follows_the_folders_named_last(t *testing.T) {
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	if !s.BackupDue() {
		t.Error("nothing was ever backed up and none is due")
	}
	backed(t, s, store.DailyBackup)
	if s.BackupDue() {
		t.Error("due again on the same day")
	}
	stick := t.TempDir()
	s.SetBackups([]string{stick})
	if !s.BackupDue() {
		t.Error("a folder named just now has none of today, and none is due")
	}
	if made, err := s.Backup(background, store.DailyBackup); err != nil || len(made) != 2 || filepath.Dir(made[1].Path) != stick {
		t.Errorf("made %+v, %v", made, err)
	}
}
