package device

import (
	"context"
	"errors"
	"time"
)

const (
	findEvery      = 300 * time.Millisecond
	reconnectEvery = 2 * time.Second
	// patience is the number of finds in a row without a sane answer after which
	// the reader counts as gone. One lost byte must not frighten the clerk.
	patience = 3
)

// A Reader waits for cards at one ID card reader. Nothing is opened before the
// first Next. It belongs to one goroutine at a time.
type Reader struct {
	open   Opener
	module *module
	sam    SAMID

	tryAt   time.Time // not before: open again
	findAt  time.Time // not before: look for a card again
	silence int       // finds in a row without a sane answer
	// noLatest: this reader did not answer when asked for the latest address, so
	// it is not asked again; each card would wait for it in vain.
	noLatest bool

	show func(State) // what Next is about to do; Run sets it
}

// NewReader returns a Reader on the line that open opens.
func NewReader(open Opener) *Reader {
	return &Reader{open: open, show: func(State) {}}
}

// SAM returns the number of the security module of the reader last connected,
// zero before that or when it does not tell. Call it where Next is called.
func (r *Reader) SAM() SAMID { return r.sam }

// Next waits for the next card and reads it. It looks for a card every 300 ms; no
// card is no error. A card is returned once, until it is lifted and laid again.
//
// Errors are an [Error] with one of these keys, or the context's own:
// [ReaderOffline]: call again, and it connects again, at most every two seconds.
// [ReadFailed]: call again, and the card is tried again while it lies there.
// [UnsupportedCard]: nothing of the card was kept.
func (r *Reader) Next(ctx context.Context) (Card, error) {
	for {
		if err := r.connect(ctx); err != nil {
			return Card{}, err
		}
		if err := sleepUntil(ctx, r.findAt); err != nil {
			return Card{}, err
		}
		found, err := r.find(ctx)
		if err != nil {
			return Card{}, err
		}
		if found {
			r.show(Reading)
			return r.take(ctx)
		}
		if r.silence == 0 {
			r.show(Waiting)
		}
	}
}

// connect opens the line and asks the module's status, unless that is done.
func (r *Reader) connect(ctx context.Context) error {
	if r.module != nil {
		return nil
	}
	if err := sleepUntil(ctx, r.tryAt); err != nil {
		return err
	}
	port, err := r.open(ctx)
	if err != nil {
		return r.lost(ctx, err)
	}
	r.module, r.silence, r.noLatest = newModule(port), 0, false
	if err := r.module.status(ctx); err != nil {
		return r.lost(ctx, err)
	}
	// Not every module tells its number; the cards are read all the same.
	r.sam, err = r.module.samID(ctx)
	if errors.Is(err, errLine) || ctx.Err() != nil {
		return r.lost(ctx, err)
	}
	return nil
}

// find looks for a card once. Silence and nonsense are borne for a while.
func (r *Reader) find(ctx context.Context) (bool, error) {
	r.findAt = time.Now().Add(findEvery)
	found, err := r.module.find(ctx)
	if err == nil {
		r.silence = 0
		return found, nil
	}
	r.silence++
	if errors.Is(err, errLine) || ctx.Err() != nil || r.silence >= patience {
		return false, r.lost(ctx, err)
	}
	return false, nil
}

// take reads the card that was found.
func (r *Reader) take(ctx context.Context) (Card, error) {
	c, err := r.module.read(ctx)
	switch {
	case errors.Is(err, errLine) || ctx.Err() != nil:
		return Card{}, r.lost(ctx, err)
	case errors.Is(err, ErrUnsupported):
		return Card{}, &Error{UnsupportedCard, err}
	case err != nil:
		return Card{}, &Error{ReadFailed, err}
	}
	if c.Kind == Resident && !r.noLatest {
		c.LatestAddress = r.latestAddress(ctx)
	}
	return c, nil
}

// latestAddress is an extra: the card is read, and whatever goes wrong here does
// not make that undone. A lost line is found by the next find.
func (r *Reader) latestAddress(ctx context.Context) string {
	address, err := r.module.latestAddress(ctx)
	if errors.Is(err, errNoAnswer) {
		r.noLatest = true
	}
	return address
}

// lost closes the line; the next call connects again. A cancelled context is
// returned as such: nobody waits for the reader any more.
func (r *Reader) lost(ctx context.Context, cause error) error {
	r.Close()
	if err := ctx.Err(); err != nil {
		return err
	}
	r.tryAt = time.Now().Add(reconnectEvery)
	return &Error{ReaderOffline, cause}
}

// Close closes the line. The reader may be used again; Next opens it anew.
func (r *Reader) Close() {
	if r.module == nil {
		return
	}
	r.module.dec.Wipe()
	_ = r.module.port.Close() // nothing unsent waits, and an unplugged port cannot close well
	r.module = nil
}

func sleepUntil(ctx context.Context, t time.Time) error {
	wait := time.Until(t)
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
