package reference

import (
	"strings"
	"testing"

	"ruhui/store/civil"
)

func TestTablesAreWhole(t *testing.T) {
	all, err := Tables()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(tables) {
		t.Fatalf("%d tables, want %d", len(all), len(tables))
	}
	for _, c := range all {
		if c.Source == "" || c.On.IsZero() || len(c.Rows) == 0 {
			t.Errorf("%s: source %q of %v with %d rows", c.Table, c.Source, c.On, len(c.Rows))
		}
		seen := map[string]bool{}
		for _, r := range c.Rows {
			if r.Code == "" || r.Text == "" || seen[r.Code] {
				t.Errorf("%s: row %q is empty or there twice", c.Table, r.Code)
			}
			seen[r.Code] = true
		}
	}
}

func TestHolidaysParseAsACalendar(t *testing.T) {
	all, err := Tables()
	if err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	for _, c := range all {
		if c.Table != Holidays {
			continue
		}
		for _, r := range c.Rows {
			lines.WriteString(r.Code + "," + r.Text + "\n")
		}
	}
	calendar, err := civil.ParseCalendar(strings.NewReader(lines.String()))
	if err != nil {
		t.Fatal(err)
	}
	if work, known := calendar.IsWorkday(civil.Date{Year: 2026, Month: 1, Day: 1}); work || !known {
		t.Errorf("new year's day is worked %v, known %v", work, known)
	}
}

func TestOrigin(t *testing.T) {
	for line, want := range map[string]struct {
		source, on string
		ok         bool
	}{
		"# source: 国务院办公厅 date: 2025-11-04": {"国务院办公厅", "2025-11-04", true},
		"# source: GB/T 3304 date: 1991\r":  {"GB/T 3304", "1991-01-01", true},
		"# source: 国务院办公厅 date: 2025-13-04": {"国务院办公厅", "", false},
		"date,kind":         {"", "", false},
		"# source:  date: ": {"", "", false},
	} {
		source, on, ok := Origin(line)
		if source != want.source || on.String() != want.on || ok != want.ok {
			t.Errorf("%q: got %q, %v, %v", line, source, on, ok)
		}
	}
}
