package sync

import (
	"context"
	"errors"
	"time"
)

// startSpread keeps the terminals of a district from coming all at once when the
// offices open or the power returns.
const startSpread = 3 * time.Second

// Run makes exchanges until ctx ends, as soon as there is something to do: a
// save, a sign-in, news of other windows. Where something goes wrong it waits
// longer each time, up to a minute or so. It returns when the last exchange has
// ended.
func (e *Engine) Run(ctx context.Context) {
	e.opt.Logger.Info("sync begins", "terminal", e.store.Terminal().ID)
	wake := e.store.Saved()
	if !pause(ctx, time.Duration(e.opt.Random()*float64(startSpread)), wake) {
		return
	}
	news := listener{engine: e}
	defer news.stop()
	for ctx.Err() == nil {
		next := e.Step(ctx)
		switch {
		case next.Err != nil && !errors.Is(next.Err, errSealed):
			pause(ctx, next.Wait, nil)
		case next.Idle:
			news.start(ctx, next.Err == nil && e.opt.NewsFor > 0)
			news.wait(ctx, max(next.Wait, time.Second), wake)
		}
	}
}

// pause waits, until somebody wakes it where wake is given. false: ctx has ended.
func pause(ctx context.Context, wait time.Duration, wake <-chan struct{}) bool {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
	case <-wake:
	}
	return true
}

// listener keeps one open request for news.
type listener struct {
	engine *Engine
	answer chan error // nil while nobody listens
	since  time.Duration
	cancel context.CancelFunc
	failed int
}

func (l *listener) start(ctx context.Context, may bool) {
	if l.answer != nil || !may {
		return
	}
	within, cancel := context.WithCancel(ctx)
	answer := make(chan error, 1)
	l.answer, l.cancel, l.since = answer, cancel, l.engine.opt.Elapsed()
	go func() { answer <- l.engine.Listen(within) }()
}

// wait ends when there may be something to do: news, a save, or a hello.
func (l *listener) wait(ctx context.Context, most time.Duration, wake <-chan struct{}) {
	t := time.NewTimer(most)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	case <-wake:
	case err := <-l.answer:
		l.answer = nil
		l.cancel()
		if err == nil {
			l.failed = 0
			l.restrain(ctx, wake)
			return
		}
		l.failed++
		l.engine.unheard(err)
		pause(ctx, backOff(l.failed, l.engine.opt.Random()), wake)
	}
}

// restrain keeps a district that answers at once, and has no news, from being
// asked without end.
func (l *listener) restrain(ctx context.Context, wake <-chan struct{}) {
	e := l.engine
	e.step.Lock()
	news := e.nextFeed() != ""
	e.step.Unlock()
	if !news && e.opt.Elapsed()-l.since < time.Second {
		pause(ctx, time.Second, wake)
	}
}

func (l *listener) stop() {
	if l.answer != nil {
		l.cancel()
		<-l.answer
	}
}
