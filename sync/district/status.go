package district

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// Status is how the district stands, for its technician.
type Status struct {
	Name      string         `json:"name"`
	Address   string         `json:"address"`
	Demo      bool           `json:"demo,omitempty"`
	Time      record.HLC     `json:"time"`
	Epoch     uuid.UUID      `json:"epoch"`
	Counts    archive.Counts `json:"counts"`
	Members   int            `json:"members"` // of staff
	Terminals int            `json:"terminals"`
	Silent    int            `json:"silent"`  // in use, and not heard of for a day
	Waiting   int            `json:"waiting"` // events terminals said they still have to hand in
	OpenCodes int            `json:"openCodes"`
	Copied    bool           `json:"copied"` // a second copy is kept and read back
	Unsafe    int64          `json:"unsafe"` // entries received that no second copy holds yet
}

// silentAfter is how long a terminal may say nothing before it is counted.
const silentAfter = 24 * time.Hour

// Status reads how the district stands.
func (d *District) Status(ctx context.Context) (Status, error) {
	s := Status{Name: d.secrets.Name, Address: d.secrets.Address, Demo: d.secrets.Demo, Time: d.Time()}
	org, err := d.Organisation(ctx)
	if err != nil {
		return s, err
	}
	s.Members = len(org.members())
	terminals, err := d.TerminalStates(ctx)
	if err != nil {
		return s, err
	}
	s.count(terminals, d.now())
	safe, err := d.archive.Safe(ctx)
	if err != nil {
		return s, fmt.Errorf("ask for second copy: %w", err)
	}
	s.Copied = safe != nil
	err = d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		if s.Epoch, err = epochIn(tx); err != nil {
			return err
		}
		if s.Counts, err = tx.Counts(); err != nil {
			return err
		}
		journals, err := tx.Journals()
		s.Unsafe = 0
		for _, j := range journals {
			s.Unsafe += j.Head - min(safe[j.ID], j.Head)
		}
		return err
	})
	if err != nil {
		return s, fmt.Errorf("read status: %w", err)
	}
	return s, nil
}

func (s *Status) count(terminals []TerminalState, now time.Time) {
	for _, t := range terminals {
		switch {
		case t.ID == uuid.Nil:
			s.OpenCodes++
			continue
		case t.Revoked != 0:
			continue
		}
		s.Terminals++
		s.Waiting += t.Waiting
		if now.Sub(t.Seen.Time()) > silentAfter {
			s.Silent++
		}
	}
}
