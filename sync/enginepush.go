package sync

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ruhui/store"
)

// plainFor is about how much JSON compresses to a byte; only where a batch
// begins to be measured.
const plainFor = 5

// push sends the next acts that wait.
func (e *Engine) push(ctx context.Context) (bool, error) {
	if e.opt.Elapsed() < e.held {
		return false, nil
	}
	if e.clock.jumped(e.opt.Now(), e.opt.Elapsed()) {
		if err := e.store.NoteClockSet(ctx); err != nil {
			return false, err
		}
	}
	b, body, err := e.nextBatch(ctx)
	if err != nil || b == nil {
		return false, err
	}
	var done Pushed
	err = e.refusedToken(e.client.send(ctx, PathPush, e.token(), body, &done, exchangeTime))
	if err != nil {
		e.batch.shrink()
		return false, e.pushRefused(ctx, b, err)
	}
	if err := e.answered(ctx, b, &done); err != nil {
		return false, err
	}
	e.batch.grow()
	e.heldBy = nil
	return true, nil
}

// nextBatch reads and writes a batch of about the size that goes through now. One
// act goes alone, however large; nil when nothing waits.
func (e *Engine) nextBatch(ctx context.Context) (*Batch, []byte, error) {
	return e.batchFrom(ctx, e.batch.bytes(), e.store.Unsent)
}

// batchFrom makes a batch of about that size of what read gives.
func (e *Engine) batchFrom(ctx context.Context, want int, read func(context.Context, int) (store.Stretch, error)) (*Batch, []byte, error) {
	for plain := want * plainFor; ; plain /= 2 {
		st, err := read(ctx, plain)
		if err != nil || len(st.Entries) == 0 {
			return nil, nil, err
		}
		b, err := e.batchOf(ctx, st)
		if err != nil {
			return nil, nil, err
		}
		body, err := Marshal(b)
		refusal := (*Refusal)(nil)
		small := plain < headerless || oneAct(b)
		switch {
		case errors.As(err, &refusal) && refusal.Code == TooBig && !small, err == nil && len(body) > min(want*5/4, MaxBatch) && !small:
			continue
		case err != nil:
			return nil, nil, err
		}
		return b, body, nil
	}
}

// headerless is less than any event takes: no batch is smaller.
const headerless = 256

func oneAct(b *Batch) bool { return b.Entries[0].Event.Act == b.Entries[len(b.Entries)-1].Event.Act }

func (e *Engine) batchOf(ctx context.Context, st store.Stretch) (*Batch, error) {
	b := &Batch{Journal: st.Journal, After: st.After, Previous: st.Previous, Last: st.Last, Now: e.now(), ClockSet: st.ClockSet,
		Entries: make([]Entry, len(st.Entries))}
	for i := range st.Entries {
		b.Entries[i].Event = st.Entries[i].Event
		if st.Entries[i].Erased {
			b.Entries[i].Digest = &st.Entries[i].Digest
		}
	}
	key, err := e.store.Signer(ctx)
	if err != nil {
		return nil, err
	}
	b.Sign(key)
	return b, nil
}

// answered checks the district's answer and stores it.
func (e *Engine) answered(ctx context.Context, b *Batch, done *Pushed) error {
	r := &done.Receipt
	if !e.ours(r) || r.Journal != b.Journal || r.Seq < b.Seq() {
		return &Trouble{FalseSignature, fmt.Errorf("receipt for %d of a batch up to %d", r.Seq, b.Seq())}
	}
	marks := make([]store.Given, len(done.Marks))
	for i, m := range done.Marks {
		marks[i] = store.Given(m)
	}
	receipt, err := kept(r)
	if err != nil {
		return err
	}
	if r.Epoch != e.epoch {
		e.greeted = false
	}
	if err = e.store.TakeAnswer(ctx, marks, receipt, e.proofOf(b, done)); err == nil {
		return nil
	}
	switch store.KeyOf(err) {
	case store.KeyReceiptUnknown:
		e.greeted = false // the district holds what this folder does not: it was set back or copied
	case store.KeyDamaged:
		return e.unless(err, func() (bool, error) {
			held, err := e.store.LastReceipt(ctx)
			return bytes.Equal(held, receipt.Signed), err
		})
	}
	return err
}

// ours: a receipt that the district signed for this terminal.
func (e *Engine) ours(r *Receipt) bool {
	return r.Verify(e.store.Setup().District.SigningKey) && r.Terminal == e.store.Terminal().ID
}

// kept is the receipt as the store keeps it: with its JSON as proof.
func kept(r *Receipt) (store.Receipt, error) {
	signed, err := json.Marshal(r)
	if err != nil {
		return store.Receipt{}, fmt.Errorf("write receipt: %w", err)
	}
	return store.Receipt{Journal: r.Journal, Seq: r.Seq, Hash: r.Hash, Safe: r.Safe, At: r.Time, Signed: signed}, nil
}

// pushRefused: a batch that the district does not take keeps nothing else
// waiting. What it says about the joint is acted on at once.
func (e *Engine) pushRefused(ctx context.Context, b *Batch, err error) error {
	refusal := (*Refusal)(nil)
	if !errors.As(err, &refusal) {
		return err
	}
	switch refusal.Code {
	case NotJoined:
		return errors.Join(err, e.rejoin(ctx, b.Journal, refusal.Joint))
	case BadMessage, BadSignature, BrokenChain, TooBig, NotYours:
		e.held, e.heldBy = e.opt.Elapsed()+backOff(e.failures+3, e.opt.Random()), err
	}
	return err
}

// watch notices that the clock was set while the program ran.
type watch struct {
	wall time.Time
	at   time.Duration
}

// jumped says that the clock went otherwise than time did since it was asked last.
func (w *watch) jumped(wall time.Time, at time.Duration) bool {
	was := *w
	*w = watch{wall, at}
	return !was.wall.IsZero() && (wall.Round(0).Sub(was.wall.Round(0))-(at-was.at)).Abs() > 2*time.Second
}
