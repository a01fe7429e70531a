package sync

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"

	"ruhui/store"
)

// CourierTaken says what the district's letter brought.
type CourierTaken struct {
	Received int64 // entries of the journal the district has signed for
	Lines    int   // of feeds, stored now
	More     bool  // the district has more than a letter holds: another round is to be made
	Earlier  bool  // the answer to an earlier letter is to be taken first, then this one again
	// Reply is to be carried to the district when there is any: the district was
	// set back and is given what it signed for, or this folder was and goes on in a
	// new journal. A round that is never made loses nothing that is here.
	Reply [][]byte
}

// CourierIn takes the district's answer to a letter of this terminal, each
// message as if it had come over the line. What came by another way meanwhile is
// left alone, so a file may be taken twice, late, and in any order. An error of
// one message keeps none of the others from being taken. Somebody must be signed
// in.
func (e *Engine) CourierIn(ctx context.Context, file []byte) (CourierTaken, error) {
	e.step.Lock()
	defer e.step.Unlock()
	with, err := e.store.CourierIdentity(ctx)
	if err != nil {
		return CourierTaken{}, err
	}
	l, err := OpenLetter(file, with, e.fromDistrict)
	if err != nil {
		return CourierTaken{}, err
	}
	r := &letterReader{e: e, taken: CourierTaken{More: l.More}}
	if r.before, err = e.store.Unsent(ctx, 0); err != nil {
		return r.taken, err
	}
	var errs []error
	for i := range l.Parts {
		if err := r.take(ctx, &l.Parts[i]); err != nil {
			errs = append(errs, err)
		}
		if ctx.Err() != nil {
			return r.taken, ctx.Err()
		}
	}
	errs = append(errs, r.goOn(ctx))
	return r.taken, errors.Join(errs...)
}

// fromDistrict gives the key of whoever writes to this terminal.
func (e *Engine) fromDistrict(l *Letter) (ed25519.PublicKey, error) {
	if l.Terminal != e.store.Terminal().ID {
		return nil, &Trouble{CourierOther, fmt.Errorf("letter for %s", l.Terminal)}
	}
	return e.store.Setup().District.SigningKey, nil
}

// letterReader takes one letter.
type letterReader struct {
	e      *Engine
	taken  CourierTaken
	before store.Stretch    // what waited before it was taken
	late   bool             // there were dealings with the district after it was written
	agreed []store.Position // where feeds agree with a district that was set back
	offers []Page           // what it signed for beyond that
}

func (r *letterReader) take(ctx context.Context, p *Part) error {
	switch {
	case p.Refused:
		return r.refused(ctx, p)
	case p.Path == PathCertify:
		return r.certified(ctx, p.Body)
	case p.Path == PathHello:
		return r.welcome(ctx, p.Body)
	case p.Path == PathPush:
		return r.pushed(ctx, p.Body)
	case p.Path == PathHeads:
		return r.agree(ctx, p)
	case p.Path == PathPull:
		return r.page(ctx, p.Body)
	}
	return nil // nothing to be done, or of a newer district
}

// refused acts on what one question met. A late answer about where the journals
// join says nothing any more.
func (r *letterReader) refused(ctx context.Context, p *Part) error {
	var no Refusal
	if err := Unmarshal(p.Body, &no); err != nil {
		return err
	}
	if p.Path != PathPush || no.Code != NotJoined || no.Joint == nil {
		return &no
	}
	if r.late || no.Joint.Journal != r.e.store.Head().Journal {
		return nil
	}
	return r.e.rejoin(ctx, no.Joint.Journal, no.Joint)
}

func (r *letterReader) certified(ctx context.Context, body []byte) error {
	var c Certified
	if err := Unmarshal(body, &c); err != nil {
		return err
	}
	if c.Terminal != r.e.store.Terminal().ID {
		return &Trouble{FalseSignature, fmt.Errorf("certified %s", c.Terminal)}
	}
	return r.e.store.TakeCertified(ctx, true)
}

// welcome takes what came with the answer, unless a later one was taken already:
// its time is proven then.
func (r *letterReader) welcome(ctx context.Context, body []byte) error {
	var w Welcome
	if err := Unmarshal(body, &w); err != nil {
		return err
	}
	if !w.Verify(r.e.store.Setup().District.SigningKey) {
		return &Trouble{FalseSignature, errors.New("welcome")}
	}
	if r.late = r.e.store.Proven() > w.Time; r.late {
		return nil
	}
	h, err := r.e.hello(ctx)
	if err != nil {
		return err
	}
	return r.e.welcome(ctx, h, &w)
}

func (r *letterReader) pushed(ctx context.Context, body []byte) error {
	var done Pushed
	if err := Unmarshal(body, &done); err != nil {
		return err
	}
	if done.Receipt.Journal != r.e.store.Head().Journal {
		return nil // from before this folder noticed that it was set back
	}
	held, err := r.e.store.Unsent(ctx, 0)
	if err != nil {
		return err
	}
	// A receipt says that everything up to it is marked: of what another letter
	// brought the marks are in its answer.
	if after := done.Receipt.Seq - int64(len(done.Marks)); after > held.After {
		r.taken.Earlier = true
		return nil
	}
	// What was sent is not here any more: the receipt itself says up to where.
	sent := &Batch{Journal: done.Receipt.Journal, After: done.Receipt.Seq}
	if err := r.e.answered(ctx, sent, &done); err != nil {
		return err
	}
	r.taken.Received = max(r.taken.Received, done.Receipt.Seq)
	return nil
}

// page takes what lies behind the position held. Some of it may have come over
// the line meanwhile; then the rest still joins on, if it is the same history.
func (r *letterReader) page(ctx context.Context, body []byte) error {
	if err := r.rewind(ctx); err != nil {
		return err
	}
	var p Page
	if err := Unmarshal(body, &p); err != nil {
		return err
	}
	positions, err := r.e.store.Positions(ctx)
	if err != nil {
		return err
	}
	held := positions[p.Feed]
	if held.At == 0 {
		held.Epoch = p.Epoch
	}
	known := held.At - p.After
	if held.Epoch != p.Epoch || known < 0 || known > 0 && known >= int64(len(p.Lines)) {
		return nil // held already, or to be asked for again from where we are
	}
	p.Lines, p.After = p.Lines[known:], held.At
	page, err := r.e.check(&Pull{Feed: p.Feed, Epoch: p.Epoch, After: held.At, Hash: held.Hash}, &p)
	if err != nil {
		return err
	}
	r.taken.Lines += len(page.Lines)
	return r.e.take(ctx, page)
}
