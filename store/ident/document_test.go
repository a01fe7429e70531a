package ident

import (
	"slices"
	"testing"

	"ruhui/store/civil"
)

func TestParseDocument(t *testing.T) {
	none := civil.Date{}
	for _, c := range []struct {
		about    string
		doc      DocType
		in, from string
		want     Document
		code     string
	}{
		{"identity card", DocIDCard, "511399199001010017", "", Document{DocIDCard, "511399199001010017", "", date(t, "1990-01-01"), Male}, ""},
		{"temporary card", DocTempID, "33049919900101019x", "", Document{DocTempID, "33049919900101019X", "", date(t, "1990-01-01"), Male}, ""},
		{"household book", DocHousehold, "330499201009150031", "", Document{DocHousehold, "330499201009150031", "", date(t, "2010-09-15"), Male}, ""},
		{"old card", DocIDCard, "330499900101001", "", Document{DocIDCard, "330499199001010018", "", date(t, "1990-01-01"), Male}, LegacyNumber},
		{"nonsense of 15 digits", DocIDCard, "330499901301001", "", Document{DocIDCard, "330499901301001", "", none, ""}, BadDate},
		{"wrong check digit is kept to be seen", DocIDCard, "330499199001010019", "", Document{DocIDCard, "330499199001010019", "", none, ""}, BadCheckDigit},
		{"Hong Kong", DocHMT, "810000199408230021", "", Document{DocHMT, "810000199408230021", "", date(t, "1994-08-23"), Female}, ""},
		{"Hong Kong as a citizen", DocIDCard, "810000199408230021", "", Document{DocIDCard, "810000199408230021", "", none, ""}, WrongDocType},
		{"foreigner", DocForeignPR, "911124198108030024", "", Document{DocForeignPR, "911124198108030024", "", date(t, "1981-08-03"), Female}, ""},
		{"foreigner, old", DocForeignPR, "pak310080010103", "", Document{DocForeignPR, "PAK310080010103", "", none, ""}, AskCentury},
		{"passport", DocPassport, "l898902c3", "uto", Document{DocPassport, "L898902C3", "UTO", none, ""}, ""},
		{"passport of nobody", DocPassport, "L898902C3", "", Document{DocPassport, "L898902C3", "", none, ""}, BadIssuer},
		{"pass", DocHMPass, "H1234567801", "CHN", Document{DocHMPass, "H1234567801", "", none, ""}, ""},
		{"pass for Taiwan", DocTWPass, "1234567801", "", Document{DocTWPass, "1234567801", "", none, ""}, ""},
		{"none", DocNone, " ", "", Document{Type: DocNone}, ""},
		{"none, yet a number", DocNone, "1", "", Document{Type: DocNone, Number: "1"}, BadFormat},
		{"unknown kind", "licence", "1", "", Document{Type: "licence", Number: "1"}, BadFormat},
	} {
		t.Run(c.about, func(t *testing.T) {
			if got, check := ParseDocument(c.doc, c.in, c.from, today); got != c.want || check.Code != c.code {
				t.Errorf("got %+v %+v, want %+v %q", got, check, c.want, c.code)
			}
		})
	}
}

func TestDocument_Contradictions(t *testing.T) {
	doc, _ := ParseDocument(DocIDCard, "511399199001010017", "", today)
	for _, c := range []struct {
		birth string
		sex   Sex
		want  []string
	}{
		{"1990-01-01", Male, nil}, {"", "", nil}, {"1990-01-01", SexUnstated, nil}, {"1990-01-01", Female, []string{SexMismatch}},
		{"1990-01-02", Male, []string{BirthMismatch}}, {"1990-01-02", Female, []string{BirthMismatch, SexMismatch}},
	} {
		var got []string
		for _, check := range doc.Contradictions(date(t, c.birth), c.sex) {
			if check.Level != Warn {
				t.Errorf("%+v is no warning", check)
			}
			got = append(got, check.Code)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("born %q, sex %q: %v, want %v", c.birth, c.sex, got, c.want)
		}
	}
	if found := (Document{Type: DocPassport}).Contradictions(today, Male); found != nil {
		t.Errorf("a passport contradicts: %v", found)
	}
}

func TestExpired(t *testing.T) {
	for until, want := range map[string]Check{"2026-09-14": warn(DocExpired), "2026-09-15": {}, "2026-09-16": {}, "": {}} {
		if got := Expired(date(t, until), today); got != want {
			t.Errorf("until %q: %+v, want %+v", until, got, want)
		}
	}
}
