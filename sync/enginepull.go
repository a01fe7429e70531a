package sync

import (
	"context"
	"fmt"
	"slices"
	"time"

	"ruhui/store"
	"ruhui/store/record"
)

// listFeeds notes what there is to read. All of it may have gone on.
func (e *Engine) listFeeds(w *Welcome) {
	e.epoch, e.feeds = w.Epoch, w.Feeds
	clear(e.behind)
	for _, f := range w.Feeds {
		e.behind[f] = true
	}
	e.change(func(now *told) { now.lines = w.Lines })
}

// nextFeed is the first that has gone on, in the district's order: organisation
// and staff come before what they did.
func (e *Engine) nextFeed() string {
	i := slices.IndexFunc(e.feeds, func(f string) bool { return e.behind[f] })
	if i < 0 {
		return ""
	}
	return e.feeds[i]
}

// pull fetches the next page of a feed that has gone on.
func (e *Engine) pull(ctx context.Context) (bool, error) {
	feed := e.nextFeed()
	if feed == "" {
		return false, nil
	}
	positions, err := e.store.Positions(ctx)
	if err != nil {
		return false, err
	}
	at := positions[feed]
	if at.Feed != "" && at.Epoch != e.epoch {
		e.part(positions, "")
		return e.reconcile(ctx)
	}
	var p Page
	ask := Pull{Feed: feed, Epoch: e.epoch, After: at.At, Hash: at.Hash, Max: e.page.bytes()}
	if err := e.ask(ctx, PathPull, &ask, &p); err != nil {
		e.page.shrink()
		return false, e.pullRefused(feed, positions, err)
	}
	page, err := e.check(&ask, &p)
	if err != nil {
		e.page.shrink()
		return false, err
	}
	if err := e.take(ctx, page); err != nil {
		return false, err
	}
	e.page.grow()
	e.behind[feed] = p.Position < p.Head
	e.change(func(now *told) { now.read += int64(len(p.Lines)) })
	return true, nil
}

// pageWorth is how old the proven time may grow before an empty page is written
// to disk for it.
const pageWorth = time.Minute

// take stores a page; an empty one only moves the proven time, now and then.
func (e *Engine) take(ctx context.Context, p store.Page) error {
	if len(p.Lines) > 0 {
		err := e.store.TakePage(ctx, p)
		if store.KeyOf(err) == store.KeyDamaged && err != nil {
			return e.unless(err, func() (bool, error) {
				held, err := e.store.Positions(ctx)
				return held[p.Feed].At >= p.After+int64(len(p.Lines)), err
			})
		}
		return err
	}
	if p.Time.Time().Sub(e.store.Proven().Time()) > pageWorth {
		return e.store.TakeProven(ctx, p.Time)
	}
	return nil
}

// pullRefused: what one feed meets keeps the others from nothing.
func (e *Engine) pullRefused(feed string, positions map[string]store.Position, err error) error {
	switch codeOf(err) {
	case NotYours:
		e.behind[feed] = false // until the next hello lists it again
	case NotBehind:
		e.part(positions, feed)
	}
	return err
}

// check proves a page: that it is what was asked for, that its lines lead from
// the position held to the one it names, and that the district signed for that.
func (e *Engine) check(ask *Pull, p *Page) (store.Page, error) {
	page := store.Page{Feed: ask.Feed, Epoch: ask.Epoch, After: ask.After, Before: ask.Hash, Lines: make([]store.Line, len(p.Lines)),
		Time: p.Time, Signature: p.Signature}
	wrong := func(what string) (store.Page, error) {
		return page, &Trouble{FalseSignature, fmt.Errorf("page of %s behind %d: %s", ask.Feed, ask.After, what)}
	}
	if p.Feed != ask.Feed || p.Epoch != ask.Epoch || p.After != ask.After || p.Position != p.After+int64(len(p.Lines)) {
		return wrong("not what was asked for")
	}
	hash := ask.Hash
	for i := range p.Lines {
		l := &p.Lines[i]
		if !l.whole() {
			return wrong("a line with nothing in it")
		}
		hash = l.ChainHash(hash)
		page.Lines[i] = lineOf(l, hash)
	}
	if hash != p.Hash {
		return wrong("does not join on")
	}
	if !p.Verify(e.store.Setup().District.SigningKey) {
		return wrong("signature")
	}
	return page, nil
}

// whole: an event with its mark, or an entry of the directory, and not both.
func (l *Line) whole() bool {
	if l.Directory != nil {
		return l.Event == nil
	}
	return l.Event != nil && l.Mark != nil
}

func lineOf(l *Line, hash record.Hash) store.Line {
	if d := l.Directory; d != nil {
		listed := store.DirectoryLine(*d)
		return store.Line{Hash: hash, Directory: &listed}
	}
	return store.Line{Hash: hash, Marked: record.Marked{Event: *l.Event, Mark: *l.Mark}, Digest: l.Digest}
}

// unless: a person whose file cannot be read here holds nobody else up. What came
// is stored all the same; lists leave that file as it was, and the technician
// hears of it by the store's own checks.
func (e *Engine) unless(damaged error, stored func() (bool, error)) error {
	is, err := stored()
	if err != nil || !is {
		return damaged
	}
	e.opt.Logger.Error("stored what cannot be folded", "error", damaged)
	return nil
}
