package setup_test

import (
	"crypto/sha256"
	"errors"
	"testing"

	"ruhui/store/record"
	"ruhui/store/setup"
)

func TestProof_is_of_the_code_however_it_was_typed(t *testing.T) {
	want := record.Hash(sha256.Sum256([]byte("ruhui code 1\n0000-0000-0000-0000")))
	for _, typed := range []string{code, "oooo0000 OOOO-0000", "0000000000000000"} {
		if got, err := setup.Proof(typed); err != nil || got != want {
			t.Errorf("%q: got %v, %v", typed, got, err)
		}
	}
	if other, err := setup.Proof(setup.NewCode()); err != nil || other == want {
		t.Errorf("another code: %v", err)
	}
	for _, typed := range []string{"", code[1:], "0000-0000-0000-0001"} {
		if _, err := setup.Proof(typed); !errors.Is(err, setup.WrongCode) {
			t.Errorf("%q: got %v, want %v", typed, err, setup.WrongCode)
		}
	}
}
