package setup

import (
	"crypto/sha256"
	"fmt"

	"ruhui/store/record"
	"ruhui/store/vault"
)

// Proof is what shows the district that a terminal has a one-time code, and
// leads nobody to the code: 75 random bits are behind it. The code may be typed
// as [Open] takes it; [WrongCode] for one that cannot be a code.
func Proof(code string) (record.Hash, error) {
	code, err := vault.ReadCode(code)
	if err != nil {
		return record.Hash{}, fmt.Errorf("prove set-up code: %w", WrongCode)
	}
	return sha256.Sum256([]byte("ruhui code 1\n" + code)), nil
}
