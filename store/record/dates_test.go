package record

import (
	"testing"

	"ruhui/store/civil"
)

// Half-year, endorsement and sixteenth-birthday rules on 28 and 29 February and
// on month ends, as the records apply them.
func TestInvariant15_dates_at_the_ends_of_months(t *testing.T) {
	for _, c := range []struct{ registered, eligible string }{
		{"2026-03-15", "2026-09-15"}, {"2026-08-31", "2027-02-28"}, {"2025-08-29", "2026-02-28"},
		{"2027-08-29", "2028-02-29"}, {"2027-08-31", "2028-02-29"},
	} {
		p := Person{Cases: []ResidenceCase{{Type: Register, State: Completed, Result: &Result{RegisteredOn: day(c.registered)}}}}
		if got := p.EligibleFrom(); got != day(c.eligible) {
			t.Errorf("registered %s: eligible from %s, want %s", c.registered, got, c.eligible)
		}
	}
	for _, c := range []struct{ issued, from, to string }{
		{"2026-03-15", "2027-02-15", "2027-03-15"}, {"2024-02-29", "2025-01-28", "2025-02-28"}, {"2027-03-31", "2028-02-29", "2028-03-31"},
	} {
		p := Person{Cases: []ResidenceCase{{Type: PermitApply, State: Completed, Result: &Result{IssuedOn: day(c.issued)}}}}
		x := p.Permit()
		if x.EndorseFrom != day(c.from) || x.EndorseTo != day(c.to) {
			t.Errorf("issued %s: endorsed %s to %s, want %s to %s", c.issued, x.EndorseFrom, x.EndorseTo, c.from, c.to)
		}
		if x.Suspended(day(c.to)) || !x.Suspended(day(c.to).AddDays(1)) {
			t.Errorf("issued %s: must rest from the day after %s", c.issued, c.to)
		}
	}
	for _, c := range []struct {
		birth, on string
		may       bool
	}{
		{"2010-09-15", "2026-09-14", false}, {"2010-09-15", "2026-09-15", true},
		{"2012-02-29", "2028-02-28", false}, {"2012-02-29", "2028-02-29", true},
		{"2011-03-31", "2027-03-30", false}, {"2011-03-31", "2027-03-31", true},
	} {
		p := Person{Fields: map[Field]string{FieldBirth: c.birth}}
		if got := p.Standing(day(c.on)).May; got != c.may {
			t.Errorf("born %s, on %s: may join %v, want %v", c.birth, c.on, got, c.may)
		}
	}
	// Born on 29 February, of age on 1 March of a common year.
	if got := civil.Birthday(day("2008-02-29"), 18); got != day("2026-03-01") {
		t.Errorf("eighteen on %s", got)
	}
}
