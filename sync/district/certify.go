package district

import (
	"bytes"
	"context"

	"github.com/google/uuid"

	"ruhui/store/setup"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// setup gives a set-up file to whoever can prove the code that opens it, until a
// terminal has used it.
func (d *District) setup(ctx context.Context, _ *asked, q *sync.SetupAsked) (any, error) {
	var code archive.Code
	err := d.archive.Write(ctx, func(tx archive.Tx) (err error) {
		var known bool
		code, known, err = tx.LockCode(q.Proof)
		if err == nil && (!known || code.Terminal != uuid.Nil || len(code.File) == 0) {
			err = &sync.Refusal{Code: sync.CodeUsed}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return plainFile(code.File), nil
}

// certify joins a terminal's keys to its code. The same terminal may ask again:
// it never heard the answer.
func (d *District) certify(ctx context.Context, _ *asked, c *sync.Certify) (any, error) {
	switch {
	case !c.Verify():
		return nil, &sync.Refusal{Code: sync.BadSignature}
	case (c.Number == setup.DemoTerminal) != d.secrets.Demo:
		return nil, &sync.Refusal{Code: sync.OtherWorld}
	case c.Terminal == uuid.Nil || c.Terminal == ownTerminal:
		return nil, &sync.Refusal{Code: sync.BadMessage, Detail: "terminal"}
	}
	var epoch uuid.UUID
	err := d.archive.Write(ctx, func(tx archive.Tx) (err error) {
		if epoch, err = epochIn(tx); err != nil {
			return err
		}
		return d.join(tx, c)
	})
	if err != nil {
		return nil, err
	}
	return &sync.Certified{Terminal: c.Terminal, Time: d.Time(), Epoch: epoch}, nil
}

func (d *District) join(tx archive.Tx, c *sync.Certify) error {
	code, known, err := tx.LockCode(c.Proof)
	switch {
	case err != nil:
		return err
	// Its number may be another by now: a copy is given a fresh one, and a district
	// that was set back does not know.
	case !known, code.Centre != c.Centre, code.Terminal != uuid.Nil && code.Terminal != c.Terminal:
		return &sync.Refusal{Code: sync.CodeUsed}
	}
	t, known, err := tx.Terminal(c.Terminal)
	switch {
	case err != nil:
		return err
	case known && (!bytes.Equal(t.Public, c.Public) || t.Centre != c.Centre):
		return &sync.Refusal{Code: sync.NotYours, Detail: "terminal is known with another key or centre"}
	case known && t.Revoked != 0:
		return &sync.Refusal{Code: sync.NotCertified}
	}
	if !known {
		t = archive.Terminal{ID: c.Terminal, Centre: c.Centre, Number: c.Number, Public: c.Public, Courier: c.Courier,
			Certified: d.Time()}
	}
	t.Seen = d.Time()
	if err := tx.PutTerminal(t); err != nil {
		return err
	}
	code.Terminal = c.Terminal
	return tx.PutCode(code)
}
