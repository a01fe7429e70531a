package store

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/vault"
)

// pieceMost is how many events are written in one transaction: some
// milliseconds' work, and less as soon as somebody waits.
const pieceMost = 128

// ready is an event with all done that needs no turn to write.
type ready struct {
	Line
	digest  record.Hash
	content []byte // sealed; nil for an erased event
	known   bool   // its id is here already
	newAct  bool   // nothing of its act was here
	file    int64  // row of its file; 0 when there was none
}

// batch is a stretch of whole acts made ready.
type batch struct {
	events []ready
	asOf   int64 // what filesMade was before the rows were looked up
	err    error
}

// page is what is known of a page while its pieces are written.
type page struct {
	from   int // events before this one are stored
	files  map[record.File]int64
	acts   map[uuid.UUID]bool
	events map[uuid.UUID]bool
	asOf   int64 // what filesMade was when files was begun
}

// takePieces stores events of others with the district's marks, in pieces that
// end with an act, each a transaction of its own. Between them, and as soon as
// somebody waits, saves go first. of is the page of a feed they are the lines of,
// whose position goes on in each of the transactions; nil where they come from
// elsewhere. When takePieces returns nil all is on disk; lists and search show it
// after [Store.foldStored]. What was stored before an error stays.
func (s *Store) takePieces(ctx context.Context, events []Line, of *Page) error {
	s.takes.Lock()
	defer s.takes.Unlock()
	if s.opt.ReadOnly {
		return fault(Unavailable, KeyDamaged)
	}
	o, err := s.unlocked()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	batches := make(chan batch, 2)
	defer func() { // nothing reads any more when takePieces has returned
		cancel()
		for range batches {
		}
	}()
	go func() {
		defer close(batches)
		s.makeReady(ctx, o.keys, events, batches)
	}()
	p := &page{files: map[record.File]int64{}, acts: map[uuid.UUID]bool{}, events: map[uuid.UUID]bool{}, asOf: s.filesMade.Load()}
	if len(events) == 0 {
		_, err := s.takePiece(ctx, o, p, batch{asOf: p.asOf}, synced, of)
		return err
	}
	for b := range batches {
		if b.err != nil {
			return b.err
		}
		for len(b.events) > 0 {
			how := written
			if p.from+len(b.events) == len(events) {
				how = synced
			}
			n, err := s.takePiece(ctx, o, p, b, how, of)
			if err != nil {
				return err
			}
			b.events, p.from = b.events[n:], p.from+n
		}
	}
	return ctx.Err()
}

// makeReady works through a page ahead of the writing.
func (s *Store) makeReady(ctx context.Context, keys *vault.Keys, events []Line, to chan<- batch) {
	for len(events) > 0 {
		n := min(pieceMost, len(events))
		for n < len(events) && sameAct(&events[n-1], &events[n]) {
			n++
		}
		b := batch{events: make([]ready, n), asOf: s.filesMade.Load()}
		b.err = s.look(ctx, nil, func(v *view) error { return v.findRows(events[:n], b.events) })
		for i := 0; i < n && b.err == nil; i++ {
			if b.err = s.turns.giveWay(ctx); b.err == nil {
				b.err = b.events[i].seal(keys)
			}
		}
		select {
		case to <- b:
		case <-ctx.Done():
			return
		}
		if b.err != nil {
			return
		}
		events = events[n:]
	}
}

func (r *ready) seal(keys *vault.Keys) (err error) {
	switch {
	case r.Directory != nil:
	case r.Digest != nil:
		r.digest = *r.Digest
	default:
		r.digest = r.Marked.Event.Digest()
		if !r.known {
			r.content, err = sealContent(keys, &r.Marked.Event)
		}
	}
	return err
}

// findRows looks up what is here of a page's events.
func (v *view) findRows(events []Line, into []ready) error {
	for i := range into {
		r, e := &into[i], &events[i].Marked.Event
		r.Line = events[i]
		r.Marked.Mark.Provisional = false
		if r.Directory != nil {
			continue
		}
		var row int64
		var err error
		if r.known, err = v.row(`SELECT id FROM event WHERE uuid = $1`, []any{e.ID[:]}, &row); err != nil {
			return err
		}
		if r.file, err = v.fileID(e.File); err != nil {
			return err
		}
		if i > 0 && sameAct(&events[i-1], &events[i]) {
			r.newAct = into[i-1].newAct
			continue
		}
		found, err := v.row(`SELECT id FROM act WHERE uuid = $1`, []any{e.Act[:]}, &row)
		if err != nil {
			return err
		}
		r.newAct = !found
	}
	return nil
}

