//go:build !race

package store_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/storetest"
	"ruhui/store/storetest/disk"
	"ruhui/store/storetest/seed"
)

// The power is cut at every write and every sync of a story; each time the
// disk is given what it may then hold, and the terminal is started on it.

// randomImages are how many random sets of sectors each cut is tried with,
// besides nothing and everything. What an unfinished set-up left is cleared
// away, whatever it is: there those two are enough.
const (
	randomImages = 2
	fewImages    = 0
)

// cutsBudget is how long all stories together may take where changes are tested;
// they are told at the same time.
const cutsBudget = 5 * time.Minute

// promise is a number that was shown as saved, and when.
type promise struct {
	moment int
	no     string
}

// quickDir is a folder in memory where there is one: what is tried here is in
// which order things reach a disk, not the disk.
func quickDir(tb testing.TB) string {
	tb.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "ruhui-test-")
	if err != nil {
		return tb.TempDir()
	}
	tb.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			tb.Error(err)
		}
	})
	return dir
}

// cuts runs check on the images of all moments of a trace and prints how many.
func cuts(t *testing.T, trace *disk.Trace, random int, check func(moment int, dir string, image disk.Image)) {
	t.Helper()
	trace.Stop()
	rng := rand.New(rand.NewPCG(seed.Of(t, 2010), 11))
	began, images := time.Now(), 0
	for moment := range trace.Len() + 1 {
		trace.Cuts(moment, random, rng, func(image disk.Image) {
			images++
			dir := filepath.Join(quickDir(t), "folder")
			defer func() {
				if t.Failed() {
					t.Logf("at moment %d of %d, image %d", moment, trace.Len(), images)
				}
			}()
			if check(moment, dir, image); t.Failed() {
				t.FailNow()
			}
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		})
	}
	if trace.Count(disk.Sync) == 0 || trace.Count(disk.Write) == 0 {
		t.Fatal("nothing was written and synced: nothing was tried")
	}
	fmt.Printf("%s: power cut at %d moments (%d writes, %d syncs), %d images, %.1f s of %.0f\n", t.Name(), trace.Len()+1,
		trace.Count(disk.Write), trace.Count(disk.Sync), images, time.Since(began).Seconds(), cutsBudget.Seconds())
}

// revived starts the terminal on what is left, tries that everything promised
// is there, once and whole, and that the next visitor can be served.
func revived(t *testing.T, terminal *storetest.Terminal, dir string, promised []string, next int) {
	t.Helper()
	again := &storetest.Terminal{Dir: dir, Clock: terminal.Clock}
	s, err := store.Open(dir, again.Options())
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	ses, err := s.SignIn(background, demo.Login, demo.Password)
	if err != nil {
		t.Fatalf("sign in: %v", err)
	}
	keptOnceAndWhole(t, s, promised)
	_, out, _ := storetest.Visit(t, ses, next)
	if slices.Contains(promised, out.CaseNo) || slices.Contains(promised, out.JoinNo) {
		t.Errorf("number %s was given a second time", out.CaseNo)
	}
	keptOnceAndWhole(t, s, append([]string{out.CaseNo, out.JoinNo}, promised...))
}

// keptOnceAndWhole tries the chain, the numbers, and that no act is half there.
func keptOnceAndWhole(t *testing.T, s *store.Store, promised []string) {
	t.Helper()
	if v := verified(t, s); v.Err() != nil {
		t.Errorf("chain: %+v", v)
	}
	cases := must[[]string](t)(s.Column(background, `SELECT no FROM residence_case`))
	joins := must[[]string](t)(s.Column(background, `SELECT no FROM membership`))
	if len(cases) != len(joins) {
		t.Errorf("%d cases and %d applications: half an act", len(cases), len(joins))
	}
	everyOnce(t, promised, slices.Concat(cases, joins))
	wholeActs(t, s)
}

func numbersUpTo(promises []promise, moment int) (no []string) {
	for _, p := range promises {
		if p.moment <= moment {
			no = append(no, p.no)
		}
	}
	return no
}

// watchedTerminal is a terminal on a disk that is watched, with a few visitors
// served.
func watchedTerminal(t *testing.T, visitors int) (*storetest.Terminal, *disk.Disk, *store.Store, *store.Session, []promise) {
	t.Helper()
	terminal := &storetest.Terminal{Dir: filepath.Join(quickDir(t), "folder")}
	d := disk.Watch(t, terminal.Dir)
	s := storetest.Open(t, terminal)
	ses := storetest.SignIn(t, s)
	var promises []promise
	for n := range visitors {
		_, out, _ := storetest.Visit(t, ses, n)
		promises = append(promises, promise{0, out.CaseNo}, promise{0, out.JoinNo})
	}
	// What was saved so far counts as on the disk: this is what is promised.
	return terminal, d, s, ses, promises
}

