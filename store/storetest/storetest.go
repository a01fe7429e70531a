// Package storetest gives tests a real terminal: a folder in the test's own
// temporary directory, set up from a file of the invented district, and complete
// records of invented people. It is for tests only.
package storetest

import (
	"cmp"
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/setup"
)

// Morning is when tests begin: half past eight on the demo's day.
var Morning = time.Date(2026, time.September, 14, 8, 30, 0, 0, civil.Shanghai)

// Clock is a clock that a test sets. Each reading is a millisecond after the
// one before. It may be shared between goroutines.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock begins in the Morning.
func NewClock() *Clock { return &Clock{now: Morning} }

// Now is what [store.Options] want.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Millisecond)
	return c.now
}

// Pass moves the clock, back as well.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Terminal says what to set up. The zero value is a real terminal, number 1, in
// the hall of 新丰镇, of a district of its own.
type Terminal struct {
	District *demo.District // shared by terminals that are to hear of each other
	Dir      string         // a folder in tb.TempDir when empty
	Number   int            // 1 when zero; 99 in a demonstration
	Centre   uuid.UUID      // demo.Hall when zero
	Demo     bool
	Clock    *Clock
	Memory   string   // nothing is remembered when empty
	Machine  string   // "machine" when empty
	Backups  []string // beside the folder's own
	ReadOnly bool     // a damaged folder is opened to be looked at
}

// District makes an invented district; demonstrations need one of their own.
func District(tb testing.TB, isDemo bool) *demo.District {
	tb.Helper()
	d, err := demo.NewDistrict(demo.Options{Demo: isDemo, LookupWork: 2})
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func (t *Terminal) fill(tb testing.TB) {
	if t.District == nil {
		t.District = District(tb, t.Demo)
	}
	if t.Dir == "" {
		t.Dir = filepath.Join(tb.TempDir(), "数据 folder")
	}
	if t.Number == 0 {
		t.Number = 1
		if t.Demo {
			t.Number = setup.DemoTerminal
		}
	}
	if t.Centre == uuid.Nil {
		t.Centre = demo.Hall
	}
	if t.Clock == nil {
		t.Clock = NewClock()
	}
}

// Options are what the terminal is opened with.
func (t *Terminal) Options() store.Options {
	o := store.Options{Now: t.Clock.Now, Demo: t.Demo, Memory: t.Memory, Machine: cmp.Or(t.Machine, "machine"), Backups: t.Backups,
		ReadOnly: t.ReadOnly}
	if t.Demo {
		o.Today = demo.Today
	}
	return o
}

// SetUp fills in what t leaves open and sets up its folder.
func SetUp(tb testing.TB, t *Terminal) {
	tb.Helper()
	t.fill(tb)
	file, code, err := t.District.SetupFile(t.Number, t.Centre)
	if err != nil {
		tb.Fatal(err)
	}
	if err := store.SetUp(t.Dir, file, code, t.Options()); err != nil {
		tb.Fatal(err)
	}
}

// Reopen opens a folder that was set up; the test closes it at its end.
func Reopen(tb testing.TB, t *Terminal) *store.Store {
	tb.Helper()
	s, err := store.Open(t.Dir, t.Options())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("close store: %v", err)
		}
	})
	return s
}

// Open sets up a terminal and opens it. At most one Terminal may be given.
func Open(tb testing.TB, t ...*Terminal) *store.Store {
	tb.Helper()
	which := &Terminal{}
	if len(t) > 0 {
		which = t[0]
	}
	SetUp(tb, which)
	return Reopen(tb, which)
}

// SignIn signs in the window clerk of the hall.
func SignIn(tb testing.TB, s *store.Store) *store.Session {
	tb.Helper()
	return SignInAs(tb, s, demo.Login)
}

// SignInAs signs in another member of the demo's staff, and waits until a
// search knows everybody.
func SignInAs(tb testing.TB, s *store.Store, login string) *store.Session {
	tb.Helper()
	ses, err := s.SignIn(context.Background(), login, demo.Password)
	if err != nil {
		tb.Fatal(err)
	}
	<-ses.Reading()
	return ses
}
