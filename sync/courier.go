package sync

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"maps"
	"slices"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/vault"
)

// CourierOut writes what this terminal would say over the line into files for the
// district: who it is, how it stands, everything not yet received, and how far it
// holds each feed. There is more than one only when the backlog is larger than
// [MaxLetter]; carried in another order they need another round. Writing them changes nothing here, so they may be written again. Somebody
// must be signed in.
func (e *Engine) CourierOut(ctx context.Context) ([][]byte, error) {
	e.step.Lock()
	defer e.step.Unlock()
	return e.letters(ctx, nil)
}

// letters writes what is to be said, offers first.
func (e *Engine) letters(ctx context.Context, offers []Page) ([][]byte, error) {
	to, err := vault.ParseRecipient(e.store.Setup().Recipients.Server)
	if err != nil {
		return nil, fmt.Errorf("seal to the district: %w", err)
	}
	key, err := e.store.Signer(ctx)
	if err != nil {
		return nil, err
	}
	w := &letterWriter{e: e, key: key, to: to}
	for _, write := range []func(context.Context) error{
		w.begin, func(ctx context.Context) error { return w.offers(ctx, offers) }, w.batches, w.feeds,
	} {
		if err := write(ctx); err != nil {
			return nil, err
		}
	}
	err = w.end()
	return w.files, err
}

// letterWriter fills letters, one after the other.
type letterWriter struct {
	e      *Engine
	key    ed25519.PrivateKey
	to     age.Recipient
	letter *Letter
	files  [][]byte
}

// begin starts a letter with who we are and how we stand, so that the district
// can answer each by itself.
func (w *letterWriter) begin(ctx context.Context) error {
	w.letter = &Letter{ID: uuid.New(), Terminal: w.e.store.Terminal().ID, Made: w.e.now()}
	// Also when the district is thought to know this terminal: one that was set back
	// may not, and asking again changes nothing.
	c, err := w.e.certificate(ctx)
	if err != nil {
		return err
	}
	if err := w.letter.Add(PathCertify, c); err != nil {
		return err
	}
	h, err := w.e.hello(ctx)
	if err != nil {
		return err
	}
	return w.letter.Add(PathHello, h)
}

func (w *letterWriter) end() error {
	file, err := w.letter.Seal(w.key, w.to)
	w.files = append(w.files, file)
	return err
}

// feeds says where each feed is to go on, and at which positions a district that
// was set back may still agree. It adds by itself those that were never read
// here. They stand in the last letter: by then it has got all the others brought.
func (w *letterWriter) feeds(ctx context.Context) error {
	positions, err := w.e.store.Positions(ctx)
	if err != nil {
		return err
	}
	for _, feed := range slices.Sorted(maps.Keys(positions)) {
		p := positions[feed]
		ends, err := w.e.store.FeedEnds(ctx, feed)
		if err != nil {
			return err
		}
		heads := Heads{Feed: feed, At: make([]Head, len(ends))}
		for i, end := range ends {
			heads.At[i] = Head{end.At, end.Hash}
		}
		if err := errors.Join(w.letter.Add(PathHeads, &heads),
			w.letter.Add(PathPull, &Pull{Feed: feed, Epoch: p.Epoch, After: p.At, Hash: p.Hash})); err != nil {
			return err
		}
	}
	return nil
}

// batches adds everything that waits, each batch behind the one before.
func (w *letterWriter) batches(ctx context.Context) error {
	read := w.e.store.Unsent
	for {
		b, body, err := w.e.batchFrom(ctx, min(MaxBatch, w.e.opt.Letter), onTheRoad(read))
		if err != nil || b == nil {
			return err
		}
		w.letter.Parts = append(w.letter.Parts, Part{Path: PathPush, Body: body})
		after := b.Seq()
		read = func(ctx context.Context, max int) (store.Stretch, error) {
			return w.e.store.UnsentBehind(ctx, after, max)
		}
		if err := w.next(ctx); err != nil {
			return err
		}
	}
}

// onTheRoad: nobody knows how long a stick is carried about, so the clock at
// sending does not tell how far off it was at writing.
func onTheRoad(read func(context.Context, int) (store.Stretch, error)) func(context.Context, int) (store.Stretch, error) {
	return func(ctx context.Context, max int) (store.Stretch, error) {
		st, err := read(ctx, max)
		st.ClockSet = true
		return st, err
	}
}
