package sync

import (
	"context"
	"errors"
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
	feeds, wait := slices.Clone(e.feeds), e.opt.NewsFor>>e.shorter
	e.step.Unlock()
	positions, err := e.store.Positions(ctx)
	if err != nil {
		return nil, err
	}
	ask := &News{Positions: make(map[string]int64, len(feeds)), Seconds: max(int(wait/time.Second), 0)}
	for _, f := range feeds {
		ask.Positions[f] = positions[f].At
	}
	ask.Safe, err = e.store.Safe(ctx)
	return ask, err
}

// leastNews is how short an open request may become where something on the way
// ends long ones.
const leastNews = 10 * time.Second

// unheard notes that listening failed: the next Step says hello and so finds out
// what is wrong. A connection that was ended from outside was open for too long.
func (e *Engine) unheard(err error) {
	e.step.Lock()
	defer e.step.Unlock()
	e.opt.Logger.Info("listening failed", "error", err)
	e.greeted = false
	if trouble := (*Trouble)(nil); errors.As(err, &trouble) && slices.Contains([]string{LineCut, NoAnswer, ProxyPage}, trouble.Key) &&
		e.opt.NewsFor>>(e.shorter+1) >= leastNews {
		e.shorter++
	}
}
