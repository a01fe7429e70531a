package store_test

import (
	"testing"

	"ruhui/store"
	"ruhui/store/setup"
	"ruhui/store/storetest"
)

func TestSetupProof_stays_sealed_until_the_district_knows_the_terminal(t *testing.T) {
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
	if new := must[bool](t)(s.Uncertified(background)); !new {
		t.Error("certified before any exchange")
	}
	_, _, err = s.SetupProof(background)
	wantKey(t, err, store.KeySignInFirst)
	storetest.SignIn(t, s)
	want, err := setup.Proof(code)
	if err != nil {
		t.Fatal(err)
	}
	if proof, wanted, err := s.SetupProof(background); proof != want || !wanted || err != nil {
		t.Errorf("wanted %v, %v", wanted, err)
	}
	for range 2 { // the answer may come twice
		if err := s.TakeCertified(background); err != nil {
			t.Fatal(err)
		}
		if _, wanted, err := s.SetupProof(background); wanted || err != nil {
			t.Errorf("after it was certified: wanted %v, %v", wanted, err)
		}
	}
}
