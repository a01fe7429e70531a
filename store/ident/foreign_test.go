package ident

import "testing"

func TestForeignPR(t *testing.T) {
	for _, c := range []struct {
		in   string
		want ForeignID
		code string
	}{
		{"911124198108030024", ForeignID{"911124198108030024", "11", "124", date(t, "1981-08-03"), Female}, ""},
		{"932682198501010017", ForeignID{"932682198501010017", "32", "682", date(t, "1985-01-01"), Male}, ""},
		{"931586198001010028", ForeignID{"931586198001010028", "31", "586", date(t, "1980-01-01"), Female}, ""},
		{"933840199001010013", ForeignID{"933840199001010013", "33", "840", date(t, "1990-01-01"), Male}, ""},
		{"933840199001010014", ForeignID{}, BadCheckDigit},
		{"990499199001010010", ForeignID{}, BadProvince},
		{"330499199001010018", ForeignID{}, WrongDocType},
		{"933840199002300012", ForeignID{}, BadDate},
		{"933840209001010013", ForeignID{}, FutureBirth},
		{"93384019900101001", ForeignID{}, BadFormat},
	} {
		if got, check := ForeignPR(c.in, today); got != c.want || check.Code != c.code {
			t.Errorf("%s: %+v %+v, want %+v %q", c.in, got, check, c.want, c.code)
		}
	}
}

func TestForeignPROld(t *testing.T) {
	for _, c := range []struct {
		in      string
		century int
		birth   string
		code    string
	}{
		{"PAK310080010103", 1900, "1980-01-01", ""},
		{"kaz110090123105", 1900, "1990-12-31", ""},
		{"USA330090010101", 0, "", AskCentury},
		{"USA330090010101", 2000, "2090-01-01", ""},
		{"PAK310080010104", 1900, "", BadCheckDigit},
		{"PAK310080023103", 0, "", BadDate},
		{"PA1310080010103", 0, "", BadFormat},
		{"PAK31008001010", 0, "", BadFormat},
		{"PAK31008001010X", 0, "", BadFormat},
	} {
		got, check := ForeignPROld(c.in, c.century)
		if got.Birth.String() != c.birth || check.Code != c.code {
			t.Errorf("%s: %+v %+v, want born %q, %q", c.in, got, check, c.birth, c.code)
		}
		if check.OK() && (got.Number != Normalise(c.in) || got.Nationality != got.Number[:3] || got.Region != got.Number[3:7]) {
			t.Errorf("%s: %+v", c.in, got)
		}
	}
}

func TestForeignPROld_leap_day_tells_the_century(t *testing.T) {
	body := "PAK31000002291" // 29 February of year 00: 2000 had one, 1900 had none
	number := body + string(mrzDigit(body))
	if _, c := ForeignPROld(number, 1900); c.Code != BadDate {
		t.Errorf("1900: %+v, want %s", c, BadDate)
	}
	if id, c := ForeignPROld(number, 2000); !c.OK() || id.Birth != date(t, "2000-02-29") {
		t.Errorf("2000: %+v %+v", id, c)
	}
}

func TestTravelPermits(t *testing.T) {
	for _, c := range []struct{ in, holder, issue, code string }{
		{"H12345678", "H12345678", "", ""}, {"m1234567801", "M12345678", "01", ""}, {"HA1234567", "HA1234567", "", UnusualNumber},
		{"MB123456702", "MB1234567", "02", UnusualNumber}, {"X12345678", "", "", BadFormat}, {"H1234567", "", "", BadFormat},
		{"H123456780", "", "", BadFormat}, {"HAB123456", "", "", BadFormat}, {"H<2345678", "", "", BadFormat}, {"", "", "", BadFormat},
	} {
		if p, check := HMPass(c.in); p != (TravelPermit{c.holder, c.issue}) || check.Code != c.code {
			t.Errorf("HMPass(%q) = %+v %+v, want %s %s %q", c.in, p, check, c.holder, c.issue, c.code)
		}
	}
	for _, c := range []struct{ in, holder, issue, code string }{
		{"12345678", "12345678", "", ""}, {"1234 5678 01", "12345678", "01", ""}, {"1234567", "", "", BadFormat},
		{"123456789", "", "", BadFormat}, {"T2345678", "", "", BadFormat},
	} {
		if p, check := TWPass(c.in); p != (TravelPermit{c.holder, c.issue}) || check.Code != c.code {
			t.Errorf("TWPass(%q) = %+v %+v, want %s %s %q", c.in, p, check, c.holder, c.issue, c.code)
		}
	}
}

func TestPassport(t *testing.T) {
	for _, c := range []struct{ in, issuer, number, state, code string }{
		{"E12345678", "CHN", "E12345678", "CHN", ""}, {"ea1234567", "chn", "EA1234567", "CHN", ""}, {"G12345678", "CHN", "G12345678", "CHN", ""},
		{"D1234567", "CHN", "D1234567", "CHN", ""}, {"P12345678", "CHN", "P12345678", "CHN", ""}, {"SE1234567", "CHN", "SE1234567", "CHN", ""},
		{"EI1234567", "CHN", "", "", BadFormat}, {"EO1234567", "CHN", "", "", BadFormat}, {"E1234567", "CHN", "", "", BadFormat},
		{"L898902C3", "UTO", "L898902C3", "UTO", ""}, {"C01X00T47", "D<<", "C01X00T47", "DEU", ""}, {"C01X00T47", "DEU", "C01X00T47", "DEU", ""},
		{"1234", "UTO", "", "", BadFormat}, {"123456789012345678901", "UTO", "", "", BadFormat}, {"L898902C3", "", "", "", BadIssuer},
		{"L898902C3", "U1O", "", "", BadIssuer}, {"L8989<C3", "UTO", "", "", BadFormat},
	} {
		if p, check := Passport(c.in, c.issuer); p != (PassportID{c.number, c.state}) || check.Code != c.code {
			t.Errorf("%s of %s: %+v %+v, want %s %s %q", c.in, c.issuer, p, check, c.number, c.state, c.code)
		}
	}
}

