package store

import (
	"context"
	"sync"
	"time"
)

// turns lets whoever somebody waits for go first. What nobody waits for, such as
// a page of others' events, is written in pieces; between two of them, and while
// it only works in memory, it gives way.
type turns struct {
	mu    sync.Mutex
	here  int           // who is being served or waits for it
	ended chan struct{} // closed when the last of them has been served; nil while there is none
}

// patience is how long work in pieces is held up at most: a screen that saves
// without pause must not keep news out for ever.
const patience = 100 * time.Millisecond

// begin says that somebody waits. Each begin has its end.
func (t *turns) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.here == 0 {
		t.ended = make(chan struct{})
	}
	t.here++
}

func (t *turns) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.here--; t.here == 0 {
		close(t.ended)
		t.ended = nil
	}
}

// taken says that somebody waits: a piece that is being written ends early.
func (t *turns) taken() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.here > 0
}

// giveWay waits until nobody else does, for as long as patience lasts.
func (t *turns) giveWay(ctx context.Context) error {
	t.mu.Lock()
	ended := t.ended
	t.mu.Unlock()
	if ended == nil {
		return ctx.Err()
	}
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-ended:
	case <-limit.C:
	case <-ctx.Done():
	}
	return ctx.Err()
}
