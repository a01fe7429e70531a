package store_test

import (
	"testing"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/storetest"
)

func TestSetupProof_stays_sealed(t *testing.T) {
	terminal := &storetest.Terminal{}
	storetest.SetUp(t, terminal)
	file, code, err := terminal.District.SetupFile(2, terminal.Centre)
	if err != nil {
		t.Fatal(err)
	}
	other := *terminal
	other.Dir = t.TempDir()
	if err := store.SetUp(other.Dir, file, code, other.Options()); err != nil {
		t.Fatal(err)
	}
	s := storetest.Reopen(t, &other)
	_, err = s.SetupProof(background)
	wantKey(t, err, store.KeySignInFirst)
	storetest.SignIn(t, s)
	want, err := setup.Proof(code)
	if err != nil {
		t.Fatal(err)
	}
	if proof := must[record.Hash](t)(s.SetupProof(background)); proof != want {
		t.Error("not the proof of the code")
	}
	for _, is := range []bool{true, true, false} { // the answer may come twice
		if err := s.TakeCertified(background, is); err != nil {
			t.Fatal(err)
		}
		if got := must[bool](t)(s.Certified(background)); got != is {
			t.Errorf("certified %v, want %v", got, is)
		}
	}
}
