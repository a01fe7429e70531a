package store_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

const pageSize = 4096

// damagedTerminal has served visitors, was backed up, and then a page of one table
// is overwritten.
func damagedTerminal(t *testing.T, table string) (*storetest.Terminal, []record.Sitting, store.Backed) {
	t.Helper()
	terminal, s, ses := opened(t)
	var visits []record.Sitting
	for n := range 40 {
		sit, _, _ := storetest.Visit(t, ses, n)
		visits = append(visits, sit)
	}
	if err := s.Checkpoint(background); err != nil {
		t.Fatal(err)
	}
	b := backed(t, s, store.ClosingBackup)
	page := must[int64](t)(s.LeafPage(background, table))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(terminal.Dir, "terminal", "ruhui.db"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, pageSize), (page-1)*pageSize); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return terminal, visits, b
}

// wantAllFrom restores a backup and wants every visitor there, whole, and the
// next one served.
func wantAllFrom(t *testing.T, terminal *storetest.Terminal, b store.Backed, visits []record.Sitting) {
	t.Helper()
	again, r := restored(t, terminal, b.Path)
	if r.Verified.Err() != nil {
		t.Errorf("restored %+v", r.Verified)
	}
	ses := storetest.SignIn(t, storetest.Reopen(t, again))
	for n, v := range visits {
		if p := person(t, ses, v.Person); len(p.Cases) != 1 || p.Text(record.FieldName) != storetest.VisitorN(n).Name {
			t.Errorf("visitor %d did not come back", n)
		}
	}
	storetest.Visit(t, ses, len(visits))
}

func TestFault_damaged_page_is_found_and_the_rest_is_readable(t *testing.T) {
	for _, table := range []string{"event", "person", "residence_case"} {
		t.Run(table, func(t *testing.T) {
			terminal, visits, backup := damagedTerminal(t, table)
			_, err := store.Open(terminal.Dir, terminal.Options())
			wantKey(t, err, store.KeyDamaged)

			look := terminal.Options()
			look.ReadOnly = true
			s, err := store.Open(terminal.Dir, look)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			wantKey(t, s.CheckFile(background), store.KeyDamaged)
			if v, err := s.Verify(background); err == nil && v.Err() == nil {
				t.Error("the check of the journal found nothing")
			}
			ses := storetest.SignIn(t, s)
			readable := 0
			for _, v := range visits {
				switch p, err := ses.Person(background, v.Person); {
				case err == nil && p.IDs[0] == v.Person:
					readable++
				case err != nil && store.KeyOf(err) != store.KeyDamaged:
					t.Fatal(err)
				}
			}
			if readable == 0 || table == "event" && readable == len(visits) || table != "event" && readable < len(visits) {
				t.Errorf("%d of %d persons readable", readable, len(visits))
			}
			_, _, err = storetest.Save(ses, storetest.Sitting(t, ses, storetest.VisitorN(100)))
			wantKey(t, err, store.KeyDamaged)
			wantAllFrom(t, terminal, backup, visits) // beside the damaged folder, which stays as it is
		})
	}
}

func TestFault_missing_file_is_found_at_the_start(t *testing.T) {
	for _, name := range []string{"ruhui.db", "vault.age", "staff"} {
		t.Run(name, func(t *testing.T) {
			terminal, s, ses := opened(t)
			sit, _, _ := storetest.Visit(t, ses, 0)
			b := backed(t, s, store.ClosingBackup)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(terminal.Dir, "terminal", name)
			if err := os.Rename(path, path+".away"); err != nil {
				t.Fatal(err)
			}
			_, err := store.Open(terminal.Dir, terminal.Options())
			wantKey(t, err, store.KeyDamaged)
			if name != "staff" {
				if err := os.WriteFile(path, nil, 0o600); err != nil {
					t.Fatal(err)
				}
				_, err := store.Open(terminal.Dir, terminal.Options())
				wantKey(t, err, store.KeyDamaged)
			}
			wantAllFrom(t, terminal, b, []record.Sitting{sit})
		})
	}
}

func TestFault_cut_database_is_found_at_the_start(t *testing.T) {
	terminal, s, ses := opened(t)
	storetest.Visit(t, ses, 0)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(terminal.Dir, "terminal", "ruhui.db"), 20*pageSize); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(terminal.Dir, terminal.Options())
	wantKey(t, err, store.KeyDamaged)
}

