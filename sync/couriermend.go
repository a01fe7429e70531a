package sync

import (
	"context"
	"errors"
	"fmt"

	"ruhui/store"
)

// agree notes up to where a district that was set back still has a feed, and
// keeps what it signed for beyond that, to be offered.
func (r *letterReader) agree(ctx context.Context, p *Part) error {
	var there HeadsAgree
	if err := Unmarshal(p.Body, &there); err != nil || r.late {
		return err
	}
	ends, err := r.e.store.FeedEnds(ctx, p.Feed)
	if err != nil {
		return err
	}
	last := store.Position{Feed: p.Feed, Epoch: r.e.epoch}
	for _, end := range ends {
		if end.At == there.Position {
			last.At, last.Hash = end.At, end.Hash
		}
	}
	if last.At != there.Position {
		return &Trouble{FalseSignature, fmt.Errorf("%s agrees at %d, which was not asked", p.Feed, there.Position)}
	}
	r.agreed = append(r.agreed, last)
	return r.keepBeyond(ctx, last)
}

// keepBeyond reads the signed stretches behind a position: going back to it
// forgets them.
func (r *letterReader) keepBeyond(ctx context.Context, p store.Position) error {
	if p.Feed == FeedDirectory { // the district works that out of the events
		return nil
	}
	for {
		st, more, err := r.e.store.SignedStretch(ctx, p.Feed, p.At)
		if err != nil || !more {
			return err
		}
		page := pageOf(&st, p.Hash)
		r.offers = append(r.offers, page)
		p.At, p.Hash = page.Position, page.Hash
	}
}

// rewind goes back to where the feeds agree, all at once.
func (r *letterReader) rewind(ctx context.Context) error {
	if len(r.agreed) == 0 {
		return nil
	}
	to := r.agreed
	r.agreed = nil
	return r.e.store.Rewind(ctx, to)
}

// goOn ends a letter. Where it showed that journal or feeds parted from the
// district's, there is more to say at once.
func (r *letterReader) goOn(ctx context.Context) error {
	parted := len(r.agreed) > 0 || len(r.offers) > 0
	if err := r.rewind(ctx); err != nil {
		return err
	}
	if f := r.e.forking; f != nil {
		// Which of the events the district has already is not asked here: those are
		// sent once more, and change nothing there.
		if err := r.e.store.NewJournal(ctx, f.journal, f.held); err != nil {
			return err
		}
		r.e.forking, parted = nil, true
	}
	now, err := r.e.store.Unsent(ctx, 0)
	if err != nil || !parted && now.After >= r.before.After { // less is signed for than before: the district lost it
		return err
	}
	r.taken.Reply, err = r.e.letters(ctx, r.offers)
	return err
}

// offers gives pages back, one a message, and says that they are all.
func (w *letterWriter) offers(ctx context.Context, pages []Page) error {
	if len(pages) == 0 {
		return nil
	}
	for i := range pages {
		if err := w.letter.Add(PathOffer, &Offer{Pages: pages[i : i+1]}); err != nil {
			return err
		}
		if err := w.next(ctx); err != nil {
			return err
		}
	}
	return w.letter.Add(PathOffer, &Offer{Done: true})
}

// next begins another letter when this one is full.
func (w *letterWriter) next(ctx context.Context) error {
	if w.letter.Size() < w.e.opt.Letter {
		return nil
	}
	w.letter.More = true
	return errors.Join(w.end(), w.begin(ctx))
}
