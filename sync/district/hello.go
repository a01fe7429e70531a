package district

import (
	"context"
	stdsync "sync"

	"github.com/google/uuid"

	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// hello takes note of how a terminal stands, and gives what does not travel in
// feeds.
func (d *District) hello(ctx context.Context, who *asked, h *sync.Hello) (any, error) {
	if err := d.checkReceipt(ctx, who, h.Receipt); err != nil {
		return nil, err
	}
	w := &sync.Welcome{}
	err := d.archive.Read(ctx, func(tx archive.Tx) error { return d.welcome(tx, who, h, w) })
	if err != nil {
		return nil, err
	}
	if err := d.seen(ctx, who, h, w); err != nil {
		return nil, err
	}
	d.journals.note(who.terminal.ID, h.Journal)
	w.Time = d.Time()
	w.Sign(d.secrets.Signing)
	return w, nil
}

func (d *District) welcome(tx archive.Tx, who *asked, h *sync.Hello, w *sync.Welcome) (err error) {
	*w = sync.Welcome{} // anew at each run
	if w.Epoch, err = epochIn(tx); err != nil {
		return err
	}
	if w.Feeds, err = d.reads(tx, who); err != nil {
		return err
	}
	if w.Staffing, err = d.staffPackIn(tx, who.terminal.Centre, h.Staffing); err != nil {
		return err
	}
	heads, err := tx.FeedHeads(w.Feeds)
	if err != nil {
		return err
	}
	for _, head := range heads {
		w.Lines += head.Position
	}
	erased, err := tx.Erasures(h.Erased)
	if err != nil {
		return err
	}
	for _, e := range erased {
		w.Erasures = append(w.Erasures, sync.Erasure(e))
	}
	j, err := tx.Journal(h.Journal)
	if err == nil && j.Terminal == who.terminal.ID {
		w.Journal = &sync.Joint{Journal: j.ID, Seq: j.Head, Hash: j.Hash}
	}
	return err
}

// seen writes down when and how the terminal was heard of, and gives a copy its
// fresh number.
func (d *District) seen(ctx context.Context, who *asked, h *sync.Hello, w *sync.Welcome) error {
	return d.archive.Write(ctx, func(tx archive.Tx) error {
		number := 0
		if h.Copied && !d.secrets.Demo {
			var err error
			if number, err = d.freshNumber(tx, who.terminal); err != nil {
				return err
			}
		}
		t, known, err := tx.Terminal(who.terminal.ID)
		if err != nil || !known {
			return err
		}
		if w.Number = number; number != 0 {
			t.Number = number
		}
		t.Seen, t.Program, t.Waiting = d.Time(), h.Program, h.Waiting
		return tx.PutTerminal(t)
	})
}

// journals remembers which journal a terminal wrote last, as far as this process
// has heard.
type journals struct {
	mu stdsync.Mutex
	of map[uuid.UUID]uuid.UUID
}

func (j *journals) note(terminal, journal uuid.UUID) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.of == nil {
		j.of = map[uuid.UUID]uuid.UUID{}
	}
	j.of[terminal] = journal
}

func (j *journals) last(terminal uuid.UUID) (uuid.UUID, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	id, known := j.of[terminal]
	return id, known
}
