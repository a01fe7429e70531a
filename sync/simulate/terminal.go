package simulate

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/storetest/disk"
)

// seat is a workplace of the world: who sits where.
type seat struct {
	name   string
	centre uuid.UUID
	login  string
	union  string // of a base union's officer
}

var seats = []seat{
	{"hall", demo.Hall, demo.Login, ""},
	{"qixing", demo.QixingHall, demo.QixingClerk, ""},
	{"joint office", demo.JointOffice, demo.UnionOfficer, "U103A"},
	{"company office", demo.CompanyOffice, demo.CompanyOfficer, "U103C"},
}

// terminal is one machine with its folder, and somebody signed in at it.
type terminal struct {
	seat
	union   uuid.UUID
	dir     string
	machine string
	watch   *watch
	line    *line
	disk    *disk.Disk

	store   *store.Store
	session *store.Session
	engine  *engine
	due     time.Time // when the engine wants to go on

	kept []kept // backups: copies of the folder
}

// kept is a folder of some time ago, with how many promises had been made.
type kept struct {
	image disk.Image
	said  int
}

func (t *terminal) options() store.Options {
	return store.Options{Now: t.watch.Now, Machine: t.machine, Memory: filepath.Join(filepath.Dir(t.dir), "memory-"+t.machine)}
}

// start opens the folder and signs in.
func (t *terminal) start(w *World) {
	w.tb.Helper()
	s, err := store.Open(t.dir, t.options())
	if err != nil {
		w.tb.Fatalf("%s: start: %v", t.name, err)
	}
	t.store = s
	if t.session, err = s.SignIn(w.ctx, t.login, demo.Password); err != nil {
		w.tb.Fatalf("%s: sign in: %v", t.name, err)
	}
	<-t.session.Reading()
	t.engine = newEngine(w, t)
	t.due = w.clock.read()
}

// stop closes the folder as at the end of a day.
func (t *terminal) stop(w *World) {
	t.engine = nil
	if err := t.store.Close(); err != nil {
		w.tb.Fatalf("%s: close: %v", t.name, err)
	}
}

// crash runs something and lets the power fail at a moment in the midst of it.
// It says whether whatever was running had come to its end.
func (t *terminal) crash(w *World, run func()) (ended bool) {
	if t.disk == nil {
		run()
		t.stop(w)
		t.start(w)
		return true
	}
	trace := t.disk.Record(w.tb)
	run()
	trace.Stop()
	moment := w.rng.IntN(trace.Len() + 1)
	image := someImage(w, trace, moment)
	ended = moment == trace.Len()
	t.stop(w)
	restoreSQLite(w, t.dir, image)
	t.start(w)
	return ended
}

// someImage is one of the states a cut at the moment may have left.
func someImage(w *World, trace *disk.Trace, moment int) disk.Image {
	var images []disk.Image
	trace.Cuts(moment, 1, w.rng, func(i disk.Image) { images = append(images, i) })
	return images[w.rng.IntN(len(images))]
}

// restoreSQLite puts the database files of an image into a folder; other files
// have their own proof and stay.
func restoreSQLite(w *World, root string, image disk.Image) {
	w.tb.Helper()
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isSQLite(path) {
			return err
		}
		return os.Remove(path)
	})
	for name, data := range image {
		if isSQLite(name) {
			err = errors.Join(err, os.WriteFile(filepath.Join(root, name), data, 0o600))
		}
	}
	if err != nil {
		w.tb.Fatal(err)
	}
}

func isSQLite(path string) bool {
	for _, end := range []string{".db", ".db-wal", ".db-shm", ".db-journal"} {
		if len(path) > len(end) && path[len(path)-len(end):] == end {
			return true
		}
	}
	return false
}

// keep makes a backup of the folder, as an image of the disk would.
func (t *terminal) keep(w *World) {
	t.stop(w)
	t.kept = append(t.kept, kept{disk.ReadImage(w.tb, t.dir), len(w.said)})
	t.start(w)
}

// setBack restores the folder from an older image: a disk that was replaced.
func (t *terminal) setBack(w *World) {
	if len(t.kept) == 0 {
		t.keep(w)
		return
	}
	k := t.kept[w.rng.IntN(len(t.kept))]
	t.stop(w)
	if err := os.RemoveAll(t.dir); err != nil {
		w.tb.Fatal(err)
	}
	k.image.Write(w.tb, t.dir)
	w.forget(t, k.said)
	t.start(w)
}

// clone copies the disk into another machine; both go on.
func (t *terminal) clone(w *World) {
	t.stop(w)
	image := disk.ReadImage(w.tb, t.dir)
	t.start(w)
	c := &terminal{seat: t.seat, union: t.union, machine: fmt.Sprintf("%s-%d", t.machine, len(w.terminals)),
		watch: &watch{of: w.clock}, line: &line{world: w, weather: t.line.weather}}
	c.name += " copy"
	c.dir = filepath.Join(w.root, fmt.Sprintf("terminal-%d", len(w.terminals)))
	image.Write(w.tb, c.dir)
	c.disk = watched(w.tb, c.dir)
	w.terminals = append(w.terminals, c)
	c.start(w)
}

// move gives the terminal's clock another error, now and then a wild one.
func (t *terminal) move(w *World) {
	t.watch.set(pick(w.rng, 0, 0, time.Hour, -time.Hour, 3*time.Minute, -24*time.Hour, 24*time.Hour*3650, -24*time.Hour*3650))
}
