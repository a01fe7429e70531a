package sync

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/record"
)

// proving is what is done about the marks of this terminal's own events when the
// district was set back: of those it lacks, it is given the events with the marks
// it had signed for. It would judge them anew otherwise, without what others have
// not brought back yet.
type proving struct {
	listed  bool
	ask     []store.ProofEnd // still to be asked about
	lacking []store.ProofEnd // still to be offered
}

// meetEpoch: what is held of another history of the district is set right before
// anything is sent.
func (e *Engine) meetEpoch(ctx context.Context) error {
	positions, err := e.store.Positions(ctx)
	if err != nil {
		return err
	}
	proofs, err := e.store.Proofs(ctx, e.epoch)
	if err != nil {
		return err
	}
	other := len(proofs) > 0
	for _, p := range positions {
		other = other || p.Epoch != e.epoch
	}
	if other {
		e.part(positions, "")
	}
	return nil
}

// prove makes the next exchange about own marks; did is false when none is left.
func (e *Engine) prove(ctx context.Context, p *parting) (did bool, err error) {
	m := &p.marks
	if !m.listed {
		if m.ask, err = e.store.Proofs(ctx, p.epoch); err != nil {
			return false, err
		}
		m.listed = true
	}
	switch {
	case len(m.ask) > 0:
		return true, e.askLacking(ctx, m)
	case len(m.lacking) > 0:
		return true, e.offerProven(ctx, m)
	}
	return false, nil
}

// askLacking: the last event of a stretch stands for all of it, because journals
// are kept in order.
func (e *Engine) askLacking(ctx context.Context, m *proving) error {
	some := m.ask[:min(lacksAtOnce, len(m.ask))]
	ask := Lacks{Events: make([]uuid.UUID, len(some))}
	for i := range some {
		ask.Events[i] = some[i].Last
	}
	var lacking Lacking
	if err := e.ask(ctx, PathLacks, &ask, &lacking); err != nil {
		return err
	}
	for _, s := range some {
		if slices.Contains(lacking.Events, s.Last) {
			m.lacking = append(m.lacking, s)
		}
	}
	m.ask = m.ask[len(some):]
	return nil
}

func (e *Engine) offerProven(ctx context.Context, m *proving) error {
	proof, lines, err := e.store.ProvenStretch(ctx, m.lacking[0].Place)
	if err != nil {
		return err
	}
	page := Page{Feed: JournalFeed(proof.Journal), After: proof.After, Position: proof.Seq, Head: proof.Seq,
		Epoch: proof.Epoch, Hash: proof.Hash, Time: proof.Time, Signature: proof.Signature, Lines: make([]Line, len(lines))}
	for i := range lines {
		l := &lines[i]
		page.Lines[i] = Line{Event: &l.Marked.Event, Digest: l.Digest, Mark: &l.Marked.Mark}
	}
	err = e.ask(ctx, PathOffer, &Offer{Pages: []Page{page}}, &Offered{})
	if err != nil && !final(err) {
		return err
	}
	if err != nil {
		e.opt.Logger.Error("offer refused", "feed", page.Feed, "after", page.After, "error", err)
	}
	m.lacking = m.lacking[1:]
	return nil
}

// proofOf is what the district signed for the marks of a batch, nil when it did
// not or for others.
func (e *Engine) proofOf(b *Batch, done *Pushed) *store.Proof {
	page, whole := b.Marked(done.Marks)
	if done.Proof == nil || !whole || !done.Proof.Proves(page, e.store.Setup().District.SigningKey) {
		return nil
	}
	p := &store.Proof{Journal: b.Journal, After: b.After, Seq: b.Seq(), Epoch: done.Proof.Epoch, Hash: done.Proof.Hash,
		Time: done.Proof.Time, Signature: done.Proof.Signature, Marks: make([]record.Mark, len(done.Marks))}
	for i := range done.Marks {
		p.Marks[i] = done.Marks[i].Mark
	}
	return p
}
