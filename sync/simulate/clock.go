package simulate

import (
	"sync"
	"time"

	"ruhui/store/storetest"
)

// clock is the true time of a world. It moves when the world says so.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: storetest.Morning} }

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// watch is one machine's clock: the true time and how far it is off. Two
// readings differ, as on a real machine.
type watch struct {
	of   *clock
	mu   sync.Mutex
	off  time.Duration
	read time.Duration
}

func (w *watch) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.read += time.Microsecond
	return w.of.read().Add(w.off + w.read)
}

// set makes the clock wrong by off.
func (w *watch) set(off time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.off = off
}
