package district

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// TerminalState is a terminal, or a set-up code that none has used yet.
type TerminalState struct {
	ID      uuid.UUID  `json:"id,omitzero"` // zero: code not used yet
	Centre  uuid.UUID  `json:"centre"`
	Name    string     `json:"name"` // of the centre
	Town    string     `json:"town"`
	Number  int        `json:"number"`
	Since   record.HLC `json:"since"`            // when it was certified, or the code was made
	Seen    record.HLC `json:"seen,omitzero"`    // zero: never
	Revoked record.HLC `json:"revoked,omitzero"` // zero: in use
	Program string     `json:"program,omitempty"`
	Waiting int        `json:"waiting"` // events it had not handed in when it last said so
}

// TerminalStates lists terminals and open codes by town and number.
func (d *District) TerminalStates(ctx context.Context) ([]TerminalState, error) {
	org, err := d.Organisation(ctx)
	if err != nil {
		return nil, err
	}
	var list []TerminalState
	err = d.archive.Read(ctx, func(tx archive.Tx) error {
		list = nil
		terminals, err := tx.Terminals()
		if err != nil {
			return err
		}
		codes, err := tx.Codes()
		if err != nil {
			return err
		}
		for _, t := range terminals {
			list = append(list, TerminalState{ID: t.ID, Centre: t.Centre, Number: t.Number, Since: t.Certified,
				Seen: t.Seen, Revoked: t.Revoked, Program: t.Program, Waiting: t.Waiting})
		}
		for _, c := range codes {
			if c.Terminal == uuid.Nil {
				list = append(list, TerminalState{Centre: c.Centre, Number: c.Number, Since: c.Made})
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list terminals: %w", err)
	}
	for i := range list {
		centre := org.Centres[list[i].Centre]
		list[i].Name, list[i].Town = centre.Name, centre.Town
	}
	slices.SortFunc(list, func(a, b TerminalState) int {
		return cmp.Or(cmp.Compare(a.Town, b.Town), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Since, b.Since))
	})
	return list, nil
}

// Revoke takes a terminal out of service: no exchange of it is carried out any
// more. What it recorded stays. [UnknownTerminal] when there is none of that id.
// Doing it again changes nothing.
func (d *District) Revoke(ctx context.Context, id uuid.UUID) error {
	err := d.archive.Write(ctx, func(tx archive.Tx) error {
		t, known, err := tx.Terminal(id)
		if err != nil {
			return err
		}
		if !known {
			return UnknownTerminal
		}
		if t.Revoked != 0 {
			return nil
		}
		t.Revoked = d.Time()
		return tx.PutTerminal(t)
	})
	if err != nil {
		return fmt.Errorf("revoke terminal %s: %w", id, err)
	}
	return nil
}
