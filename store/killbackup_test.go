package store_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/storetest"
	"ruhui/store/storetest/seed"
)

// What a child may be told to do, and with what.
const (
	backupRole  = "backup"
	restoreRole = "restore"
	eraseRole   = "erase"
	personEnv   = "RUHUI_TEST_PERSON"
)

func backUpForEver() error {
	s, err := store.Open(os.Getenv(dirEnv), (&storetest.Terminal{Clock: storetest.NewClock()}).Options())
	if err != nil {
		return err
	}
	for {
		if _, err := s.Backup(background, store.ManualBackup); err != nil {
			return err
		}
		fmt.Println("made")
	}
}

func restoreOnce() error {
	recovery, err := age.ParseX25519Identity(os.Getenv(codeEnv))
	if err != nil {
		return err
	}
	fmt.Println("begins")
	_, err = store.Restore(background, os.Getenv(fileEnv), os.Getenv(dirEnv), recovery,
		(&storetest.Terminal{Clock: storetest.NewClock()}).Options())
	return err
}

func eraseOnce() error {
	clock := storetest.NewClock()
	s, err := store.Open(os.Getenv(dirEnv), (&storetest.Terminal{Clock: clock}).Options())
	if err != nil {
		return err
	}
	if _, err := s.SignIn(background, demo.Login, demo.Password); err != nil {
		return err
	}
	person, err := uuid.Parse(os.Getenv(personEnv))
	if err != nil {
		return err
	}
	fmt.Println("begins")
	_, err = s.Erase(background, person, clock.Now().Add(time.Hour))
	return err
}

// killSoon kills a child some time after its first line, and waits for its end.
func killSoon(t *testing.T, most time.Duration, rng *rand.Rand, role string, env ...string) {
	t.Helper()
	cmd, out := child(t, role, env...)
	lines := bufio.NewScanner(out)
	if !lines.Scan() || strings.HasPrefix(lines.Text(), "error") {
		t.Fatalf("the child said %q", lines.Text())
	}
	time.AfterFunc(time.Duration(rng.Int64N(int64(most))), func() {
		_ = cmd.Process.Kill() // it may have finished
	})
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "error") {
			t.Fatal(lines.Text())
		}
	}
	_ = cmd.Wait() // killed or done
}

func TestBackup_survives_being_killed(t *testing.T) {
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	ses := storetest.SignIn(t, s)
	for n := range 3 {
		storetest.Visit(t, ses, n)
	}
	folder := s.BackupFolder()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(seed.Of(t, 2010), 21))
	cut := 0
	for range 12 {
		killSoon(t, 60*time.Millisecond, rng, backupRole, dirEnv+"="+terminal.Dir)
		cut = len(must[[]string](t)(filepath.Glob(filepath.Join(folder, "*.part"))))
	}
	if cut == 0 {
		t.Error("no backup was cut off: the test tried nothing")
	}
	whole := must[[]string](t)(filepath.Glob(filepath.Join(folder, "*.age")))
	for _, path := range whole {
		sum := sha256.Sum256(must[[]byte](t)(os.ReadFile(path)))
		if said := string(must[[]byte](t)(os.ReadFile(path + ".sha256"))); !strings.HasPrefix(said, hex.EncodeToString(sum[:])) {
			t.Errorf("%s is not what its sum says", filepath.Base(path))
		}
	}
	if _, r := restored(t, terminal, whole[len(whole)-1]); r.Entries != 42 || r.Verified.Err() != nil {
		t.Errorf("restored %+v", r)
	}
	// What is left over goes with a backup made more than a day later.
	fresh := &storetest.Terminal{Dir: terminal.Dir, Clock: storetest.NewClock()}
	fresh.Clock.Pass(10 * 365 * 24 * time.Hour)
	backed(t, storetest.Reopen(t, fresh), store.ManualBackup)
	if left := must[[]string](t)(filepath.Glob(filepath.Join(folder, "*.part"))); len(left) != 0 {
		t.Errorf("%d left over", len(left))
	}
}

func TestRestore_survives_being_killed(t *testing.T) {
	terminal, s, ses := opened(t)
	for n := range 3 {
		storetest.Visit(t, ses, n)
	}
	b := backed(t, s, store.DailyBackup)
	rng := rand.New(rand.NewPCG(seed.Of(t, 2010), 22))
	cut := 0
	for range 12 {
		again := *terminal
		again.Dir = filepath.Join(t.TempDir(), "goal")
		killSoon(t, 60*time.Millisecond, rng, restoreRole, dirEnv+"="+again.Dir, fileEnv+"="+b.Path,
			codeEnv+"="+terminal.District.Recovery.String())
		switch r, err := store.Restore(background, b.Path, again.Dir, terminal.District.Recovery, again.Options()); {
		case store.KeyOf(err) == store.KeyFolderNotEmpty: // it was done before the kill
		case err != nil:
			t.Fatal(err)
		default:
			cut++
			if r.Entries != 42 || r.Verified.Err() != nil {
				t.Errorf("restored %+v", r)
			}
		}
		if v := verified(t, storetest.Reopen(t, &again)); v.Err() != nil || v.Entries != 42 {
			t.Errorf("verified %+v", v)
		}
	}
	if cut == 0 {
		t.Error("no restore was cut off: the test tried nothing")
	}
}

func TestErase_survives_being_killed(t *testing.T) {
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	ses := storetest.SignIn(t, s)
	sit, _, _ := storetest.Visit(t, ses, 0)
	secret := secretsOf(t, s, sit.Person)
	storetest.Visit(t, ses, 1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(seed.Of(t, 2010), 23))
	gone, kept := 0, 0
	for i := range 24 {
		once := *terminal
		once.Dir = filepath.Join(t.TempDir(), "copy")
		copyFolder(t, terminal.Dir, once.Dir)
		killSoon(t, time.Duration(i+1)*4*time.Millisecond, rng, eraseRole, dirEnv+"="+once.Dir, personEnv+"="+sit.Person.String())
		s := storetest.Reopen(t, &once)
		v := verified(t, s)
		if v.Err() != nil {
			t.Fatalf("verified %+v", v)
		}
		switch v.Erased {
		case 0:
			kept++
		case 14:
			gone++
			if found := searchBytes(t, once.Dir, secret); len(found) > 0 {
				t.Errorf("still in the folder: %v", found)
			}
		default:
			t.Errorf("%d of 14 events are empty", v.Erased)
		}
		ses := storetest.SignIn(t, s)
		if _, err := s.Erase(background, sit.Person, once.Clock.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if _, err := ses.Person(background, sit.Person); store.KeyOf(err) != store.KeyPersonUnknown {
			t.Errorf("after the second: %v", err)
		}
		if list := must[[]string](t)(filepath.Glob(filepath.Join(s.BackupFolder(), "erased", "*.age"))); len(list) == 0 {
			t.Error("not listed")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if gone == 0 || kept == 0 {
		t.Errorf("killed %d times before and %d times after: the test tried only one side", kept, gone)
	}
}
