package district

import (
	"sync"
	"time"

	"ruhui/store/record"
)

// clock is the district's hybrid clock. It never goes back, and is past every
// effective time that was heard of.
type clock struct {
	mu   sync.Mutex
	last record.HLC
}

func (c *clock) hear(at record.HLC) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = max(c.last, at)
}

func (c *clock) tick(now time.Time) record.HLC {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = c.last.Next(now)
	return c.last
}
