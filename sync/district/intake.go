package district

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// intake is one transaction that takes a stretch in. Rows are taken in one order:
// the journal, the files, the events, the feeds.
type intake struct {
	d        *District
	tx       archive.Tx
	s        *stretch
	journal  archive.Journal
	received record.HLC
	org      *Organisation
	erased   map[uuid.UUID]record.HLC // person → up to when
	files    map[record.File]*file
	order    []*file  // in the order they were touched
	fresh    []*entry // events that were not here
	entries  []*entry // all of the stretch behind what was held already
	remarked []*entry // known events whose mark another one has taken over from
	numbers  []archive.Number
	after    int64 // where the stretch goes on, in the journal
	skipped  int   // entries held already
}

// entry is one event of the stretch on its way into the archive.
type entry struct {
	*arrived
	row   archive.Event
	known bool   // was here before, or earlier in this stretch
	same  *entry // the earlier one of this stretch
	file  *file  // nil once erased
	empty bool   // to be stored without content
}

// taken is what became of a stretch.
type taken struct {
	journal archive.Journal
	marks   []sync.Given // of all its entries
	differs bool         // one of them is held otherwise: the first that came counts
	fresh   int
	feeds   map[string]int64 // that have gone on, and how far
	last    record.HLC
}

// take is the one way in, for pushes, couriers, offers and the district's own
// events: either all of the stretch is on disk when it returns, or nothing is.
// Errors that are a [sync.Refusal] are for whoever sent it.
func (d *District) take(ctx context.Context, s *stretch) (*taken, error) {
	var out *taken
	err := d.archive.Write(ctx, func(tx archive.Tx) (err error) {
		in := &intake{d: d, tx: tx, s: s, files: map[record.File]*file{}}
		out, err = in.run()
		return err
	})
	if err != nil {
		return nil, err
	}
	d.clock.hear(out.last)
	d.news.moved(out.feeds)
	d.metrics.took(len(s.events), out.fresh)
	return out, nil
}

func (in *intake) run() (*taken, error) {
	for _, step := range []func() error{in.join, in.look, in.lockFiles, in.markAll, in.keep} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	feeds, err := in.project()
	if err != nil {
		return nil, err
	}
	if in.s.journal != uuid.Nil && len(in.entries) > 0 {
		if err := in.tx.PutJournal(in.journal); err != nil {
			return nil, err
		}
	}
	marks, err := in.marks()
	if err != nil {
		return nil, err
	}
	if in.s.also != nil {
		if err := in.s.also(in.tx, in.lastGiven()); err != nil {
			return nil, err
		}
	}
	return &taken{journal: in.journal, marks: marks, differs: in.differs(), fresh: len(in.fresh), feeds: feeds, last: in.lastGiven()}, nil
}

// join finds out how much of the stretch is held already, and refuses one that
// does not go on behind what is.
func (in *intake) join() (err error) {
	s := in.s
	if s.journal == uuid.Nil {
		return nil
	}
	if in.journal, err = in.tx.LockJournal(s.journal); err != nil {
		return err
	}
	j := &in.journal
	if j.Terminal == uuid.Nil {
		j.ID, j.Terminal = s.journal, s.terminal
	}
	if s.own() {
		in.after = j.Head
		return nil
	}
	if in.after = s.after; j.Terminal != s.terminal {
		return &sync.Refusal{Code: sync.NotYours, Detail: "another terminal's journal"}
	}
	joins, err := in.joins()
	if err != nil {
		return err
	}
	if !joins {
		return &sync.Refusal{Code: sync.NotJoined, Joint: &sync.Joint{Journal: j.ID, Seq: j.Head, Hash: j.Hash}}
	}
	in.skipped = int(min(j.Head-s.after, int64(len(s.events))))
	return nil
}

// joins compares the stretch with what is held where the two overlap: at its
// beginning, and at its end or at the head, whichever comes first.
func (in *intake) joins() (bool, error) {
	s, j := in.s, &in.journal
	end, hash := s.last()
	switch {
	case s.after > j.Head:
		return false, nil
	case s.after == j.Head:
		return s.previous == j.Hash, nil
	}
	if begins, err := in.held(s.after, s.previous); err != nil || !begins {
		return false, err
	}
	if end <= j.Head {
		return in.held(end, hash)
	}
	return s.events[j.Head-s.after-1].chain == j.Hash, nil
}

func (in *intake) held(seq int64, hash record.Hash) (bool, error) {
	if seq == 0 {
		return hash == record.Hash{}, nil
	}
	have, found, err := in.tx.HashAt(in.s.journal, seq)
	return found && have == hash, err
}

// look asks which of the events are here already, and what is known of the
// organisation at this moment.
func (in *intake) look() (err error) {
	if in.org, err = in.d.organisationIn(in.tx); err != nil {
		return err
	}
	coming := in.s.events[in.skipped:]
	ids := make([]uuid.UUID, len(coming))
	for i := range coming {
		ids[i] = coming[i].event.ID
	}
	known, err := in.tx.Known(ids)
	if err != nil {
		return err
	}
	in.sort(coming, known)
	if in.s.own() {
		in.chainOwn()
	}
	return nil
}

// chainOwn gives the district's own events their hashes, which nobody could know
// before the journal was locked.
func (in *intake) chainOwn() {
	hash := in.journal.Hash
	for _, e := range in.fresh {
		hash = e.event.ChainHash(hash, e.digest)
		e.chain = hash
	}
}

// sort tells what is new from what is known. What the district says itself and is
// known was said by another process: it is not said again.
func (in *intake) sort(coming []arrived, known map[uuid.UUID]archive.Event) {
	first := map[uuid.UUID]*entry{}
	for i := range coming {
		e := &entry{arrived: &coming[i]}
		e.row, e.known = known[e.event.ID]
		if e.same = first[e.event.ID]; e.same != nil {
			e.known = true
		}
		if e.known && in.s.own() {
			continue
		}
		first[e.event.ID] = e
		in.entries = append(in.entries, e)
		switch {
		case !e.known:
			in.fresh = append(in.fresh, e)
		case e.same == nil && e.mark != nil && e.row.Identity() == e.identity:
			in.meet(e)
		}
	}
}

// meet lets two marks of one event become one: the same rule holds at every
// replica, so all end with the same.
func (in *intake) meet(e *entry) {
	if merged := e.row.Mark.Merge(*e.mark); merged != e.row.Mark {
		e.row.Mark = merged
		in.remarked = append(in.remarked, e)
	}
}

// lastGiven is the latest effective time the stretch was given.
func (in *intake) lastGiven() record.HLC {
	last := in.received
	for _, e := range in.fresh {
		last = max(last, e.row.Mark.Effective)
	}
	return last
}

// differs: what came is not what is held under its id.
func (in *intake) differs() bool {
	return slices.ContainsFunc(in.entries, func(e *entry) bool { return e.row.Identity() != e.identity })
}

// marks are those of all entries behind the stretch's beginning.
func (in *intake) marks() ([]sync.Given, error) {
	if in.s.journal == uuid.Nil || in.s.own() {
		return nil, nil
	}
	given := make([]sync.Given, 0, len(in.s.events))
	if in.skipped > 0 {
		held, err := in.tx.MarksAfter(in.s.journal, in.s.after, in.s.after+int64(in.skipped))
		if err != nil {
			return nil, err
		}
		for i := range held {
			given = append(given, sync.Given{Event: held[i].Header.ID, Mark: held[i].Mark})
		}
	}
	for _, e := range in.entries {
		given = append(given, sync.Given{Event: e.event.ID, Mark: e.row.Mark})
	}
	return slices.Clip(given), nil
}
