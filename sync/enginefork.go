package sync

import (
	"context"
	"fmt"

	"github.com/google/uuid"
)

// forking is what is done when the district holds another history of this
// terminal's journal: it is asked which of the events that wait it lacks, and those
// go on in a new journal.
type forking struct {
	journal uuid.UUID
	ask     []uuid.UUID // still to be asked about
	held    []uuid.UUID
}

// lacksAtOnce is how many events are asked about in one exchange.
const lacksAtOnce = 4096

// rejoin acts on how far the district says it holds the journal.
func (e *Engine) rejoin(ctx context.Context, journal uuid.UUID, j *Joint) error {
	if j == nil { // nothing of it, or nothing any more
		j = &Joint{Journal: journal}
	}
	if j.Journal != journal {
		return &Trouble{FalseSignature, fmt.Errorf("joint of another journal")}
	}
	joins, err := e.store.Joins(ctx, journal, j.Seq, j.Hash)
	if err != nil || joins || e.store.Head().Journal != journal {
		return err
	}
	f := &forking{journal: journal}
	if f.journal, f.ask, err = e.store.UnsentIDs(ctx); err != nil {
		return err
	}
	e.opt.Logger.Warn("journal forked", "journal", journal, "district", j.Seq, "head", e.store.Head().Seq, "waiting", len(f.ask))
	e.forking = f
	return nil
}

// fork asks about the next events, and then opens the new journal.
func (e *Engine) fork(ctx context.Context) (bool, error) {
	f := e.forking
	if f == nil {
		return false, nil
	}
	if len(f.ask) > 0 {
		some := f.ask[:min(lacksAtOnce, len(f.ask))]
		var lacking Lacking
		if err := e.ask(ctx, PathLacks, &Lacks{Events: some}, &lacking); err != nil {
			return false, err
		}
		f.note(some, lacking.Events)
		return true, nil
	}
	if err := e.store.NewJournal(ctx, f.journal, f.held); err != nil {
		return false, err
	}
	e.forking = nil
	e.greeted = false // a fresh number comes with the next hello
	return false, nil
}

// note takes an answer: what the district does not lack it holds.
func (f *forking) note(asked, lacking []uuid.UUID) {
	lacks := make(map[uuid.UUID]bool, len(lacking))
	for _, id := range lacking {
		lacks[id] = true
	}
	for _, id := range asked {
		if !lacks[id] {
			f.held = append(f.held, id)
		}
	}
	f.ask = f.ask[len(asked):]
}
