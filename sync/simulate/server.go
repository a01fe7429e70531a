package simulate

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"ruhui/store/storetest/disk"
	"ruhui/sync/district"
	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/sqlite"
)

// server is the district: two processes on one archive, each with its own
// connection and clock.
type server struct {
	dir     string
	secrets *district.Secrets
	disk    *disk.Disk
	watches [2]*watch
	opened  [2]archive.Archive
	running [2]*district.District
	down    bool // between a crash and the start
	mute    bool // what it answers does not arrive

	kept []disk.Image
}

func (s *server) path() string { return filepath.Join(s.dir, archiveName) }

func (s *server) start(w *World) {
	w.tb.Helper()
	for i := range s.running {
		a, err := sqlite.Open(w.ctx, s.path(), sqlite.Options{})
		if err != nil {
			w.tb.Fatalf("district: open archive: %v", err)
		}
		s.opened[i] = a
		if s.running[i], err = district.New(a, s.secrets, district.Options{Now: s.watches[i].Now, Logger: w.log, Limits: unlimited}); err != nil {
			w.tb.Fatalf("district: start: %v", err)
		}
	}
	s.down = false
}

// unlimited: how many requests are too many is tried elsewhere; here a clock
// that does not move between two steps would make all of them too many.
var unlimited = district.Limits{TerminalPerSecond: 1e9, TerminalBurst: 1e9, AddressPerSecond: 1e9, AddressBurst: 1e9}

func (s *server) stop(w *World) {
	s.down = true
	for i, a := range s.opened {
		if a == nil {
			continue
		}
		if err := a.Close(); err != nil {
			w.tb.Fatalf("district: close: %v", err)
		}
		s.opened[i], s.running[i] = nil, nil
	}
}

// handler is one of the processes, whichever the balancer picks; nil while the
// district is down.
func (s *server) handler(w *World) http.Handler {
	if s.down {
		return nil
	}
	return s.running[w.rng.IntN(len(s.running))].Terminals()
}

// tick lets one process do what only time brings.
func (s *server) tick(w *World) {
	d, ticks := any(s.running[w.rng.IntN(len(s.running))]).(interface{ Tick(context.Context) error })
	if !ticks {
		return
	}
	if err := d.Tick(w.ctx); err != nil {
		w.tb.Fatalf("district: tick: %v", err)
	}
}

// crash lets the power fail at a moment of what run makes the district do.
// Answers that went out say what is there; where the power failed before the
// end, none went out.
func (s *server) crash(w *World, run func()) {
	s.mute = w.rng.IntN(2) == 0
	if s.disk == nil {
		run()
		s.mute = false
		s.stop(w)
		s.start(w)
		return
	}
	trace := s.disk.Record(w.tb)
	run()
	trace.Stop()
	moment := trace.Len()
	if s.mute {
		moment = w.rng.IntN(trace.Len() + 1)
	}
	s.mute = false
	image := someImage(w, trace, moment)
	s.stop(w)
	restoreSQLite(w, s.dir, image)
	s.start(w)
}

// keep makes a backup of the archive.
func (s *server) keep(w *World) {
	s.stop(w)
	s.kept = append(s.kept, disk.ReadImage(w.tb, s.dir))
	s.start(w)
}

// setBack restores the archive from an older copy and tells nobody.
func (s *server) setBack(w *World) {
	if len(s.kept) == 0 {
		s.keep(w)
		return
	}
	image := s.kept[w.rng.IntN(len(s.kept))]
	s.stop(w)
	if err := os.RemoveAll(s.dir); err != nil {
		w.tb.Fatal(err)
	}
	image.Write(w.tb, s.dir)
	s.start(w)
}

// move makes one process's clock wrong.
func (s *server) move(w *World) {
	s.watches[w.rng.IntN(len(s.watches))].set(pick(w.rng, 0, 0, 24*time.Hour, -24*time.Hour, time.Minute, -time.Minute))
}

// right puts both clocks right.
func (s *server) right() {
	for _, c := range s.watches {
		c.set(0)
	}
}
