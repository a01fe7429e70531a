package storetest_test

import (
	"testing"

	"ruhui/store/demo"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

func TestVisitors_are_people_who_cannot_exist(t *testing.T) {
	seen := map[string]bool{}
	for n := range 20_000 {
		v := storetest.VisitorN(n)
		id, check := ident.Citizen(v.Number, demo.Today)
		if check.Level == ident.Error || id.Birth != v.Birth || string(id.Sex) != v.Sex {
			t.Fatalf("visitor %d: %s", n, check.Code)
		}
		if v.Number[4:6] != "99" || seen[v.Number] {
			t.Fatalf("visitor %d might be somebody, or is somebody else", n)
		}
		seen[v.Number] = true
	}
}

func TestSitting_passes_the_windows_checks(t *testing.T) {
	s := storetest.Open(t)
	ses := storetest.SignIn(t, s)
	for n := range 50 {
		sit := storetest.Sitting(t, ses, storetest.VisitorN(n))
		for _, p := range sit.Check(&record.Person{}, ses.Today()) {
			if p.Level == ident.Error {
				t.Errorf("visitor %d: %s of %s", n, p.Key, p.Field)
			}
		}
	}
}