const specimen = "L898902C36UTO7408122F1204159ZE184226B<<<<<10" // of ICAO 9303

func TestParseMRZ(t *testing.T) {
	m, check := ParseMRZ(specimen, today)
	want := MRZ{"L898902C3", "UTO", date(t, "1974-08-12"), Female, date(t, "2012-04-15"), "ZE184226B"}
	if m != want || check != warn(DocExpired) {
		t.Errorf("got %+v %+v, want %+v, expired", m, check, want)
	}
	if _, check := ParseMRZ(specimen, date(t, "2012-04-15")); check != (Check{}) {
		t.Errorf("on its last day: %+v", check)
	}
	for i, part := range map[int]string{9: specimen[:9], 19: specimen[13:19], 27: specimen[21:27], 42: specimen[28:42]} {
		if got := mrzDigit(part); got != specimen[i] {
			t.Errorf("check digit at %d is %c, want %c", i, got, specimen[i])
		}
	}
}

func TestParseMRZ_refuses(t *testing.T) {
	for i := range specimen {
		c := byte('7')
		if specimen[i] == '7' {
			c = '8'
		}
		if i == 10 || i == 11 || i == 12 || i == 20 {
			continue // nationality and sex are under no check digit
		}
		if _, check := ParseMRZ(specimen[:i]+string(c)+specimen[i+1:], today); check.OK() {
			t.Errorf("a changed character at %d passes", i)
		}
	}
	for _, s := range []string{"", specimen[:43], specimen + "<", specimen[:43] + "é"} {
		if _, check := ParseMRZ(s, today); check.Code != BadFormat {
			t.Errorf("%q: %+v, want %s", s, check, BadFormat)
		}
	}
}

// line builds a line with right check digits.
func line(number, state, birth, sex, expiry, personal string) string {
	s := number + string(mrzDigit(number)) + state + birth + string(mrzDigit(birth)) + sex + expiry + string(mrzDigit(expiry)) +
		personal + "<"
	return s + string(mrzDigit(s[:10]+s[13:20]+s[21:43]))
}

func TestParseMRZ_dates(t *testing.T) {
	for _, c := range []struct{ about, birth, expiry, wantBirth, wantExpiry, code string }{
		{"born this year", "260915", "310101", "2026-09-15", "2031-01-01", ""},
		{"born tomorrow is a hundred years old", "260916", "310101", "1926-09-16", "2031-01-01", ""},
		{"born in the last century", "270101", "310101", "1927-01-01", "2031-01-01", ""},
		{"expires far ahead", "900101", "760101", "1990-01-01", "2076-01-01", ""},
		{"expired last century", "900101", "770101", "1990-01-01", "1977-01-01", DocExpired},
		{"day of birth not known", "90<<<<", "310101", "", "2031-01-01", ""},
		{"no such day of birth", "900230", "310101", "", "", BadDate},
		{"no such day of expiry", "900101", "310230", "", "", BadDate},
	} {
		t.Run(c.about, func(t *testing.T) {
			m, check := ParseMRZ(line("AB1234567", "D<<", c.birth, "<", c.expiry, "<<<<<<<<<<<<<<"), today)
			if m.Birth.String() != c.wantBirth || m.Expires.String() != c.wantExpiry || check.Code != c.code {
				t.Errorf("got %+v %+v, want %s %s %q", m, check, c.wantBirth, c.wantExpiry, c.code)
			}
			if check.OK() && (m.Nationality != "DEU" || m.Sex != SexUnstated || m.Personal != "") {
				t.Errorf("got %+v", m)
			}
		})
	}
}

func FuzzDocument(f *testing.F) {
	for _, s := range []string{"330499199001010018", "330499900101001", "810000199408230021", "911124198108030024", "PAK310080010103",
		"H1234567801", "1234567801", "E12345678", specimen, "", "９"} {
		for i := range DocTypes.Items() {
			f.Add(uint8(i), s, "CHN")
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, number, issuer string) {
		types := DocTypes.Items()
		doc, check := ParseDocument(DocType(types[int(kind)%len(types)].Code), number, issuer, today)
		if check.OK() {
			if again, second := ParseDocument(doc.Type, doc.Number, doc.Issuer, today); again != doc || second != check {
				t.Fatalf("%+v %+v, again %+v %+v", doc, check, again, second)
			}
		}
		scheme, _, key, ok := SchemeOf(doc)
		if (check.OK() || check.Code == LegacyNumber) && doc.Type != DocNone && (!ok || scheme == "" || key == "") {
			t.Fatalf("%+v is right yet has no scheme", doc)
		}
		ParseMRZ(number, today)
		if old, check := ForeignPROld(number, 1900); check.OK() && old.Number != Normalise(number) {
			t.Fatalf("%q became %+v", number, old)
		}
	})
}
