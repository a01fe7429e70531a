package archivetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/uuid"

	"ruhui/sync/district/archive"
)

// neverSkips: writers that stand still in the middle of their transaction, with
// the feed's lock or before it, while others go past them. A reader that asks for
// what lies behind its position, again and again, misses nothing.
func neverSkips(t *testing.T, a archive.Archive) {
	const writers, rounds, feed = 4, 15, "town/1"
	polls := newTurns()
	done := make(chan struct{})
	seen := make(chan []uuid.UUID, 1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var readErr error
	go func() {
		events, err := follow(ctx, a, feed, polls, done)
		readErr = err
		if err != nil {
			cancel()
		}
		seen <- events
	}()
	together(t, writers, func(_ context.Context, w int) error {
		stall := rand.New(rand.NewPCG(20170907, uint64(w)))
		journal := ID("journal", w)
		for round := range rounds {
			if err := stalled(ctx, a, journal, feed, 1+w*1000+round*4, polls, stall); err != nil {
				return err
			}
		}
		return nil
	})
	close(done)
	events := <-seen
	if readErr != nil {
		t.Fatal("read:", readErr)
	}
	got := map[uuid.UUID]bool{}
	for _, id := range events {
		got[id] = true
	}
	same(t, "lines", len(events), writers*rounds*4)
	same(t, "events", len(got), writers*rounds*4)
}

// stalled stores four events and stands still before or after it has the feed,
// until the reader has asked a few times more.
func stalled(ctx context.Context, a archive.Archive, journal uuid.UUID, feed string, n int, polls *turns, stall *rand.Rand) error {
	where, long := stall.IntN(3), 1+stall.IntN(3)
	return a.Write(ctx, func(tx archive.Tx) error {
		events := eventsOf(journal, n, n+3, 30)
		if err := Store(tx, journal, "", events); err != nil {
			return err
		}
		if where == 0 {
			polls.wait(ctx, long)
		}
		if err := Append(tx, feed, events); err != nil {
			return err
		}
		if where == 1 {
			polls.wait(ctx, long)
		}
		return nil
	})
}

// follow reads a feed as a terminal does until done, and once more.
func follow(ctx context.Context, a archive.Archive, feed string, polls *turns, done <-chan struct{}) (events []uuid.UUID, err error) {
	after := int64(0)
	for last := false; ; {
		select {
		case <-done:
			last = true
		default:
		}
		more := false
		if err := a.Read(ctx, func(tx archive.Tx) error {
			lines, err := tx.Lines(feed, after, 300)
			for i := range lines {
				after++
				if lines[i].Position != after {
					return fmt.Errorf("position %d comes behind %d", lines[i].Position, after-1)
				}
				events = append(events, lines[i].Event.Header.ID)
			}
			more = len(lines) > 0
			return err
		}); err != nil {
			return nil, err
		}
		polls.next()
		if last && !more {
			return events, nil
		}
	}
}

// turns lets others wait until something was done a few times more.
type turns struct {
	mu sync.Mutex
	ch chan struct{} // closed at the next
}

func newTurns() *turns { return &turns{ch: make(chan struct{})} }

func (t *turns) next() {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.ch)
	t.ch = make(chan struct{})
}

// wait returns when there were so many more.
func (t *turns) wait(ctx context.Context, more int) {
	for range more {
		t.mu.Lock()
		ch := t.ch
		t.mu.Unlock()
		select {
		case <-ctx.Done():
			return
		case <-ch:
		}
	}
}
