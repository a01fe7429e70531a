package simulate

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	syncing "ruhui/sync"
)

// engine is a terminal's engine as the world drives it: one exchange at a time.
type engine struct {
	world *World
	of    *terminal
	sync  *syncing.Engine
	idles bool
	last  error
}

const address = "https://district.ruhui.example"

func newEngine(w *World, t *terminal) *engine {
	started := w.clock.read()
	client := syncing.ClientOver(&http.Client{Transport: t.line}, address)
	return &engine{world: w, of: t, sync: syncing.NewEngine(t.store, client, syncing.Options{
		Program: "simulated", Random: w.rng.Float64, NewsFor: -1, Logger: w.log.With("at", t.name),
		Elapsed: func() time.Duration { return w.clock.read().Sub(started) },
	})}
}

// step makes one exchange and gives how long the engine wants to wait.
func (e *engine) step(ctx context.Context) time.Duration {
	next := e.sync.Step(ctx)
	e.idles, e.last = next.Idle, next.Err
	if next.Idle {
		if err := e.sync.Listen(ctx); err != nil {
			e.last = err
		}
	}
	e.world.log.Info("exchange", "at", e.of.name, "idle", next.Idle, "error", next.Err)
	if next.Err != nil {
		e.world.counts["failed exchanges"]++
	}
	return next.Wait
}

// idle says that nothing was left to do.
func (e *engine) idle() bool { return e.idles }

// state tells how far this terminal is, to see whether a step changed anything.
func (e *engine) state(ctx context.Context) string {
	held, err := e.of.store.Positions(ctx)
	if err != nil {
		return err.Error()
	}
	waits, err := e.of.store.Waiting(ctx)
	if err != nil {
		return err.Error()
	}
	out := fmt.Sprintf("%d wait, last %v;", waits.Events, e.last)
	for _, name := range sortedKeys(held) {
		out += fmt.Sprintf(" %s %d", name, held[name].At)
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
