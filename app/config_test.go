package app

import (
	"path/filepath"
	"testing"

	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/demo"
)

func TestSettings(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	real, err := settings(nil)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := settings([]string{"--demo"})
	if err != nil {
		t.Fatal(err)
	}
	if real.dir == shown.dir || filepath.Dir(real.dir) != filepath.Dir(shown.dir) {
		t.Errorf("folders %q and %q, want two beside each other", real.dir, shown.dir)
	}
	if shown.today != demo.Today || !real.today.IsZero() {
		t.Errorf("dates %v and %v", shown.today, real.today)
	}
	later, err := settings([]string{"--demo", "--today", "2026-09-15"})
	if err != nil || later.today != (civil.Date{Year: 2026, Month: 9, Day: 15}) {
		t.Errorf("today %v, %v", later.today, err)
	}
	for _, wrong := range [][]string{{"--today", "2026-09-15"}, {"--play", "x"}, {"--demo", "--today", "soon"}} {
		if _, err := settings(wrong); err == nil {
			t.Errorf("%v was taken", wrong)
		}
	}
}

// A demonstration sets itself up; its folder never opens as a real terminal's.
func TestPrepare_demo_sets_itself_up_and_stays_demo(t *testing.T) {
	c := config{dir: t.TempDir(), demo: true, today: demo.Today}
	for range 2 { // the second start finds it done
		if err := prepare(c); err != nil {
			t.Fatal(err)
		}
	}
	c.demo, c.today = false, civil.Date{}
	if _, err := store.Open(c.dir, c.options()); store.KeyOf(err) != store.KeyDemoFolder {
		t.Errorf("opened as real: %v, want %s", err, store.KeyDemoFolder)
	}
	empty := config{dir: t.TempDir()}
	if err := prepare(empty); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(empty.dir, empty.options()); store.KeyOf(err) != store.KeyNotSetUp {
		t.Errorf("a real first start without a set-up file: %v, want %s", err, store.KeyNotSetUp)
	}
}
