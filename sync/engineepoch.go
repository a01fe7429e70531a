package sync

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/record"
)

// parting is what is done about a district that went back to an earlier state:
// for each feed held, where both agree is asked for; what lay beyond is offered;
// then all feeds go on from there. Each step is one exchange, and all of it may be
// begun anew.
type parting struct {
	epoch  uuid.UUID // the new one
	marks  proving   // of what this terminal wrote itself
	feeds  []string  // still to be asked about
	agreed []store.Position
	offer  store.Position // what lies behind it is offered now
	told   bool           // the district knows that nothing more comes
}

// part notes that positions of another history are held, or that a feed differs.
func (e *Engine) part(positions map[string]store.Position, also string) {
	if e.parting != nil && e.parting.epoch == e.epoch {
		return
	}
	p := &parting{epoch: e.epoch}
	for name, at := range positions {
		if at.Epoch != e.epoch || name == also {
			p.feeds = append(p.feeds, name)
		}
	}
	slices.Sort(p.feeds)
	e.parting = p
}

// reconcile makes the next exchange with a district that was set back.
func (e *Engine) reconcile(ctx context.Context) (bool, error) {
	p := e.parting
	if p == nil || p.epoch != e.epoch { // set back once more: begun anew by the next pull
		e.parting = nil
		return false, nil
	}
	if did, err := e.prove(ctx, p); did || err != nil {
		return did, err
	}
	switch {
	case p.offer.Feed != "":
		return true, e.offerMore(ctx, p)
	case len(p.feeds) > 0:
		return true, e.askWhere(ctx, p)
	case !p.told:
		if err := e.ask(ctx, PathOffer, &Offer{Done: true}, &Offered{}); err != nil && !final(err) {
			return false, err
		}
		p.told = true
		return true, nil
	}
	if err := e.store.Rewind(ctx, p.agreed); err != nil {
		return false, err
	}
	if err := e.store.ProofsOffered(ctx, p.epoch); err != nil {
		return false, err
	}
	e.parting = nil
	for _, at := range p.agreed {
		e.behind[at.Feed] = slices.Contains(e.feeds, at.Feed)
	}
	return false, nil
}

// askWhere finds the last signed position of a feed that the district has too.
func (e *Engine) askWhere(ctx context.Context, p *parting) error {
	feed := p.feeds[0]
	ends, err := e.store.FeedEnds(ctx, feed)
	if err != nil {
		return err
	}
	last := store.Position{Feed: feed, Epoch: p.epoch}
	if len(ends) > 0 {
		ask := Heads{Feed: feed}
		for _, end := range ends {
			ask.At = append(ask.At, Head{end.At, end.Hash})
		}
		var agree HeadsAgree
		if err := e.ask(ctx, PathHeads, &ask, &agree); err != nil && !final(err) {
			return err
		}
		for _, end := range ends {
			if end.At == agree.Position {
				last.At, last.Hash = end.At, end.Hash
			}
		}
		if last.At != agree.Position {
			return &Trouble{FalseSignature, fmt.Errorf("%s agrees at %d, which was not asked", feed, agree.Position)}
		}
	}
	p.feeds = p.feeds[1:]
	p.agreed = append(p.agreed, last)
	if feed != FeedDirectory { // the district works that out of the events
		p.offer = last
	}
	return nil
}

// offerMore gives back the next signed stretch of a feed.
func (e *Engine) offerMore(ctx context.Context, p *parting) error {
	st, more, err := e.store.SignedStretch(ctx, p.offer.Feed, p.offer.At)
	if err != nil {
		return err
	}
	if !more {
		p.offer = store.Position{}
		return nil
	}
	page := pageOf(&st, p.offer.Hash)
	err = e.ask(ctx, PathOffer, &Offer{Pages: []Page{page}}, &Offered{})
	switch {
	case err == nil:
		p.offer.At, p.offer.Hash = page.Position, page.Hash
	case final(err): // what stands behind does not join on either
		e.opt.Logger.Error("offer refused", "feed", page.Feed, "after", page.After, "error", err)
		p.offer = store.Position{}
	default:
		return err
	}
	return nil
}

// pageOf is a stretch as it was received; before is the hash it goes on behind.
func pageOf(st *store.Page, before record.Hash) Page {
	p := Page{Before: before, Epoch: st.Epoch, Feed: st.Feed, After: st.After, Lines: make([]Line, len(st.Lines)),
		Position: st.After + int64(len(st.Lines)), Time: st.Time, Signature: st.Signature}
	for i := range st.Lines {
		l := &st.Lines[i]
		p.Lines[i] = Line{Event: &l.Marked.Event, Digest: l.Digest, Mark: &l.Marked.Mark}
		p.Hash = l.Hash
	}
	p.Head = p.Position
	return p
}

// final: asking again would be refused again.
func final(err error) bool {
	switch codeOf(err) {
	case BadMessage, BadSignature, BrokenChain, NotYours, NotBehind, TooBig:
		return true
	}
	return false
}

// codeOf is the district's reason, "" when it was not the district that refused.
func codeOf(err error) Code {
	refusal := (*Refusal)(nil)
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	return ""
}