func TestFault_network_share_is_refused(t *testing.T) {
	terminal, s, _ := opened(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(terminal.Dir, terminal.Options().OnShare())
	wantKey(t, err, store.KeyNetworkShare)
	file, code, err := terminal.District.SetupFile(2, demo.Hall)
	if err != nil {
		t.Fatal(err)
	}
	fresh := filepath.Join(t.TempDir(), "fresh")
	wantKey(t, store.SetUp(fresh, file, code, terminal.Options().OnShare()), store.KeyNetworkShare)
	if _, err := os.Stat(fresh); !os.IsNotExist(err) {
		t.Errorf("a refused set-up made the folder: %v", err)
	}
}

func TestFault_read_only_folder(t *testing.T) {
	terminal, s, _ := opened(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	inner := filepath.Join(terminal.Dir, "terminal")
	if !readOnly(t, inner) {
		t.Log("this user may write everywhere and may not mount: the refusals of TestFault_io_error have to do")
		return
	}
	_, err := store.Open(terminal.Dir, terminal.Options())
	wantKey(t, err, store.KeyReadOnlyFolder)
}

// readOnly takes the right to write from a folder, for a user whom modes bind.
func readOnly(t *testing.T, dir string) bool {
	t.Helper()
	if runtime.GOOS == "windows" {
		return false
	}
	if os.Getuid() == 0 {
		return mountReadOnly(t, dir)
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Error(err)
		}
	})
	return true
}

func TestFault_clock_is_doubted_and_never_goes_back(t *testing.T) {
	terminal, s, ses := opened(t)
	_, _, done := storetest.Visit(t, ses, 0)
	if ses.ClockDoubt() {
		t.Fatal("a right clock is doubted")
	}
	now := terminal.Clock.Now()
	last := done.Events[len(done.Events)-1].At
	for n, c := range []struct {
		name  string
		clock time.Time
		doubt bool
	}{
		{"an hour back", now.Add(-time.Hour), true},
		{"dead battery, 2000", time.Date(2000, 1, 1, 0, 0, 0, 0, civil.Shanghai), true},
		{"dead battery, 1970", time.Unix(0, 0), true},
		{"before 1970", time.Unix(-1e6, 0), true},
		{"ten days on", now.AddDate(0, 0, 10), false},
		{"fifteen days on", now.AddDate(0, 0, 15), true},
		{"in 2038", time.Date(2038, 1, 1, 9, 0, 0, 0, civil.Shanghai), true},
		{"back from 2038", now.Add(time.Hour), true},
	} {
		terminal.Clock.Pass(c.clock.Sub(terminal.Clock.Now()))
		if got := ses.ClockDoubt(); got != c.doubt {
			t.Errorf("%s: doubt is %v", c.name, got)
		}
		_, _, done := storetest.Visit(t, ses, n+1) // nothing is refused
		for _, e := range done.Events {
			if e.At <= last {
				t.Errorf("%s: an event is not after its predecessor", c.name)
			}
			last = e.At
		}
	}
	if v := verified(t, s); v.Err() != nil {
		t.Error(v.Err())
	}
}

func TestFault_clock_is_asked_for_once(t *testing.T) {
	terminal, _, ses := opened(t)
	terminal.Clock.Pass(-20 * 365 * 24 * time.Hour)
	if !ses.ClockDoubt() || !ses.DateAsked().IsZero() {
		t.Fatal("a clock twenty years back is not doubted")
	}
	asked := civil.Date{Year: 2026, Month: 9, Day: 30}
	ses.SetDate(asked)
	if ses.ClockDoubt() || ses.Today() != asked || ses.DateAsked() != asked {
		t.Errorf("after being told %s, today is %s", asked, ses.Today())
	}
	_, out, _ := storetest.Visit(t, ses, 0)
	if want := "260930"; !strings.Contains(out.CaseNo, want) {
		t.Errorf("case %s does not bear %s", out.CaseNo, want)
	}
	terminal.Clock.Pass(24 * time.Hour)
	if want := asked.AddDays(1); ses.Today() != want || ses.ClockDoubt() {
		t.Errorf("a day later it is %s, want %s", ses.Today(), want)
	}
	terminal.Clock.Pass(-48 * time.Hour)
	if !ses.ClockDoubt() {
		t.Error("set back once more, it is not doubted")
	}
}

func TestFault_clock_before_the_program_was_built(t *testing.T) {
	terminal, s, _ := opened(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	o := terminal.Options()
	o.Built = storetest.Morning.Add(time.Hour)
	s, err := store.Open(terminal.Dir, o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if !storetest.SignIn(t, s).ClockDoubt() {
		t.Error("not doubted")
	}
}
