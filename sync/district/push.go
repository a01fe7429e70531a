package district

import (
	"context"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// push takes in a stretch of the terminal's journal and answers with its marks
// and a receipt.
func (d *District) push(ctx context.Context, who *asked, b *sync.Batch) (any, error) {
	if b.Journal == uuid.Nil || b.After < 0 || b.Last != b.Chain() && len(b.Entries) > 0 {
		return nil, &sync.Refusal{Code: sync.BrokenChain}
	}
	if !b.Verify(who.terminal.Public) {
		return nil, &sync.Refusal{Code: sync.BadSignature}
	}
	s := d.arrive(b.Entries)
	s.journal, s.terminal, s.centre = b.Journal, who.terminal.ID, who.terminal.Centre
	s.after, s.previous = b.After, b.Previous
	chain(b.Previous, s.events)
	if !b.ClockSet {
		s.errorMS = b.Now.Time().Sub(d.now()).Milliseconds()
	}
	done, err := d.take(ctx, &s)
	if err != nil {
		return nil, err
	}
	d.journals.note(who.terminal.ID, b.Journal)
	// More may be held when this is an old piece sent again. What is signed for is
	// what has its marks in the answer: a terminal must not count the rest as marked.
	done.journal.Head, done.journal.Hash = s.last()
	receipt, err := d.receipt(ctx, done.journal)
	if err != nil {
		return nil, err
	}
	answer := &sync.Pushed{Receipt: *receipt, Marks: done.marks}
	if page, whole := b.Marked(done.marks); whole && !done.differs {
		page.Epoch, page.Time = receipt.Epoch, receipt.Time
		answer.Proof = page.Prove(d.secrets.Signing)
	}
	return answer, nil
}

// receipt signs for what is held of a journal.
func (d *District) receipt(ctx context.Context, j archive.Journal) (*sync.Receipt, error) {
	epoch, err := d.epoch(ctx)
	if err != nil {
		return nil, err
	}
	r := &sync.Receipt{Journal: j.ID, Terminal: j.Terminal, Seq: j.Head, Hash: j.Hash,
		Safe: min(d.safeUpTo(ctx, j.ID), j.Head), Time: d.Time(), Epoch: epoch}
	r.Sign(d.secrets.Signing)
	return r, nil
}

// lacks tells which events the district has never seen.
func (d *District) lacks(ctx context.Context, _ *asked, q *sync.Lacks) (any, error) {
	var known map[uuid.UUID]archive.Event
	err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		known, err = tx.Known(q.Events)
		return err
	})
	if err != nil {
		return nil, err
	}
	lacking := &sync.Lacking{Events: []uuid.UUID{}}
	for _, id := range q.Events {
		if _, found := known[id]; !found {
			lacking.Events = append(lacking.Events, id)
		}
	}
	return lacking, nil
}

// hashOf says whether the district holds an entry with that hash.
func hashOf(tx archive.Tx, journal uuid.UUID, seq int64, hash record.Hash) (bool, error) {
	if seq == 0 {
		return hash == record.Hash{}, nil
	}
	have, found, err := tx.HashAt(journal, seq)
	return found && have == hash, err
}
