package ident

import (
	"strings"
	"testing"

	"ruhui/store/civil"
)

func TestCitizen(t *testing.T) {
	for _, c := range []struct {
		in, birth string
		sex       Sex
		code      string
	}{
		{"330499199001010018", "1990-01-01", Male, ""},
		{"330499199001010026", "1990-01-01", Female, ""},
		{"33049919900101019X", "1990-01-01", Male, ""},
		{"33049919900101019x", "1990-01-01", Male, ""},
		{" ３３０４９９ 19900101-019ｘ", "1990-01-01", Male, ""},
		{"511399199202290019", "1992-02-29", Male, ""},
		{"330499196006300045", "1960-06-30", Female, ""},
		{"330499201009150031", "2010-09-15", Male, ""},
		{"653199199507010067", "1995-07-01", Female, ""},
		{"11010519491231002X", "1949-12-31", Female, ""},
		{"511399199001010017", "1990-01-01", Male, ""},
		{"330499199001010019", "", "", BadCheckDigit},
		{"511399199010010017", "", "", BadCheckDigit},
		{"330499199002300017", "", "", BadDate},
		{"330499209912310018", "", "", FutureBirth},
		{"990499199001010010", "", "", WrongDocType},
		{"000499199001010011", "", "", BadFormat},
		{"100499199001010018", "", "", BadProvince},
		{"810000199408230021", "", "", WrongDocType},
		{"911124198108030024", "", "", WrongDocType},
		{"33049919900101001", "", "", BadFormat},
		{"3304991990010100188", "", "", BadFormat},
		{"3304991990010X0018", "", "", BadFormat},
		{"33049919900101001Y", "", "", BadFormat},
		{"", "", "", BadFormat},
	} {
		t.Run(c.in, func(t *testing.T) {
			id, check := Citizen(c.in, today)
			if check.Code != c.code || check.OK() != (c.code == "") {
				t.Fatalf("got %+v, want %q", check, c.code)
			}
			if id.Birth.String() != c.birth || id.Sex != c.sex {
				t.Errorf("got born %v sex %q, want %s %q", id.Birth, id.Sex, c.birth, c.sex)
			}
			if check.OK() && (id.Number != Normalise(c.in) || id.Region != id.Number[:6]) {
				t.Errorf("got %+v", id)
			}
		})
	}
}

func TestCitizen_age_changes_on_the_birthday(t *testing.T) {
	id, check := Citizen("330499201009150031", today)
	if !check.OK() {
		t.Fatal(check)
	}
	if before, on := civil.Age(id.Birth, date(t, "2026-09-14")), civil.Age(id.Birth, date(t, "2026-09-15")); before != 15 || on != 16 {
		t.Errorf("age %d, then %d, want 15 and 16", before, on)
	}
}

func TestCitizen_the_future_ends_today(t *testing.T) {
	for day, want := range map[string]string{"2010-09-14": FutureBirth, "2010-09-15": "", "": ""} {
		if _, c := Citizen("330499201009150031", date(t, day)); c.Code != want {
			t.Errorf("today %q: %q, want %q", day, c.Code, want)
		}
	}
}

// TestCitizen_notices_slips changes each character to each other digit and swaps each two neighbours.
func TestCitizen_notices_slips(t *testing.T) {
	const good = "511399199001010017"
	for i := range good {
		for _, digit := range "0123456789" {
			if bad := good[:i] + string(digit) + good[i+1:]; bad != good {
				if _, c := Citizen(bad, today); c.OK() {
					t.Errorf("%s passes", bad)
				}
			}
		}
		if i > 0 && good[i] != good[i-1] {
			bad := good[:i-1] + good[i:i+1] + good[i-1:i] + good[i+1:]
			if _, c := Citizen(bad, today); c.OK() {
				t.Errorf("%s passes", bad)
			}
		}
	}
}

