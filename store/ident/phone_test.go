package ident

import "testing"

func TestMobile(t *testing.T) {
	for _, c := range []struct{ in, want, code string }{
		{"19900000001", "19900000001", ""}, {"+86 138-0000-0000", "13800000000", ""}, {"0086 138 0000 0000", "13800000000", ""},
		{"＋８６１３８００００００００", "13800000000", ""}, {"14000000000", "14000000000", UnknownPrefix}, {"15400000000", "15400000000", UnknownPrefix},
		{"12900000000", "", BadFormat}, {"1990000000", "", BadFormat}, {"199000000011", "", BadFormat}, {"1990000000a", "", BadFormat},
		{"8613800000000", "", BadFormat}, {"+8613800000000+", "", BadFormat}, {"", "", BadFormat}, {"+86", "", BadFormat},
	} {
		if got, check := Mobile(c.in); got != c.want || check.Code != c.code {
			t.Errorf("Mobile(%q) = %q %+v, want %q %q", c.in, got, check, c.want, c.code)
		}
	}
}

func TestMobile_knows_the_prefixes_given_out(t *testing.T) {
	known := 0
	for prefix := 130; prefix < 200; prefix++ {
		if _, check := Mobile(string(rune('0'+prefix/100)) + two(prefix%100) + "00000000"); check == (Check{}) {
			known++
		}
	}
	if known != 56 {
		t.Errorf("%d prefixes, want 56", known)
	}
}

func TestLandline(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"0573-82080000", "0573-82080000"}, {"057382080000", "0573-82080000"}, {"010-82080000", "010-82080000"}, {"+86 573 8208 0000", "0573-82080000"},
		{"0573-8208000", "0573-8208000"}, {"+8610 82080000", "010-82080000"}, {"82080000", ""}, {"57382080000", ""}, {"0573-820800", ""},
		{"0573-820800000", ""}, {"0086", ""}, {"0", ""}, {"", ""}, {"0086057382080000", "0573-82080000"}, {"00573820800", ""},
	} {
		got, check := Landline(c.in)
		if got != c.want || check.OK() != (c.want != "") {
			t.Errorf("Landline(%q) = %q %+v, want %q", c.in, got, check, c.want)
		}
	}
}

func TestPhone(t *testing.T) {
	for in, want := range map[string]string{"+86 138-0000-0000": "13800000000", "0573 8208 0000": "0573-82080000", "12345": ""} {
		if got, _ := Phone(in); got != want {
			t.Errorf("Phone(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzPhone(f *testing.F) {
	for _, s := range []string{"19900000001", "+86 138-0000-0000", "0086057382080000", "010-82080000", "+86+8613800000000", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		number, check := Phone(s)
		if again, second := Phone(number); check.OK() && (again != number || second != check) {
			t.Fatalf("%q: %q %+v, again %q %+v", s, number, check, again, second)
		}
	})
}
