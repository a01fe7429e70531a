package ident

import (
	"math/rand/v2"
	"testing"

	"ruhui/store/civil"
	"ruhui/store/storetest/seed"
)

func TestCaseNo(t *testing.T) {
	for number, want := range map[string]CaseNo{
		"JZ33040210307260915000142": {CaseResidence, "330402103", 7, date(t, "2026-09-15"), 1},
		"JZ33040201512260930012396": {CaseResidence, "330402015", 12, date(t, "2026-09-30"), 123},
		"FW33040210101261001999945": {CaseService, "330402101", 1, date(t, "2026-10-01"), 9999},
	} {
		if got := want.String(); got != number {
			t.Errorf("String = %s, want %s", got, number)
		}
		if got, check := ParseCaseNo(number); got != want || check != (Check{}) {
			t.Errorf("ParseCaseNo(%s) = %+v %+v, want %+v", number, got, check, want)
		}
	}
	if got, check := ParseCaseNo(" jz330402103-07-260915 0001 42"); !check.OK() || got.Seq != 1 {
		t.Errorf("as read out: %+v %+v", got, check)
	}
}

func TestParseCaseNo_refuses(t *testing.T) {
	for in, want := range map[string]string{
		"JZ33040210307260915000124":            BadCheckDigit, // the two check digits swapped
		"JZ33040210307260915001042":            BadCheckDigit, // 0001 written 0010
		"XX33040210307260915000142":            BadFormat,
		"33040210307260915000142":              BadFormat,
		"JZ3304021030726091500014":             BadFormat,
		"JZ3304021030726091500014A":            BadFormat,
		"":                                     BadFormat,
		checked("JZ", "330402103072602300001"): BadDate,
		checked("JZ", "330402103002609150001"): BadFormat, // terminal 00
		checked("JZ", "330402103072609150000"): BadFormat, // sequence 0000
	} {
		if n, check := ParseCaseNo(in); check.Code != want || n != (CaseNo{}) {
			t.Errorf("%s: %+v %+v, want %s", in, n, check, want)
		}
	}
}

func checked(kind, body string) string { return kind + body + check97(body) }

func TestMemberNo(t *testing.T) {
	for number, want := range map[string]MemberNo{
		"33040210326070000114": {"330402103", 2026, 7, 1},
		"33040201526120034512": {"330402015", 2026, 12, 345},
	} {
		if got := want.String(); got != number {
			t.Errorf("String = %s, want %s", got, number)
		}
		if got, check := ParseMemberNo(number); got != want || check != (Check{}) {
			t.Errorf("ParseMemberNo(%s) = %+v %+v, want %+v", number, got, check, want)
		}
	}
	for in, want := range map[string]string{"33040210326070000141": BadCheckDigit, "33040210326070001014": BadCheckDigit,
		"3304021032607000011": BadFormat, "3304021032607000011X": BadFormat, checked("", "330402103260000001"): BadFormat} {
		if n, check := ParseMemberNo(in); check.Code != want || n != (MemberNo{}) {
			t.Errorf("%s: %+v %+v, want %s", in, n, check, want)
		}
	}
}

func TestNumbers_out_of_bounds_are_not_written(t *testing.T) {
	day := date(t, "2026-09-15")
	for _, n := range []CaseNo{{}, {"JZ", "330402103", 0, day, 1}, {"JZ", "330402103", 100, day, 1}, {"JZ", "330402103", 7, day, 0},
		{"JZ", "330402103", 7, day, 10000}, {"JZ", "33040210", 7, day, 1}, {"JZ", "33040210A", 7, day, 1}, {"ZZ", "330402103", 7, day, 1},
		{"JZ", "330402103", 7, civil.Date{}, 1}, {"JZ", "330402103", 7, date(t, "1999-12-31"), 1}, {"JZ", "330402103", 7, date(t, "2100-01-01"), 1}} {
		if n.Valid() || n.String() != "" {
			t.Errorf("%+v is written as %q", n, n)
		}
	}
	for _, n := range []MemberNo{{}, {"330402103", 2026, 0, 1}, {"330402103", 2026, 100, 1}, {"330402103", 2026, 7, 0},
		{"330402103", 2026, 7, 100000}, {"330402103", 1999, 7, 1}, {"330402103", 2100, 7, 1}, {"", 2026, 7, 1}} {
		if n.Valid() || n.String() != "" {
			t.Errorf("%+v is written as %q", n, n)
		}
	}
	if n := (CaseNo{CaseTraining, "330402000", DemoTerminal, day, 9999}); len(n.String()) != 25 {
		t.Errorf("the district's own demonstration number is %q", n)
	}
}

// TestProperty_numbers_round_trip_and_notice_slips takes random numbers: they come back, and one wrong digit or two swapped do not.
func TestProperty_numbers_round_trip_and_notice_slips(t *testing.T) {
	r := rand.New(rand.NewPCG(seed.Of(t, 5), 6))
	kinds := []CaseKind{CaseResidence, CaseMembership, CaseTransfer, CaseService, CaseTraining}
	for range 500 {
		n := CaseNo{kinds[r.IntN(5)], "330402103", 1 + r.IntN(99), civil.Date{Year: 2000, Month: 1, Day: 1}.AddDays(r.IntN(36525)), 1 + r.IntN(9999)}
		if got, check := ParseCaseNo(n.String()); got != n || check != (Check{}) {
			t.Fatalf("%+v is written %s and read %+v %+v", n, n, got, check)
		}
		m := MemberNo{"330402015", 2000 + r.IntN(100), 1 + r.IntN(99), 1 + r.IntN(99999)}
		if got, check := ParseMemberNo(m.String()); got != m || check != (Check{}) {
			t.Fatalf("%+v is written %s and read %+v %+v", m, m, got, check)
		}
		s := []byte(m.String())
		for i := range s {
			was := s[i]
			s[i] = '0' + (was-'0'+byte(1+r.IntN(9)))%10
			if _, check := ParseMemberNo(string(s)); check.OK() {
				t.Fatalf("%s passes for %s", s, m)
			}
			if s[i] = was; i > 0 && s[i] != s[i-1] {
				s[i], s[i-1] = s[i-1], s[i]
				if _, check := ParseMemberNo(string(s)); check.OK() {
					t.Fatalf("%s passes for %s", s, m)
				}
				s[i], s[i-1] = s[i-1], s[i]
			}
		}
	}
}

func FuzzNumbers(f *testing.F) {
	for _, s := range []string{"JZ33040210307260915000142", "33040210326070000114", "jz-1", "", "ＪＺ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, check := ParseCaseNo(s); check.OK() && n.String() != Normalise(s) {
			t.Fatalf("%q is read and written %q", s, n)
		}
		if n, check := ParseMemberNo(s); check.OK() && n.String() != Normalise(s) {
			t.Fatalf("%q is read and written %q", s, n)
		}
	})
}

// 00 leaves the remainder of 97: it is no check we ever print.
func TestCaseNo_has_one_writing(t *testing.T) {
	const good, twin = "JZ33040210307260915001597", "JZ33040210307260915001500"
	if _, check := ParseCaseNo(good); !check.OK() {
		t.Errorf("%s: %s", good, check.Code)
	}
	if _, check := ParseCaseNo(twin); check.Code != BadCheckDigit {
		t.Errorf("%s: %q, want %s", twin, check.Code, BadCheckDigit)
	}
}
