package store

import (
	"context"
	"fmt"

	"ruhui/store/record"
)

// SetupProof is what certifies this terminal at its first exchange: the proof of
// the code its set-up file was opened with. wanted is false once the district
// knows the terminal; then there is none. Unavailable with SignInFirst while
// everything is sealed.
func (s *Store) SetupProof(ctx context.Context) (proof record.Hash, wanted bool, err error) {
	if wanted, err = s.Uncertified(ctx); err != nil || !wanted {
		return proof, false, err
	}
	plain, err := s.secret(ctx, secretProof)
	if err != nil {
		return proof, false, err
	}
	if len(plain) != len(proof) {
		return proof, false, because(Unavailable, KeyDamaged, fmt.Errorf("proof of %d bytes", len(plain)))
	}
	return record.Hash(plain), true, nil
}

// Uncertified says that the district does not know this terminal yet. Nobody
// need be signed in.
func (s *Store) Uncertified(ctx context.Context) (is bool, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		_, err := v.row(`SELECT EXISTS (SELECT 1 FROM secret WHERE name = $1)`, []any{secretProof}, &is)
		return err
	})
	return is, err
}

// TakeCertified notes that the district knows this terminal from now on. The
// proof goes: nobody needs it any more.
func (s *Store) TakeCertified(ctx context.Context) error {
	return s.transact(ctx, &opened{}, func(w *writing) error {
		_, err := w.exec(`DELETE FROM secret WHERE name = $1`, secretProof)
		return err
	})
}
