package district

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// tell is the open request: it is answered when a feed has gone on, when more of
// the terminal's journal has become safe, or when the time is over.
func (d *District) tell(ctx context.Context, who *asked, n *sync.News) (any, error) {
	feeds, err := d.mayRead(ctx, who, n)
	if err != nil {
		return nil, err
	}
	wake, leave, ok := d.news.wait(feeds, d.limits.Waiting)
	if !ok {
		return nil, tooMany(d.limits.News / 2)
	}
	defer leave()
	// Only now, when nothing new can be missed any more, look for the first time.
	heads, err := d.heads(ctx, feeds)
	if err != nil {
		return nil, err
	}
	d.news.moved(heads)
	over := time.NewTimer(min(time.Duration(max(n.Seconds, 0))*time.Second, d.limits.News))
	defer over.Stop()
	safe := time.NewTicker(time.Second)
	defer safe.Stop()
	for {
		if m := d.moved(ctx, who, n); m != nil {
			return m, nil
		}
		select {
		case <-wake:
		case <-safe.C:
		case <-over.C:
			return &sync.Moved{Feeds: []string{}, Time: d.Time()}, nil
		case <-d.closing:
			return &sync.Moved{Feeds: []string{}, Time: d.Time()}, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// mayRead gives the feeds of the question that the centre reads; it may have lost
// one since it was told.
func (d *District) mayRead(ctx context.Context, who *asked, n *sync.News) ([]string, error) {
	var feeds []string
	err := d.archive.Read(ctx, func(tx archive.Tx) error {
		all, err := d.reads(tx, who)
		for _, feed := range all {
			if _, asked := n.Positions[feed]; asked {
				feeds = append(feeds, feed)
			}
		}
		return err
	})
	for feed := range n.Positions {
		if !slices.Contains(feeds, feed) {
			delete(n.Positions, feed)
		}
	}
	return feeds, err
}

// moved gives the answer as soon as there is one.
func (d *District) moved(ctx context.Context, who *asked, n *sync.News) *sync.Moved {
	m := &sync.Moved{Feeds: d.news.beyond(n.Positions)}
	if journal, known := d.journals.last(who.terminal.ID); known && d.safeUpTo(ctx, journal) > n.Safe {
		m.Receipt = d.safeReceipt(ctx, journal)
	}
	if len(m.Feeds) == 0 && (m.Receipt == nil || m.Receipt.Safe <= n.Safe) {
		return nil
	}
	slices.Sort(m.Feeds)
	m.Time = d.Time()
	return m
}

// safeReceipt is nil when it cannot be made now: the next push brings one.
func (d *District) safeReceipt(ctx context.Context, journal uuid.UUID) *sync.Receipt {
	var j archive.Journal
	err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		j, err = tx.Journal(journal)
		return err
	})
	if err != nil || j.Terminal == uuid.Nil {
		return nil
	}
	r, err := d.receipt(ctx, j)
	if err != nil {
		return nil
	}
	return r
}
