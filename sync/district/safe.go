package district

import (
	"context"
	stdsync "sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// safely remembers for a moment how far a second copy has been read back: it
// moves by itself, and each receipt asks.
type safely struct {
	mu    stdsync.Mutex
	until time.Time
	known map[uuid.UUID]int64
	lag   atomic.Int64
}

// safeFor is how long an answer may be repeated: it is only ever too low.
const safeFor = 200 * time.Millisecond

// safeUpTo gives up to which entry of a journal a second copy holds it, 0 when
// none is kept or it cannot be told now.
func (d *District) safeUpTo(ctx context.Context, journal uuid.UUID) int64 {
	d.safe.mu.Lock()
	defer d.safe.mu.Unlock()
	if now := time.Now(); now.After(d.safe.until) {
		known, err := d.archive.Safe(ctx)
		if err != nil {
			d.log.Warn("cannot tell what is safe", "err", err)
			return 0
		}
		d.safe.known, d.safe.until = known, now.Add(safeFor)
	}
	return d.safe.known[journal]
}