// takePiece writes as many whole acts of a batch as nobody has to wait for, one
// at least.
func (s *Store) takePiece(ctx context.Context, o *opened, p *page, b batch, how durability,
	of *Page) (n int, err error) {
	if err := s.turns.giveWay(ctx); err != nil {
		return 0, err
	}
	err = s.commit(ctx, o, how, func(w *writing) error {
		p.begin(w)
		n = 0
		if of != nil {
			if n, err = of.joins(w, p.from); err != nil {
				return err
			}
			n = min(n, len(b.events))
		}
		for held := n; n < len(b.events); n++ {
			if n > held && !sameAct(&b.events[n-1].Line, &b.events[n].Line) && s.turns.taken() {
				break
			}
			row, err := w.takeReady(p, &b.events[n], s.filesMade.Load() == b.asOf)
			if err == nil && of != nil && row != 0 {
				err = of.note(w, p.from+n, row)
			}
			if err != nil {
				return err
			}
		}
		if err := w.leaveUnfolded(); err != nil {
			return err
		}
		w.filesMade = 0 // the page knows of them
		if of == nil {
			return nil
		}
		return of.moved(w, p.from+n)
	})
	return n, err
}

// begin lets a piece use what was learnt in those before it, unless others have
// made or taken away files meanwhile.
func (p *page) begin(w *writing) {
	if now := w.s.filesMade.Load(); now != p.asOf {
		clear(p.files)
		p.asOf = now
	}
	w.files = p.files
}

// takeReady stores one line and gives the row of its event, 0 for a line of the
// directory. sure says that its file was looked up and nobody has made it since.
func (w *writing) takeReady(p *page, r *ready, sure bool) (row int64, err error) {
	if r.Directory != nil {
		return 0, w.list(r.Directory)
	}
	e, mark := &r.Marked.Event, r.Marked.Mark
	if r.known || p.events[e.ID] {
		known, found, err := w.findEvent(e.ID)
		if err != nil {
			return 0, err
		}
		if found {
			return known.id, w.againReady(&known, r)
		}
	}
	p.events[e.ID] = true
	w.hear(mark.Effective)
	late := r.Digest != nil // erased before it came
	if !late {
		if late, err = w.late(&r.Marked); err != nil {
			return 0, err
		}
	}
	if late {
		return w.insertEmpty(e, mark, r.digest)
	}
	if err := w.knowFile(e.File, r.file, sure); err != nil {
		return 0, err
	}
	newAct := r.newAct && !p.acts[e.Act]
	p.acts[e.Act] = true
	if row, err = w.insertEvent(e, mark, r.digest, r.content, newAct); err != nil {
		return 0, err
	}
	w.keep(e)
	return row, w.noteUnread(e, row)
}

// againReady: an erased line still tells whether it is the event that is here.
// When it is not, nothing is left that could be kept beside.
func (w *writing) againReady(known *eventRow, r *ready) error {
	if r.Digest == nil {
		return w.again(known, r.Marked, r.digest)
	}
	if identity(&known.event, known.digest) != identity(&r.Marked.Event, r.digest) {
		return nil
	}
	return w.remark(known, r.Marked.Mark)
}

// knowFile spares looking up a file once more. row is what was found, 0 for
// none; sure says that it still holds.
func (w *writing) knowFile(f record.File, row int64, sure bool) error {
	if _, known := w.files[f]; known || !sure {
		return nil
	}
	if row != 0 {
		w.files[f] = row
		return nil
	}
	kind, err := w.word(string(f.Kind))
	if err != nil {
		return err
	}
	_, err = w.newFile(f, kind)
	return err
}

// keep notes the files in which an event stands, to be folded later. What
// decides who may do what, as the other files do, counts at once.
func (w *writing) keep(e *record.Event) {
	w.keepFile(e.File)
	if also, two := record.Also(e); two {
		w.keepFile(also)
	}
}

func (w *writing) keepFile(f record.File) {
	switch {
	case !foldedLater(f):
		w.touch(f)
	case len(w.stored) == 0 || w.stored[len(w.stored)-1] != f:
		w.stored = append(w.stored, f)
	}
}

func foldedLater(f record.File) bool {
	return f.Kind == record.KindPerson || f.Kind == record.KindService
}

// leaveUnfolded notes on disk what [Store.foldStored] has to do, and does what
// must not wait.
func (w *writing) leaveUnfolded() error {
	if err := w.remarkFollowers(); err != nil {
		return err
	}
	for _, f := range w.touched {
		if foldedLater(f) {
			w.stored = append(w.stored, f)
		}
	}
	w.touched = slices.DeleteFunc(w.touched, foldedLater)
	for _, f := range w.stored {
		row, err := w.file(f)
		if err != nil {
			return err
		}
		if _, err := w.exec(`INSERT INTO unfolded (file) VALUES ($1) ON CONFLICT DO NOTHING`, row); err != nil {
			return err
		}
	}
	_, err := w.project()
	return err
}
