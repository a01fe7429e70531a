package device

import (
	"slices"
	"testing"

	"ruhui/store/civil"
	"ruhui/store/ident"
)

func codes(t testing.TB, c Card, today civil.Date) (list []string) {
	t.Helper()
	for _, check := range c.Checks(today) {
		if check.Level != ident.Warn {
			t.Errorf("%s has level %d, want a warning", check.Code, check.Level)
		}
		list = append(list, check.Code)
	}
	return list
}

func TestChecks_demo_cards_are_in_order(t *testing.T) {
	for i, c := range wantCards(t) {
		if got := codes(t, c, day(t, "2026-09-15")); len(got) != 0 {
			t.Errorf("card %d: got %v, want nothing", i+1, got)
		}
	}
}

func TestChecks(t *testing.T) {
	const resident, foreign2017, hmt, foreign2023 = 0, 3, 4, 5
	tests := []struct {
		name   string
		card   int
		change func(*Card)
		want   []string
	}{
		{"check digit", resident, func(c *Card) { c.Number = "511399199001010018" }, []string{"BadCheckDigit"}},
		{"check digit of 2017", foreign2017, func(c *Card) { c.Number = "PAK310080010104" }, []string{"BadCheckDigit"}},
		{"check digit of a permit", hmt, func(c *Card) { c.Number = "810000199408230022" }, []string{"BadCheckDigit"}},
		{"check digit of 2023", foreign2023, func(c *Card) { c.Number = "911124198108030025" }, []string{"BadCheckDigit"}},
		{"a permit's number on a resident's card", resident, func(c *Card) { c.Number = "810000199408230021" }, []string{"WrongDocType"}},
		{"sex", resident, func(c *Card) { c.Sex = "2" }, []string{"SexMismatch"}},
		{"sex of 2023", foreign2023, func(c *Card) { c.Sex = "1" }, []string{"SexMismatch"}},
		{"sex not told by the number of 2017", foreign2017, func(c *Card) { c.Sex = "1" }, nil},
		{"birth", resident, func(c *Card) { c.Birth = day(t, "1990-01-02") }, []string{"BirthMismatch"}},
		{"birth of 2017", foreign2017, func(c *Card) { c.Birth = day(t, "1980-01-02") }, []string{"BirthMismatch"}},
		{"no birth", resident, func(c *Card) { c.Birth = civil.Date{} }, []string{"BadDate"}},
		{"unknown people", resident, func(c *Card) { c.Ethnic = "57" }, []string{"UnknownCode"}},
		{"no people", resident, func(c *Card) { c.Ethnic = "" }, []string{"UnknownCode"}},
		{"private-use name", resident, func(c *Card) { c.NameRaw = []byte{0, 0xE8} }, []string{"NameUncoded"}},
		{"last day", resident, func(c *Card) { c.ValidTo = day(t, "2026-09-15") }, nil},
		{"expired yesterday", resident, func(c *Card) { c.ValidTo = day(t, "2026-09-14") }, []string{"DocExpired"}},
		{"first day", resident, func(c *Card) { c.ValidFrom = day(t, "2026-09-15") }, nil},
		{"valid from tomorrow", resident, func(c *Card) { c.ValidFrom = day(t, "2026-09-16") }, []string{"NotYetValid"}},
		{"no end", resident, func(c *Card) { c.ValidTo = civil.Date{} }, []string{"BadDate"}},
		{"long term", resident, func(c *Card) { c.ValidTo, c.LongTerm = civil.Date{}, true }, nil},
		{"two bad dates are said once", resident, func(c *Card) { c.Birth, c.ValidFrom = civil.Date{}, civil.Date{} }, []string{"BadDate"}},
		{"several", resident, func(c *Card) { c.Sex, c.Ethnic = "2", "99" }, []string{"SexMismatch", "UnknownCode"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := wantCards(t)[tt.card]
			tt.change(&c)
			if got := codes(t, c, day(t, "2026-09-15")); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestDocType(t *testing.T) {
	want := []ident.DocType{"id_card", "id_card", "id_card", "foreign_pr", "hmt_permit", "foreign_pr", "id_card"}
	for i, c := range wantCards(t) {
		if got := c.DocType(); got != want[i] {
			t.Errorf("card %d: got %s, want %s", i+1, got, want[i])
		}
	}
}
