package ident

import "testing"

func TestCredit(t *testing.T) {
	for _, c := range []struct{ in, code string }{
		{"91330499MA2XXXX007", ""}, {"92330499MA28A0010M", ""}, {"81330499MJ9500019C", ""}, {"55330499MF0000013M", ""},
		{"52330499MJ0000026F", ""}, {"91330499MA2X002110", ""}, {"91330499MA2X0006XG", ""},
		{"91440300708461136T", ""}, {"91110108551385082Q", ""}, {"91350100M000100Y43", ""},
		{"91330499ma2xxxx007", ""}, {" 9133 0499-MA2X XXX0 07 ", ""},
		{"91330499MA2XXXX008", BadCheckDigit}, {"91330499MA2TEST07X", BadFormat}, {"91330499MA2XXXX00", BadFormat},
		{"913304M9MA2XXXX007", BadFormat}, {"", BadFormat},
	} {
		got, check := Credit(c.in)
		if check.Code != c.code {
			t.Errorf("%s: %+v, want %q", c.in, check, c.code)
		}
		if n := Normalise(c.in); check.OK() && got != (USCC{n, n[0], n[1], n[2:8], n[8:17]}) {
			t.Errorf("%s: %+v", c.in, got)
		}
	}
}

func TestCredit_warns(t *testing.T) {
	for _, c := range []struct{ body, code string }{
		{"91330499MA2XXXX01", BadOrgCheck}, {"B1330499MA2XXXX00", UnknownAuthority},
	} {
		number := c.body + string(creditCheck(c.body))
		if got, check := Credit(number); check != warn(c.code) || got.Number != number {
			t.Errorf("%s: %+v %+v, want a warning %s", number, got, check, c.code)
		}
	}
}

func TestCredit_knows_a_union(t *testing.T) {
	for number, want := range map[string]bool{"81330499MJ9500019C": true, "91330499MA2XXXX007": false} {
		if u, _ := Credit(number); u.IsUnion() != want {
			t.Errorf("%s is a union's: %t, want %t", number, u.IsUnion(), want)
		}
	}
}

func TestOrgCode(t *testing.T) {
	for _, c := range []struct {
		in, want string
		check    Check
	}{
		{"70846113-6", "708461136", Check{}}, {"ma2x0006-x", "MA2X0006X", Check{}}, {"MA2X00211", "MA2X00211", Check{}},
		{"708461135", "708461135", warn(BadOrgCheck)}, {"70846113", "", fail(BadFormat)}, {"7084611é", "", fail(BadFormat)},
	} {
		if got, check := OrgCode(c.in); got != c.want || check != c.check {
			t.Errorf("%s: %s %+v, want %s %+v", c.in, got, check, c.want, c.check)
		}
	}
}

func FuzzCredit(f *testing.F) {
	for _, s := range []string{"91330499MA2XXXX007", "81330499mj9500019c", "70846113-6", "", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if u, check := Credit(s); check.OK() {
			if again, second := Credit(u.Number); again != u || second != check {
				t.Fatalf("%q: %+v, again %+v", s, u, again)
			}
		}
		if code, check := OrgCode(s); check.OK() {
			if again, second := OrgCode(code); again != code || second != check {
				t.Fatalf("%q: %s, again %s", s, code, again)
			}
		}
	})
}
