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
// a set-up whose district cannot be spoken to. The window works all the same. tell
// is called on the engine's goroutine whenever how it stands has changed.
func startEngine(s *store.Store, version string, readOnly bool, tell func(online bool)) *running {
	if readOnly {
		return nil
	}
	client, err := syncing.NewClient(s.Setup().District, s.Now, func() time.Time { return s.Proven().Time() })
	if err != nil {
		slog.Error("find district", "error", err)
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{cancel: cancel, ended: make(chan struct{})}
	r.Engine = syncing.NewEngine(s, client, syncing.Options{Program: version, Logger: slog.Default(), OnStatus: func() {
		if st, err := r.Status(ctx); err == nil {
			tell(st.Online)
		}
	}})
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