func TestHMT(t *testing.T) {
	for _, c := range []struct {
		in   string
		sex  Sex
		code string
	}{
		{"810000199408230021", Female, ""}, {"830000199201300022", Female, ""},
		{"820000199408230015", Male, ""},
		{"810000199408230022", "", BadCheckDigit}, {"330499199001010018", "", WrongDocType}, {"810001199408230021", "", WrongDocType},
		{"810000209408230021", "", FutureBirth}, {"H12345678", "", BadFormat},
	} {
		if id, check := HMT(c.in, today); check.Code != c.code || id.Sex != c.sex {
			t.Errorf("%s: %+v %+v, want %q", c.in, id, check, c.code)
		}
	}
}

func TestFromLegacy15(t *testing.T) {
	id, check := FromLegacy15("330499 900101 001")
	if !check.OK() || id.Number != "330499199001010018" || id.Birth != date(t, "1990-01-01") || id.Sex != Male {
		t.Errorf("got %+v %+v", id, check)
	}
	for in, want := range map[string]string{"330499900230001": BadDate, "33049990010100": BadFormat, "33049990010100X": BadFormat,
		"330499199001010018": BadFormat, "100499900101001": BadProvince} {
		if _, c := FromLegacy15(in); c.Code != want {
			t.Errorf("%s: %q, want %q", in, c.Code, want)
		}
	}
}

func TestCitizenID_CountyKnown(t *testing.T) {
	known := func(county string) bool { return Counties.Name(county) != "" }
	for region, want := range map[string]Check{"330402": {}, "330499": warn(UnknownCounty)} {
		if got := (CitizenID{Region: region}).CountyKnown(known); got != want {
			t.Errorf("%s: %+v, want %+v", region, got, want)
		}
	}
}

func TestIDCardUntil(t *testing.T) {
	for _, c := range []struct {
		birth, issued, until string
		forever              bool
	}{
		{"2010-09-15", "2026-09-14", "2031-09-14", false}, {"2010-09-15", "2026-09-15", "2036-09-15", false},
		{"2000-09-16", "2026-09-15", "2036-09-15", false}, {"2000-09-15", "2026-09-15", "2046-09-15", false},
		{"1990-01-01", "2020-01-01", "2040-01-01", false}, {"1980-09-15", "2026-09-14", "2046-09-14", false},
		{"1980-09-15", "2026-09-15", "", true}, {"2024-02-28", "2024-02-29", "2029-02-28", false}, {"", "2026-09-15", "", false},
	} {
		until, forever := IDCardUntil(date(t, c.birth), date(t, c.issued))
		if until.String() != c.until || forever != c.forever {
			t.Errorf("born %s, issued %s: %v %t, want %s %t", c.birth, c.issued, until, forever, c.until, c.forever)
		}
	}
}

func FuzzCitizen(f *testing.F) {
	for _, s := range []string{"330499199001010018", "33049919900101019x", "330499900101001", "810000199408230021", "911124198108030024",
		"PAK310080010103", "", "\xff３"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if id, check := Citizen(s, today); check.OK() {
			if again, second := Citizen(id.Number, today); again != id || second != check {
				t.Fatalf("%q: %+v, again %+v", s, id, again)
			}
			short := id.Number[:6] + id.Number[8:17]
			if old, c := FromLegacy15(short); id.Birth.Year < 2000 && (!c.OK() || old != id) {
				t.Fatalf("%q: by way of 15 digits %+v", s, old)
			}
		} else if id != (CitizenID{}) {
			t.Fatalf("%q is refused yet gives %+v", s, id)
		}
		if id, check := HMT(s, today); check.OK() && !strings.HasPrefix(id.Number, "8") {
			t.Fatalf("%q passes for Hong Kong, Macao or Taiwan", s)
		}
		if id, check := FromLegacy15(s); check.OK() {
			if again, c := Citizen(id.Number, today); !c.OK() || again != id {
				t.Fatalf("%q gives %+v, which is no citizen number", s, id)
			}
		}
	})
}
