package app

import (
	"context"
	"log/slog"
	"time"

	"ruhui/store"
	syncing "ruhui/sync"
)

// running is the terminal's engine at work, apart from every screen.
type running struct {
	*syncing.Engine
	cancel context.CancelFunc
	ended  chan struct{}
}

// startEngine begins to make exchanges with the terminal's district. nil when
// there is nothing to make them with: a damaged folder that is only looked at, or
// a set-up whose district cannot be spoken to. The window works all the same.
func startEngine(s *store.Store, version string, readOnly bool) *running {
	if readOnly {
		return nil
	}
	client, err := syncing.NewClient(s.Setup().District, s.Now, func() time.Time { return s.Proven().Time() })
	if err != nil {
		slog.Error("find district", "error", err)
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{syncing.NewEngine(s, client, syncing.Options{Program: version, Logger: slog.Default()}), cancel, make(chan struct{})}
	go func() {
		defer close(r.ended)
		r.Run(ctx)
	}()
	return r
}

// stop ends the exchange under way and waits for it: afterwards the store may be
// closed. What was not sent waits for the next start.
func (r *running) stop() {
	if r == nil {
		return
	}
	r.cancel()
	<-r.ended
}
