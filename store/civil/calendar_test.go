package civil

import (
	"strings"
	"testing"
)

// holidays2026 is the part of the notice for 2026 around the Mid-Autumn Festival and the National Day.
const holidays2026 = `# 国务院办公厅关于2026年部分节假日安排的通知, 2025-11-04
date,kind
2026-09-20,work
2026-09-25,off
2026-09-26,off
2026-09-27,off
2026-10-01,off
2026-10-02,off
2026-10-03,off
2026-10-04,off
2026-10-05,off
2026-10-06,off
2026-10-07,off
2026-10-10,work
`

func calendar(t testing.TB, csv string) Calendar {
	t.Helper()
	c, err := ParseCalendar(strings.NewReader(csv))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestIsWorkday(t *testing.T) {
	c := calendar(t, holidays2026)
	for _, q := range []struct {
		date        string
		work, known bool
	}{
		{"2026-09-14", true, true},  // Monday
		{"2026-09-19", false, true}, // Saturday
		{"2026-09-20", true, true},  // Sunday, worked
		{"2026-09-25", false, true}, // Friday, off
		{"2026-10-07", false, true}, // Wednesday, off
		{"2026-10-10", true, true},  // Saturday, worked
		{"2027-10-01", true, false}, // Friday of a year not announced
		{"2027-10-02", false, false},
	} {
		if work, known := c.IsWorkday(day(t, q.date)); work != q.work || known != q.known {
			t.Errorf("%s: work %t known %t, want %t %t", q.date, work, known, q.work, q.known)
		}
	}
}

func TestCalendar_new_year_days_in_december_do_not_make_that_year_known(t *testing.T) {
	c := calendar(t, "2026-12-31,off\n2027-01-01,off\n")
	if work, known := c.IsWorkday(day(t, "2026-12-31")); work || !known {
		t.Errorf("the listed day itself: work %t known %t, want false true", work, known)
	}
	if _, known := c.IsWorkday(day(t, "2026-10-01")); known {
		t.Error("2026 counts as announced by one day of December")
	}
	if _, known := c.IsWorkday(day(t, "2027-05-06")); !known {
		t.Error("2027 does not count as announced")
	}
}

func TestParseCalendar(t *testing.T) {
	for _, csv := range []string{"", "# only a comment\n", "2026-10-01,off", "\ufeffdate,kind\r\n2026-10-01,off\r\n", "2026-10-01, off\n\n"} {
		if _, err := ParseCalendar(strings.NewReader(csv)); err != nil {
			t.Errorf("%q: %v", csv, err)
		}
	}
	for _, c := range []struct{ name, csv, want string }{
		{"not a date", "# source\ndate,kind\n2026-02-30,off\n", "line 3"},
		{"no date", ",off\n", "line 1"},
		{"unknown kind", "2026-10-01,off\n2026-10-02,closed\n", "line 2"},
		{"listed twice", "2026-10-01,off\n\n2026-10-01,work\n", "line 3"},
		{"too many fields", "2026-10-01,off\n2026-10-02,off,x\n", "line 2"},
		{"too few fields", "2026-10-01\n", "line 1"},
		{"a header later on", "2026-10-01,off\ndate,kind\n", "line 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseCalendar(strings.NewReader(c.csv))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error naming %s", err, c.want)
			}
		})
	}
}

func FuzzParseCalendar(f *testing.F) {
	f.Add(holidays2026)
	f.Add("2026-10-01,off\n2026-10-02,closed")
	f.Add("\ufeff\"2026-10-01\",work")
	f.Fuzz(func(t *testing.T, csv string) {
		c, err := ParseCalendar(strings.NewReader(csv))
		if err != nil {
			return
		}
		for d, want := range c.work {
			if work, known := c.IsWorkday(d); !known || work != want {
				t.Fatalf("%v: work %t known %t, want %t true", d, work, known, want)
			}
			if next, _ := c.NextWorkday(d); next.Before(d) {
				t.Fatalf("the working day after %v is %v", d, next)
			}
		}
	})
}
