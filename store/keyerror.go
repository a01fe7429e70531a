package store

import (
	"errors"
	"fmt"

	"ruhui/store/vault"
)

// keyError puts what the vault says into the words of staff.
func keyError(doing string, err error) error {
	wrapped := fmt.Errorf("%s: %w", doing, err)
	switch {
	case errors.Is(err, vault.ErrWiped):
		return because(Forbidden, KeySignedOut, wrapped)
	case errors.Is(err, vault.ErrNewer):
		return because(Unavailable, KeyNewerProgram, wrapped)
	case errors.Is(err, vault.ErrDamaged), errors.Is(err, vault.ErrNoKey), errors.Is(err, vault.ErrIdentity):
		return because(Unavailable, KeyDamaged, wrapped)
	}
	return wrapped
}