func TestFault_power_cut_while_saving(t *testing.T) {
	t.Parallel()
	terminal, d, s, ses, promises := watchedTerminal(t, 2)
	trace := d.Record(t)
	for n := 2; n < 5; n++ {
		_, out, _ := storetest.Visit(t, ses, n)
		promises = append(promises, promise{trace.Len(), out.CaseNo}, promise{trace.Len(), out.JoinNo})
		if n == 3 { // the log is folded into the database, and begun anew
			if err := s.Checkpoint(background); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Close(); err != nil { // which folds it in again and removes it
		t.Fatal(err)
	}
	cuts(t, trace, randomImages, func(moment int, dir string, image disk.Image) {
		image.Write(t, dir)
		revived(t, terminal, dir, numbersUpTo(promises, moment), 100)
	})
}

func TestFault_power_cut_while_rebuilding(t *testing.T) {
	t.Parallel()
	terminal, d, s, ses, promises := watchedTerminal(t, 6)
	before := dump(t, ses)
	trace := d.Record(t)
	if err := ses.Rebuild(background); err != nil {
		t.Fatal(err)
	}
	if err := s.Checkpoint(background); err != nil {
		t.Fatal(err)
	}
	cuts(t, trace, randomImages, func(moment int, dir string, image disk.Image) {
		image.Write(t, dir)
		again := &storetest.Terminal{Dir: dir, Clock: terminal.Clock}
		reopened, err := store.Open(dir, again.Options())
		if err != nil {
			t.Fatal(err)
		}
		if dump(t, storetest.SignIn(t, reopened)) != before {
			t.Error("lists are half built")
		}
		if err := reopened.Close(); err != nil {
			t.Fatal(err)
		}
		revived(t, terminal, dir, numbersUpTo(promises, moment), 100)
	})
}

func TestFault_power_cut_while_setting_up(t *testing.T) {
	t.Parallel()
	terminal := &storetest.Terminal{Dir: filepath.Join(quickDir(t), "folder"), Clock: storetest.NewClock(),
		District: storetest.District(t, false), Number: 1, Centre: demo.Hall}
	if err := os.Mkdir(terminal.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	file, code, err := terminal.District.SetupFile(terminal.Number, terminal.Centre)
	if err != nil {
		t.Fatal(err)
	}
	trace := disk.Watch(t, terminal.Dir).Record(t)
	if err := store.SetUp(terminal.Dir, file, code, terminal.Options()); err != nil {
		t.Fatal(err)
	}
	ready := trace.Len()                      // shown as ready: from here on it must be there
	others := disk.ReadImage(t, terminal.Dir) // vault and staff files, on disk before the database is begun
	delete(others, filepath.Join("terminal", "ruhui.db"))
	cuts(t, trace, fewImages, func(moment int, dir string, image disk.Image) {
		if moment == ready { // the folder has got its name
			image = image.Under("terminal.new", "terminal")
			maps.Copy(image, others)
		} else {
			maps.Copy(image, others.Under("terminal", "terminal.new"))
		}
		image.Write(t, dir)
		err := store.SetUp(dir, file, code, terminal.Options())
		switch {
		case moment == ready && store.KeyOf(err) != store.KeySetUpAlready:
			t.Fatalf("a terminal that was ready is gone: %v", err)
		case moment < ready && err != nil:
			t.Fatalf("set up again: %v", err)
		}
		if moment == ready || moment%10 == 0 { // a set-up that succeeds is like another
			revived(t, terminal, dir, nil, 100)
		}
	})
}

func TestFault_power_cut_while_upgrading(t *testing.T) {
	t.Parallel()
	terminal, d, s, ses, promises := watchedTerminal(t, 3)
	before := dump(t, ses)
	if err := s.Downgrade(background); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	trace := d.Record(t)
	storetest.Reopen(t, terminal)
	cuts(t, trace, randomImages, func(moment int, dir string, image disk.Image) {
		image.Write(t, dir)
		again := &storetest.Terminal{Dir: dir, Clock: terminal.Clock}
		reopened, err := store.Open(dir, again.Options())
		if err != nil {
			t.Fatal(err)
		}
		upgraded := storetest.SignIn(t, reopened)
		if err := upgraded.Rebuild(background); err != nil {
			t.Fatal(err)
		}
		if dump(t, upgraded) != before {
			t.Error("lists differ after the upgrade")
		}
		if err := reopened.Close(); err != nil {
			t.Fatal(err)
		}
		revived(t, terminal, dir, numbersUpTo(promises, moment), 100)
	})
}

func TestFault_power_cut_while_typing(t *testing.T) {
	t.Parallel()
	terminal, d, s, ses, promises := watchedTerminal(t, 1)
	visit := uuid.New()
	if err := ses.OpenDraft(background, visit, nil); err != nil {
		t.Fatal(err)
	}
	trace := d.Record(t)
	var typed []promise
	for n := range 12 {
		no := strconv.Itoa(n)
		if err := ses.SaveDraft(background, visit, map[string]string{"field." + no: "试样" + no}); err != nil {
			t.Fatal(err)
		}
		typed = append(typed, promise{trace.Len(), no})
	}
	if err := s.Checkpoint(background); err != nil {
		t.Fatal(err)
	}
	cuts(t, trace, randomImages, func(moment int, dir string, image disk.Image) {
		image.Write(t, dir)
		again := &storetest.Terminal{Dir: dir, Clock: terminal.Clock}
		reopened, err := store.Open(dir, again.Options())
		if err != nil {
			t.Fatal(err)
		}
		draft, err := storetest.SignIn(t, reopened).TakeDraft(background, visit)
		if err != nil {
			t.Fatal(err)
		}
		for _, no := range numbersUpTo(typed, moment) {
			if draft.Fields["field."+no] != "试样"+no {
				t.Errorf("field %s is lost", no)
			}
		}
		if err := reopened.Close(); err != nil {
			t.Fatal(err)
		}
		revived(t, terminal, dir, numbersUpTo(promises, moment), 100)
	})
}
