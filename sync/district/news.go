package district

import (
	"context"
	stdsync "sync"
	"time"

	"ruhui/sync/district/archive"
)

// news tells open requests that a feed has gone on: those of this process at
// once, what other processes wrote by asking for the heads. It only ever says
// "look again": nothing depends on it but speed.
type news struct {
	mu      stdsync.Mutex
	heads   map[string]int64
	waiting map[string]map[chan struct{}]bool // by feed
	open    int
}

func newNews() *news {
	return &news{heads: map[string]int64{}, waiting: map[string]map[chan struct{}]bool{}}
}

// moved wakes whoever waits for one of the feeds.
func (n *news) moved(feeds map[string]int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for feed, position := range feeds {
		if position <= n.heads[feed] {
			continue
		}
		n.heads[feed] = position
		for wake := range n.waiting[feed] {
			select {
			case wake <- struct{}{}:
			default: // is awake already
			}
		}
	}
}

// wait registers for feeds; false when too many wait already. The channel gets
// something when one of them has gone on. leave ends it.
func (n *news) wait(feeds []string, most int) (wake chan struct{}, leave func(), ok bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.open >= most {
		return nil, nil, false
	}
	n.open++
	wake = make(chan struct{}, 1)
	for _, feed := range feeds {
		if n.waiting[feed] == nil {
			n.waiting[feed] = map[chan struct{}]bool{}
		}
		n.waiting[feed][wake] = true
	}
	return wake, func() { n.leave(feeds, wake) }, true
}

func (n *news) leave(feeds []string, wake chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.open--
	for _, feed := range feeds {
		delete(n.waiting[feed], wake)
		if len(n.waiting[feed]) == 0 {
			delete(n.waiting, feed)
		}
	}
}

// waited lists the feeds somebody waits for.
func (n *news) waited() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	feeds := make([]string, 0, len(n.waiting))
	for feed := range n.waiting {
		feeds = append(feeds, feed)
	}
	return feeds
}

// beyond lists the feeds that are known to have gone on behind these positions.
func (n *news) beyond(positions map[string]int64) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var feeds []string
	for feed, position := range positions {
		if n.heads[feed] > position {
			feeds = append(feeds, feed)
		}
	}
	return feeds
}

// watch asks for the heads until ctx is over, so that what another process wrote
// is heard of here, too.
func (d *District) watch(ctx context.Context) {
	tick := time.NewTicker(d.limits.Poll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		feeds := d.news.waited()
		if len(feeds) == 0 {
			continue
		}
		if err := d.look(ctx, feeds); err != nil && ctx.Err() == nil {
			d.log.Warn("cannot look for news", "err", err)
		}
	}
}

func (d *District) look(ctx context.Context, feeds []string) error {
	heads, err := d.heads(ctx, feeds)
	if err == nil {
		d.news.moved(heads)
	}
	return err
}

// heads are the positions of feeds now.
func (d *District) heads(ctx context.Context, feeds []string) (map[string]int64, error) {
	at := make(map[string]int64, len(feeds))
	err := d.archive.Read(ctx, func(tx archive.Tx) error {
		heads, err := tx.FeedHeads(feeds)
		for _, h := range heads {
			at[h.Name] = h.Position
		}
		return err
	})
	return at, err
}
