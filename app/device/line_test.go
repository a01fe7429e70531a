package device

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestReader_unplugged_and_plugged_again(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		nobody(t, r, time.Second)
		s.Unplug()
		for range 3 { // gone, and twice not there
			if _, got := next(t, r); got != ReaderOffline {
				t.Fatalf("got %q, want %s", got, ReaderOffline)
			}
		}
		s.Plug()
		lay(t, s, 1)
		nextCard(t, r)
	})
}

func TestReader_unplugged_while_reading(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		s.slow = true
		lay(t, s, 1)
		time.AfterFunc(500*time.Millisecond, s.Unplug)
		if _, got := next(t, r); got != ReaderOffline {
			t.Fatalf("got %q, want %s", got, ReaderOffline)
		}
	})
}

func TestReader_connects_at_most_every_two_seconds(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		s.Unplug()
		begin := time.Now()
		for range 6 {
			next(t, r)
		}
		if got, want := time.Since(begin), 5*reconnectEvery; got != want {
			t.Errorf("six attempts took %v, want %v", got, want)
		}
	})
}

func TestReader_cancelled_while_reading(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		s.slow = true
		lay(t, s, 1)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(500*time.Millisecond, cancel)
		begin := time.Now()
		if _, err := r.Next(ctx); !errors.Is(err, context.Canceled) || key(err) != "" {
			t.Fatalf("got %v, want %v", err, context.Canceled)
		}
		if took := time.Since(begin); took > 500*time.Millisecond+readSlice {
			t.Errorf("gave up after %v", took)
		}
		s.slow = false
		s.Lift()
		lay(t, s, 1)
		nextCard(t, r) // the reader may be used again
	})
}
