package sync

import (
	"context"
	"slices"
	"time"
)

// newsMargin is how much longer than the district was asked to wait the answer
// may take; then the connection is as good as dead, as after sleep or a change of
// networks.
const newsMargin = 15 * time.Second

// Listen waits at the district until one of the feeds has gone on, or more of
// the journal is safe, or the time it was asked to wait is over. It may run beside
// a Step, and is to run only once at a time.
func (e *Engine) Listen(ctx context.Context) error {
	ask, err := e.newsWanted(ctx)
	if err != nil {
		return err
	}
	body, err := Marshal(ask)
	if err != nil {
		return err
	}
	var m Moved
	within := time.Duration(ask.Seconds)*time.Second + newsMargin
	if err := e.refusedToken(e.client.send(ctx, PathNews, e.token(), body, &m, within)); err != nil {
		return err
	}
	e.step.Lock()
	defer e.step.Unlock()
	e.succeeded()
	for _, f := range m.Feeds {
		e.behind[f] = slices.Contains(e.feeds, f)
	}
	if r := m.Receipt; r != nil && e.ours(r) {
		receipt, err := kept(r)
		if err != nil {
			return err
		}
		return e.store.TakeReceipt(ctx, receipt)
	}
	return nil
}

// newsWanted names the positions of the feeds this centre reads.
func (e *Engine) newsWanted(ctx context.Context) (*News, error) {
	e.step.Lock()
	feeds := slices.Clone(e.feeds)
	e.step.Unlock()
	positions, err := e.store.Positions(ctx)
	if err != nil {
		return nil, err
	}
	ask := &News{Positions: make(map[string]int64, len(feeds)), Seconds: max(int(e.opt.NewsFor/time.Second), 0)}
	for _, f := range feeds {
		ask.Positions[f] = positions[f].At
	}
	ask.Safe, err = e.store.Safe(ctx)
	return ask, err
}
