package store

import (
	"context"
	"fmt"

	"ruhui/store/record"
)

// SetupProof is what certifies this terminal at its first exchange: the proof of
// the code its set-up file was opened with. It is kept afterwards, because a
// district that was set back may have to be told again. Unavailable with
// SignInFirst while everything is sealed, and with Damaged where there is none.
func (s *Store) SetupProof(ctx context.Context) (proof record.Hash, err error) {
	plain, err := s.secret(ctx, secretProof)
	if err != nil {
		return proof, err
	}
	if len(plain) != len(proof) {
		return proof, because(Unavailable, KeyDamaged, fmt.Errorf("proof of %d bytes", len(plain)))
	}
	return record.Hash(plain), nil
}

// Certified says whether the district knows this terminal. Nobody need be signed
// in.
func (s *Store) Certified(ctx context.Context) (is bool, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		_, err := v.row(`SELECT certified FROM contact`, nil, &is)
		return err
	})
	return is, err
}

// TakeCertified notes that the district knows this terminal, or that it no
// longer does.
func (s *Store) TakeCertified(ctx context.Context, is bool) error {
	return s.transact(ctx, &opened{}, func(w *writing) error {
		_, err := w.exec(`UPDATE contact SET certified = $1`, is)
		return err
	})
}
