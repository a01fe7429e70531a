package store

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestTurns_work_in_pieces_waits_until_all_are_served(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var line turns
		line.begin()
		line.begin()
		if !line.taken() {
			t.Fatal("nobody waits")
		}
		start, went := time.Now(), make(chan time.Duration)
		go func() {
			if err := line.giveWay(context.Background()); err != nil {
				t.Error(err)
			}
			went <- time.Since(start)
		}()
		time.Sleep(10 * time.Millisecond)
		line.end()
		time.Sleep(10 * time.Millisecond)
		line.end()
		if got := <-went; got != 20*time.Millisecond || line.taken() {
			t.Errorf("gave way for %v, want 20ms", got)
		}
		if err := line.giveWay(context.Background()); err != nil || time.Since(start) != 20*time.Millisecond {
			t.Errorf("gave way to nobody: %v", err)
		}
	})
}

func TestTurns_work_in_pieces_is_not_held_up_for_ever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var line turns
		line.begin()
		start := time.Now()
		if err := line.giveWay(context.Background()); err != nil || time.Since(start) != patience {
			t.Errorf("gave way for %v with %v, want %v", time.Since(start), err, patience)
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := line.giveWay(ctx); err != context.Canceled {
			t.Errorf("a cancelled wait gives %v", err)
		}
		line.end()
	})
}
