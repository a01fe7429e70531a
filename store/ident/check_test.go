package ident

import (
	"os"
	"testing"
	"time"

	"ruhui/store/civil"
)

// TestMain moves the machine to a zone far from China: nothing here may depend on it.
func TestMain(m *testing.M) {
	time.Local = time.FixedZone("far west", -11*60*60)
	os.Exit(m.Run())
}

// today is the fixed day of the tests.
var today = civil.Date{Year: 2026, Month: 9, Day: 15}

func date(t testing.TB, s string) civil.Date {
	t.Helper()
	d, err := civil.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestNormalise(t *testing.T) {
	for in, want := range map[string]string{
		"33049919900101019x":     "33049919900101019X",
		" 330499 19900101 0018 ": "330499199001010018",
		"３３０４９９１９９００１０１０１９ｘ":        "33049919900101019X",
		"330499-1990-0101-0018":     "330499199001010018",
		"h\u300012345678\u200b\t\n": "H12345678",
		"ſı":                        "ſı", // letters that only look convertible stay, and fail the form
		"":                          "",
	} {
		if got := Normalise(in); got != want {
			t.Errorf("Normalise(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"", "33049919900101019x", "３３　Ｘ", "－－", "\xff", "ſ\u212a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Normalise(s)
		if twice := Normalise(once); twice != once {
			t.Fatalf("Normalise(%q) = %q, again %q", s, once, twice)
		}
	})
}
