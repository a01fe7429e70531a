package district

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// Tick writes what only time or the district decides, as far as it is due now:
// transfers nobody received, supplements nobody brought, a number two papers
// bear. It says nothing while a new epoch still waits for what the terminals
// hold. Several processes may do it at once.
func (d *District) Tick(ctx context.Context) error {
	if err := d.measureSafety(ctx); err != nil {
		return err
	}
	may, err := d.mayDecide(ctx)
	if err != nil || !may {
		return err
	}
	if err := d.sayDue(ctx); err != nil {
		return fmt.Errorf("write what is due: %w", err)
	}
	if err := d.partNumbers(ctx); err != nil {
		return fmt.Errorf("replace numbers: %w", err)
	}
	return nil
}

// recently is how far back before a new epoch a terminal must have been seen for
// its offer to be waited for.
const recently = 7 * 24 * time.Hour

func (d *District) mayDecide(ctx context.Context) (may bool, err error) {
	err = d.archive.Read(ctx, func(tx archive.Tx) error {
		waiting, err := awaited(tx)
		may = len(waiting) == 0
		return err
	})
	return may, err
}

// awaited lists the terminals whose offer a new epoch still waits for.
func awaited(tx archive.Tx) ([]archive.Terminal, error) {
	text, err := tx.Setting(settingOpened)
	if err != nil || text == "" {
		return nil, err // the first epoch: nobody can hold more
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("read when the epoch was opened: %w", err)
	}
	opened := record.HLC(n)
	epoch, err := tx.Setting(settingEpoch)
	if err != nil {
		return nil, err
	}
	if decide, err := tx.Setting(settingDecide); err != nil || decide == epoch {
		return nil, err
	}
	all, err := tx.Terminals()
	if err != nil {
		return nil, err
	}
	since := record.HLCOf(opened.Time().Add(-recently))
	var list []archive.Terminal
	for _, t := range all {
		if t.Revoked == 0 && t.Certified < opened && t.Seen >= since && t.Offered.String() != epoch {
			list = append(list, t)
		}
	}
	return list, nil
}

// Awaited lists the terminals whose offer a new epoch still waits for before the
// district decides anything of its own.
func (d *District) Awaited(ctx context.Context) (list []archive.Terminal, err error) {
	err = d.archive.Read(ctx, func(tx archive.Tx) error {
		list, err = awaited(tx)
		return err
	})
	return list, err
}

// dueAtOnce is how many files are looked at in one go.
const dueAtOnce = 200

func (d *District) sayDue(ctx context.Context) error {
	for {
		list, stale, more, err := d.findDue(ctx)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			if err := d.say(ctx, list); err != nil {
				return err
			}
		}
		if len(stale) > 0 {
			if err := d.archive.Write(ctx, func(tx archive.Tx) error { return d.settleDue(tx, stale) }); err != nil {
				return err
			}
		}
		if !more {
			return nil
		}
	}
}

// findDue gives what is to be said now, and files about which nothing new is: what
// was due has been said, and changed nothing.
func (d *District) findDue(ctx context.Context) (list []statement, stale []archive.File, more bool, err error) {
	err = d.archive.Read(ctx, func(tx archive.Tx) error {
		list, stale = nil, nil
		o, err := d.organisationIn(tx)
		if err != nil {
			return err
		}
		now := d.Time()
		files, err := tx.Due(now, dueAtOnce)
		if err != nil {
			return err
		}
		more = len(files) == dueAtOnce
		for _, f := range files {
			said, err := d.dueIn(tx, f, o, now)
			if err != nil {
				return err
			}
			if len(said) == 0 {
				stale = append(stale, f)
			}
			list = append(list, said...)
		}
		return nil
	})
	return list, stale, more, err
}

func (d *District) dueIn(tx archive.Tx, f archive.File, o *Organisation, now record.HLC) ([]statement, error) {
	events, err := d.groupAt(tx, f.Row)
	if err != nil {
		return nil, err
	}
	var list []statement
	var ids []uuid.UUID
	for _, p := range record.FoldPersons(events) {
		for _, x := range overduesOf(&p, o.calendar) {
			if x.at <= now {
				s := statement{fact: x.fact, cause: x.cause, at: x.at}
				list, ids = append(list, s), append(ids, s.id())
			}
		}
	}
	known, err := tx.Known(ids)
	if err != nil {
		return nil, err
	}
	unsaid := list[:0]
	for _, s := range list {
		if _, found := known[s.id()]; !found {
			unsaid = append(unsaid, s)
		}
	}
	return unsaid, nil
}

// settleDue takes files off the list for which nothing is left to say.
func (d *District) settleDue(tx archive.Tx, stale []archive.File) error {
	names := make([]record.File, len(stale))
	for i, f := range stale {
		names[i] = f.File
	}
	locked, err := tx.LockFiles(names)
	if err != nil {
		return err
	}
	settled := locked[:0]
	for i, f := range locked {
		if f.Standing.Due == stale[i].Standing.Due { // nobody has written meanwhile
			f.Standing.Due = 0
			settled = append(settled, f)
		}
	}
	return tx.PutStandings(settled)
}

// measureSafety notes for the metrics how far the second copy is behind.
func (d *District) measureSafety(ctx context.Context) error {
	safe, err := d.archive.Safe(ctx)
	if err != nil {
		return fmt.Errorf("measure safety: %w", err)
	}
	if safe == nil {
		d.safe.lag.Store(-1)
		return nil
	}
	return d.archive.Read(ctx, func(tx archive.Tx) error {
		all, err := tx.Journals()
		var lag int64
		for _, j := range all {
			lag += max(j.Head-safe[j.ID], 0)
		}
		d.safe.lag.Store(lag)
		return err
	})
}
