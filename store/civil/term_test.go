package civil

import (
	"math/rand/v2"
	"testing"

	"ruhui/store/storetest/seed"
)

func TestDue(t *testing.T) {
	announced, none := calendar(t, holidays2026), Calendar{}
	for _, c := range []struct {
		name      string
		calendar  Calendar
		trigger   string
		term      Term
		due       string
		estimated bool
	}{
		{"permit accepted on a Tuesday", announced, "2026-09-15", PermitDecision, "2026-09-30", false},
		{"report over a working Sunday, none announced", none, "2026-09-11", ThirdPartyReport, "2026-09-16", true},
		{"report over a weekend", announced, "2026-09-11", ThirdPartyReport, "2026-09-16", false},
		{"report over a working Sunday", announced, "2026-09-18", ThirdPartyReport, "2026-09-22", false},
		{"last day a Saturday", announced, "2026-09-04", Term{1, CalendarDays}, "2026-09-07", false},
		{"last day in the holidays", announced, "2026-09-16", PermitDecision, "2026-10-08", false},
		{"last day a worked Saturday", announced, "2026-09-30", ResidenceChange, "2026-10-10", false},
		{"working days across the holidays", announced, "2026-09-30", Term{2, WorkingDays}, "2026-10-09", false},
		{"only the last day of calendar days is judged", announced, "2026-12-20", ResidenceChange, "2026-12-30", false},
		{"last day in a year not announced", announced, "2026-12-25", ResidenceChange, "2027-01-04", true},
		{"working days into a year not announced", announced, "2026-12-31", Term{1, WorkingDays}, "2027-01-01", true},
		{"nothing to wait for", announced, "2026-09-15", Term{}, "2026-09-15", false},
		{"nothing to wait for, triggered on a Sunday", announced, "2026-09-13", Term{}, "2026-09-14", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			due, estimated := c.calendar.Due(day(t, c.trigger), c.term)
			if due.String() != c.due || estimated != c.estimated {
				t.Errorf("got %v estimated %t, want %s %t", due, estimated, c.due, c.estimated)
			}
		})
	}
	if due, estimated := announced.Due(Date{}, PermitDecision); !due.IsZero() || estimated {
		t.Errorf("a trigger not given is due on %v", due)
	}
}

// TestProperty_due: a due day is worked, never before the plain count, and grows with trigger and length.
func TestProperty_due(t *testing.T) {
	c := calendar(t, holidays2026)
	r := rand.New(rand.NewPCG(seed.Of(t, 3), 4))
	for range 5000 {
		trigger := Date{2026, 8, 1}.AddDays(r.IntN(120))
		term := Term{r.IntN(40), Unit(r.IntN(2))}
		due, _ := c.Due(trigger, term)
		later, _ := c.Due(trigger.AddDays(1), term)
		longer, _ := c.Due(trigger, Term{term.Days + 1, term.Unit})
		if due.Before(trigger.AddDays(term.Days)) || later.Before(due) || longer.Before(due) {
			t.Fatalf("%v %+v: due %v, a day later %v, a day longer %v", trigger, term, due, later, longer)
		}
		if work, _ := c.IsWorkday(due); !work && term.Days > 0 {
			t.Fatalf("%v %+v: due on %v, which is off", trigger, term, due)
		}
	}
}

func TestEligibleFrom(t *testing.T) {
	for registered, want := range map[string]string{
		"2026-03-15": "2026-09-15", "2026-08-31": "2027-02-28", "2025-08-29": "2026-02-28", "2023-08-30": "2024-02-29",
	} {
		if got := EligibleFrom(day(t, registered)).String(); got != want {
			t.Errorf("registered %s: %s, want %s", registered, got, want)
		}
	}
}

func TestEndorsement(t *testing.T) {
	for _, c := range []struct {
		issued   string
		k        int
		from, to string
	}{
		{"2026-03-15", 1, "2027-02-15", "2027-03-15"},
		{"2026-03-15", 2, "2028-02-15", "2028-03-15"},
		{"2024-02-29", 1, "2025-01-28", "2025-02-28"},
		{"2024-02-29", 4, "2028-01-29", "2028-02-29"},
		{"2026-03-31", 1, "2027-02-28", "2027-03-31"},
		{"2026-01-15", 1, "2026-12-15", "2027-01-15"},
	} {
		if from, to := Endorsement(day(t, c.issued), c.k); from.String() != c.from || to.String() != c.to {
			t.Errorf("issued %s, %d: %v…%v, want %s…%s", c.issued, c.k, from, to, c.from, c.to)
		}
	}
}

func TestLimitationOn(t *testing.T) {
	for knew, want := range map[string]string{"2026-09-15": "2027-09-15", "2024-02-29": "2025-02-28"} {
		if got := LimitationOn(day(t, knew)).String(); got != want {
			t.Errorf("knew on %s: %s, want %s", knew, got, want)
		}
	}
}

func TestAge(t *testing.T) {
	for _, c := range []struct {
		birth, on string
		want      int
	}{
		{"2010-09-15", "2026-09-14", 15}, {"2010-09-15", "2026-09-15", 16}, {"2008-02-29", "2026-02-28", 17},
		{"2008-02-29", "2026-03-01", 18}, {"2008-02-29", "2028-02-29", 20}, {"2008-02-29", "2028-02-28", 19},
		{"2026-09-15", "2026-09-15", 0}, {"2026-09-16", "2026-09-15", -1}, {"", "2026-09-15", -1}, {"2010-09-15", "", -1},
	} {
		if got := Age(day(t, c.birth), day(t, c.on)); got != c.want {
			t.Errorf("born %q, on %q: %d, want %d", c.birth, c.on, got, c.want)
		}
	}
}

// TestBirthday_is_the_day_the_age_is_reached holds the two against each other for every day of birth in four years.
func TestBirthday_is_the_day_the_age_is_reached(t *testing.T) {
	for birth := (Date{2007, 1, 1}); birth.Year < 2011; birth = birth.AddDays(1) {
		for years := range 19 {
			on := Birthday(birth, years)
			if got, before := Age(birth, on), Age(birth, on.AddDays(-1)); got != years || before != years-1 {
				t.Fatalf("born %v: %d on %v, %d the day before, want %d and %d", birth, got, on, before, years, years-1)
			}
		}
	}
	if !Birthday(Date{}, 16).IsZero() {
		t.Error("no date of birth, yet a birthday")
	}
}
