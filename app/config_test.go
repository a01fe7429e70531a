package app

import (
	"os"
	"path/filepath"
	"testing"

	"ruhui/app/folder"
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
	for _, wrong := range [][]string{{"--today", "2026-09-15"}, {"--play", "x"}, {"--link", "x"}, {"--demo", "--today", "soon"}} {
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

// What was set at the window counts from the start; settings that cannot be
// read keep nobody from working, and are told.
func TestSettings_kept_at_the_window_count(t *testing.T) {
	c := config{dir: t.TempDir()}
	c.readSettings()
	if c.unread != nil || c.options().Backups != nil {
		t.Fatalf("nothing was set: %+v", c)
	}
	if err := c.save(folder.Settings{Backups: []string{"/media/stick"}}); err != nil {
		t.Fatal(err)
	}
	c.readSettings()
	if got := c.options().Backups; len(got) != 1 || got[0] != "/media/stick" {
		t.Errorf("backups go to %v", got)
	}
	if err := os.WriteFile(filepath.Join(c.dir, "settings.toml"), []byte("window = "), 0o600); err != nil {
		t.Fatal(err)
	}
	if c.readSettings(); c.unread == nil || c.options().Backups != nil {
		t.Errorf("torn settings: %+v", c.kept)
	}
}

// A damaged demonstration is the window's to tell.
func TestPrepare_leaves_damage_to_the_window(t *testing.T) {
	c := config{dir: t.TempDir(), demo: true, today: demo.Today}
	if err := prepare(c); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(c.dir, "terminal", "ruhui.db"), 0); err != nil {
		t.Fatal(err)
	}
	if err := prepare(c); err != nil {
		t.Errorf("preparing gives %v", err)
	}
	if _, err := store.Open(c.dir, c.options()); store.KeyOf(err) != store.KeyDamaged {
		t.Errorf("opening gives %v, want %s", err, store.KeyDamaged)
	}
}
