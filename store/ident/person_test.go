package ident

import (
	"testing"

	"github.com/google/uuid"
)

func key() LookupKey {
	return LookupKey{Number: 7, Secret: []byte("a secret that only tests may know"), Work: 2}
}

func TestSchemeOf(t *testing.T) {
	for _, c := range []struct {
		about    string
		doc      DocType
		in, from string
		scheme   Scheme
		issuer   string
		number   string
	}{
		{"identity card", DocIDCard, "33049919900101019x", "", SchemeCitizen, "", "33049919900101019X"},
		{"temporary card", DocTempID, "330499199001010018", "", SchemeCitizen, "", "330499199001010018"},
		{"household book", DocHousehold, "330499199001010018", "", SchemeCitizen, "", "330499199001010018"},
		{"15 digits", DocIDCard, "330499900101001", "", SchemeCitizen, "", "330499199001010018"},
		{"Hong Kong", DocHMT, "810000199408230021", "", SchemeHMT, "", "810000199408230021"},
		{"foreigner", DocForeignPR, "911124198108030024", "", SchemeForeignPR, "", "911124198108030024"},
		{"foreigner, old", DocForeignPR, "PAK310080010103", "", SchemeForeignPR, "", "PAK310080010103"},
		{"passport", DocPassport, "c01x00t47", "D<<", SchemePassport, "DEU", "C01X00T47"},
		{"pass", DocHMPass, "H1234567802", "", SchemeHMPass, "", "H12345678"},
		{"pass for Taiwan", DocTWPass, "1234567802", "", SchemeTWPass, "", "12345678"},
		{"none", DocNone, "", "", "", "", ""},
		{"wrong check digit", DocIDCard, "330499199001010019", "", "", "", ""},
		{"passport of nobody", DocPassport, "C01X00T47", "", "", "", ""},
	} {
		t.Run(c.about, func(t *testing.T) {
			scheme, issuer, number, ok := SchemeOf(Document{Type: c.doc, Number: c.in, Issuer: c.from})
			if scheme != c.scheme || issuer != c.issuer || number != c.number || ok != (c.scheme != "") {
				t.Errorf("got %s %q %q %t, want %s %q %q", scheme, issuer, number, ok, c.scheme, c.issuer, c.number)
			}
		})
	}
}

// TestPersonID_never_changes holds ids that must come out the same for ever: terminals of all versions compute them.
func TestPersonID_never_changes(t *testing.T) {
	full := key()
	full.Work = 0
	for _, c := range []struct {
		key    LookupKey
		scheme Scheme
		issuer string
		number string
		want   string
	}{
		{full, SchemeCitizen, "", "330499199001010018", "071d33fc-6a5b-81e9-981e-442118ce1d34"},
		{key(), SchemeCitizen, "", "330499199001010018", "0723096f-732c-8f49-a103-ace95aeb087d"},
		{key(), SchemePassport, "UTO", "L898902C3", "0715627c-0841-80b2-8210-09b0a1cfc089"},
	} {
		if got := c.key.PersonID(c.scheme, c.issuer, c.number).String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.scheme, got, c.want)
		}
	}
}

func TestPersonID_is_a_UUIDv8_under_its_key(t *testing.T) {
	for _, number := range []string{"330499199001010018", "330499199001010026", "33049919900101019X"} {
		id := key().PersonID(SchemeCitizen, "", number)
		if id.Version() != 8 || id.Variant() != uuid.RFC4122 || id[0] != 7 {
			t.Errorf("%v: version %d, variant %v, key %d", id, id.Version(), id.Variant(), id[0])
		}
	}
}

func TestPersonID_parts_do_not_run_into_each_other(t *testing.T) {
	k, other := key(), key()
	other.Secret = []byte("another secret")
	harder := key()
	harder.Work = 4
	seen := map[uuid.UUID]string{}
	for about, id := range map[string]uuid.UUID{
		"plain":           k.PersonID(SchemeCitizen, "", "330499199001010018"),
		"other number":    k.PersonID(SchemeCitizen, "", "330499199001010026"),
		"other scheme":    k.PersonID(SchemeHMT, "", "330499199001010018"),
		"issuer":          k.PersonID(SchemePassport, "UTO", "L898902C3"),
		"issuer moved in": k.PersonID(SchemePassport, "UT", "OL898902C3"),
		"no issuer":       k.PersonID(SchemePassport, "", "UTOL898902C3"),
		"other secret":    other.PersonID(SchemeCitizen, "", "330499199001010018"),
		"other work":      harder.PersonID(SchemeCitizen, "", "330499199001010018"),
	} {
		if twin, ok := seen[id]; ok {
			t.Errorf("%s and %s have one id", about, twin)
		}
		seen[id] = about
	}
}

func TestPersonID_of_every_paper_of_one_citizen_is_one(t *testing.T) {
	k := key()
	want := k.PersonID(SchemeCitizen, "", "330499199001010018")
	for _, paper := range []Document{{Type: DocIDCard, Number: "330499199001010018"}, {Type: DocHousehold, Number: "330499 19900101 0018"},
		{Type: DocTempID, Number: "３３０４９９１９９００１０１００１８"}, {Type: DocIDCard, Number: "330499900101001"}} {
		scheme, issuer, number, ok := SchemeOf(paper)
		if got := k.PersonID(scheme, issuer, number); !ok || got != want {
			t.Errorf("%s: another person", paper.Type)
		}
	}
}

func TestLookupKey_work(t *testing.T) {
	for work, want := range map[int]int{0: 1 << 14, -1: 1 << 14, 1: 2, 2: 2, 3: 4, 1000: 1024, 1 << 14: 1 << 14, 1 << 40: 1 << 20} {
		if got := (LookupKey{Work: work}).work(); got != want {
			t.Errorf("Work %d is %d, want %d", work, got, want)
		}
	}
}
