package district

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

const (
	settingEpochs = "epochs" // the epochs before the present one, in order
	settingOpened = "opened" // when the present one was opened by a restore, a clock reading
	settingDecide = "decide" // the epoch in which an administrator said not to wait for offers
)

// OpenEpoch begins a new history: after a restore, or as soon as it shows that
// the archive was set back. Positions of the one before agree as far as their
// hashes do.
func OpenEpoch(tx archive.Tx, at record.HLC) (uuid.UUID, error) {
	before, err := tx.Setting(settingEpoch)
	if err != nil {
		return uuid.Nil, err
	}
	earlier, err := tx.Setting(settingEpochs)
	if err != nil {
		return uuid.Nil, err
	}
	epoch := uuid.New()
	for _, s := range [][2]string{{settingEpoch, epoch.String()}, {settingEpochs, strings.TrimSpace(earlier + " " + before)},
		{settingOpened, strconv.FormatUint(uint64(at), 10)}} {
		if err := tx.PutSetting(s[0], s[1]); err != nil {
			return uuid.Nil, fmt.Errorf("open epoch: %w", err)
		}
	}
	return epoch, nil
}

// DecideNow lets the district decide again (time-outs, seats) without waiting for
// the terminals of the last seven days to offer what they hold: an
// administrator's word.
func (d *District) DecideNow(ctx context.Context) error {
	return d.archive.Write(ctx, func(tx archive.Tx) error {
		epoch, err := tx.Setting(settingEpoch)
		if err != nil {
			return err
		}
		return tx.PutSetting(settingDecide, epoch)
	})
}

// checkReceipt looks at the latest receipt a terminal holds. One that we signed
// for entries we do not have says that this archive was set back without anybody
// telling it.
func (d *District) checkReceipt(ctx context.Context, who *asked, r *sync.Receipt) error {
	public := d.publicKey()
	if r == nil || r.Terminal != who.terminal.ID || !r.Verify(public) {
		return nil
	}
	d.clock.hear(r.Time)
	lost := false
	err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		lost, err = lostBehind(tx, r)
		return err
	})
	if err != nil || !lost {
		return err
	}
	return d.archive.Write(ctx, func(tx archive.Tx) error {
		if lost, err := lostBehind(tx, r); err != nil || !lost {
			return err // another terminal showed it first
		}
		epoch, err := OpenEpoch(tx, d.Time())
		if err == nil {
			d.log.Warn("archive was set back: new epoch", "epoch", epoch, "terminal", who.terminal.ID, "journal", r.Journal, "seq", r.Seq)
		}
		return err
	})
}

// lostBehind: entries of the receipt are not held, and no epoch has been opened
// since it was signed.
func lostBehind(tx archive.Tx, r *sync.Receipt) (bool, error) {
	j, err := tx.Journal(r.Journal)
	if err != nil {
		return false, err
	}
	if j.Head >= r.Seq {
		held, err := hashOf(tx, r.Journal, r.Seq, r.Hash)
		if err != nil || held || r.Seq == 0 {
			return false, err
		}
	}
	before, err := tx.Setting(settingEpochs)
	return !slices.Contains(strings.Fields(before), r.Epoch.String()), err
}

// agree finds the last of the asked positions that this history has with the same
// hash.
func (d *District) agree(ctx context.Context, who *asked, h *sync.Heads) (any, error) {
	best := &sync.HeadsAgree{}
	err := d.archive.Read(ctx, func(tx archive.Tx) error {
		feeds, err := d.reads(tx, who)
		if err != nil {
			return err
		}
		if !slices.Contains(feeds, h.Feed) {
			return &sync.Refusal{Code: sync.NotYours, Detail: "feed"}
		}
		best.Position = 0 // anew at each run
		for _, at := range h.At {
			if at.Position <= best.Position {
				continue
			}
			hash, found, err := tx.LineHash(h.Feed, at.Position)
			if err != nil {
				return err
			}
			if found && hash == at.Hash {
				best.Position = at.Position
			}
		}
		return nil
	})
	return best, err
}

// offer takes back what this district gave out in an earlier epoch and lost: it
// knows its signature. Events and marks are taken as they were, whoever wrote
// them.
func (d *District) offer(ctx context.Context, who *asked, o *sync.Offer) (any, error) {
	taken := &sync.Offered{}
	for i := range o.Pages {
		n, err := d.takeBack(ctx, &o.Pages[i])
		if err != nil {
			return nil, err
		}
		taken.Taken += n
	}
	if !o.Done {
		return taken, nil
	}
	return taken, d.archive.Write(ctx, func(tx archive.Tx) error {
		t, known, err := tx.Terminal(who.terminal.ID)
		if err != nil || !known {
			return err
		}
		if t.Offered, err = epochIn(tx); err != nil {
			return err
		}
		return tx.PutTerminal(t)
	})
}

// takeBack takes the events of one page that leads from its beginning to what we
// signed. Directory lines are left out: they follow from the events.
func (d *District) takeBack(ctx context.Context, p *sync.Page) (int, error) {
	if !p.Verify(d.publicKey()) {
		return 0, &sync.Refusal{Code: sync.BadSignature}
	}
	if p.Chain(p.Before) != p.Hash || p.Position != p.After+int64(len(p.Lines)) {
		return 0, &sync.Refusal{Code: sync.BrokenChain}
	}
	d.clock.hear(p.Time)
	var entries []sync.Entry
	var marks []*record.Mark
	for i := range p.Lines {
		if l := &p.Lines[i]; l.Event != nil && l.Mark != nil {
			entries = append(entries, sync.Entry{Event: *l.Event, Digest: l.Digest})
			marks = append(marks, l.Mark)
		}
	}
	if len(entries) == 0 {
		return 0, nil
	}
	s := d.arrive(entries)
	for i := range s.events {
		s.events[i].mark = marks[i]
	}
	done, err := d.take(ctx, &s)
	if err != nil {
		return 0, err
	}
	return done.fresh, nil
}
