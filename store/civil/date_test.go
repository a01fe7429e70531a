package civil

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"ruhui/store/storetest/seed"
)

// TestMain moves the machine to a zone far from China: nothing here may depend on it.
func TestMain(m *testing.M) {
	time.Local = time.FixedZone("far west", -11*60*60)
	os.Exit(m.Run())
}

func day(t testing.TB, s string) Date {
	t.Helper()
	d, err := Parse(s)
	if err != nil {
		t.Fatalf("Parse(%q): %v", s, err)
	}
	return d
}

func TestOf(t *testing.T) {
	for _, c := range []struct{ name, instant, want string }{
		{"last second of the day in China", "2026-09-14T15:59:59Z", "2026-09-14"},
		{"midnight in China", "2026-09-14T16:00:00Z", "2026-09-15"},
		{"given in another zone", "2026-09-14T12:00:00-11:00", "2026-09-15"},
		{"a summer of summer time", "1988-07-01T16:00:00Z", "1988-07-02"},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, c.instant)
			if err != nil {
				t.Fatal(err)
			}
			for _, given := range []time.Time{at, at.Local(), at.UTC()} {
				if got := Of(given).String(); got != c.want {
					t.Errorf("Of(%v) = %s, want %s", given, got, c.want)
				}
			}
		})
	}
	if got := Of(time.Time{}); !got.IsZero() {
		t.Errorf("Of(zero) = %v, want the zero Date", got)
	}
}

func TestMidnight(t *testing.T) {
	at := day(t, "2026-09-15").Midnight()
	if want := time.Date(2026, 9, 14, 16, 0, 0, 0, time.UTC); !at.Equal(want) {
		t.Errorf("Midnight = %v, want %v", at.UTC(), want)
	}
	if Of(at) != day(t, "2026-09-15") || Of(at.Add(-1)) != day(t, "2026-09-14") {
		t.Error("midnight does not part the two days")
	}
	if !(Date{}).Midnight().IsZero() {
		t.Error("the zero Date has a midnight")
	}
}

func TestParse(t *testing.T) {
	for _, s := range []string{"2026-9-15", "2026-02-29", "2026-00-10", "2026-13-01", "2026-04-31", "0000-01-01", "2026/09/15",
		"+026-09-15", "2026-09-1 ", " 2026-09-15", "20260915", "2026-09-15T00:00:00Z", "二〇二六-01-01"} {
		if d, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", s, d)
		}
	}
	if d, err := Parse(""); err != nil || !d.IsZero() {
		t.Errorf(`Parse("") = %v, %v, want the zero Date`, d, err)
	}
	if d, err := ParseCompact("20240229"); err != nil || d != (Date{2024, 2, 29}) {
		t.Errorf("ParseCompact = %v, %v", d, err)
	}
	for _, s := range []string{"", "20230229", "2024022", "202402299", "-0240229", "长期"} {
		if d, err := ParseCompact(s); err == nil {
			t.Errorf("ParseCompact(%q) = %v, want an error", s, d)
		}
	}
}

func TestForms(t *testing.T) {
	d := Date{2026, 1, 2}
	for _, c := range []struct{ got, want string }{
		{d.String(), "2026-01-02"}, {d.Compact(), "20260102"}, {d.Chinese(), "2026年1月2日"},
		{Date{}.String(), ""}, {Date{}.Compact(), ""}, {Date{}.Chinese(), ""}, {Date{800, 1, 2}.String(), "0800-01-02"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestJSON(t *testing.T) {
	type record struct{ On, Until Date }
	in := record{On: Date{2026, 9, 15}}
	text, err := json.Marshal(in)
	if err != nil || string(text) != `{"On":"2026-09-15","Until":""}` {
		t.Fatalf("Marshal = %s, %v", text, err)
	}
	var out record
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Errorf("Unmarshal = %v, %v, want %v", out, err, in)
	}
	if err := json.Unmarshal([]byte(`{"On":"2026-02-30"}`), &out); err == nil || out != in {
		t.Errorf("30 February: %v, %v, want an error and nothing changed", out, err)
	}
	if _, err := json.Marshal(record{On: Date{2026, 2, 30}}); err == nil {
		t.Error("wrote 30 February")
	}
}

func TestOrder(t *testing.T) {
	a, b := Date{2026, 9, 15}, Date{2026, 10, 1}
	if !a.Before(b) || a.After(b) || a.Before(a) || a.After(a) || a.Compare(a) != 0 || !b.After(a) {
		t.Error("15 September and 1 October are in the wrong order")
	}
	if got := a.DaysUntil(b); got != 16 {
		t.Errorf("DaysUntil = %d, want 16", got)
	}
	if got := (Date{1, 1, 1}).DaysUntil(Date{9999, 12, 31}); got != 3652058 {
		t.Errorf("DaysUntil over all dates = %d, want 3652058", got)
	}
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-08-31", 6, "2027-02-28"}, {"2023-08-31", 6, "2024-02-29"}, {"2026-01-31", 1, "2026-02-28"},
		{"2026-03-31", -1, "2026-02-28"}, {"2026-01-15", -1, "2025-12-15"}, {"2026-12-31", 2, "2027-02-28"},
		{"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", -12, "2023-02-28"}, {"2024-02-29", 48, "2028-02-29"},
	} {
		if got := day(t, c.from).AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s and %d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
	if !(Date{}).AddMonths(6).IsZero() || !(Date{}).AddDays(1).IsZero() {
		t.Error("a date not given has become one")
	}
}

// TestProperty_dates walks random days and compares with what must hold of any.
func TestProperty_dates(t *testing.T) {
	r := rand.New(rand.NewPCG(seed.Of(t, 1), 2))
	for range 20000 {
		d := Date{1, 1, 1}.AddDays(r.IntN(3652059))
		n := r.IntN(4000) - 2000
		if !d.Valid() {
			t.Fatalf("%v is not a day", d)
		}
		if got, err := Parse(d.String()); err != nil || got != d {
			t.Fatalf("Parse(%s) = %v, %v", d, got, err)
		}
		if got, err := ParseCompact(d.Compact()); err != nil || got != d {
			t.Fatalf("ParseCompact(%s) = %v, %v", d.Compact(), got, err)
		}
		if got := d.AddDays(n); d.DaysUntil(got) != n || got.AddDays(-n) != d {
			t.Fatalf("%v and %d days is %v", d, n, got)
		}
		if got := Of(d.Midnight()); got != d {
			t.Fatalf("midnight of %v is on %v", d, got)
		}
		m := d.AddMonths(n % 100)
		if months := (m.Year-d.Year)*12 + m.Month - d.Month; months != n%100 || m.Day > d.Day || m.Day < min(d.Day, 28) {
			t.Fatalf("%v and %d months is %v", d, n%100, m)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "2026-09-15", "2024-02-29", "2023-02-29", "20260915", "9999-12-31", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := Parse(s); err == nil {
			if d.String() != s {
				t.Fatalf("Parse(%q).String() = %q", s, d.String())
			}
		} else if !d.IsZero() {
			t.Fatalf("Parse(%q) gave %v with its error", s, d)
		}
		if d, err := ParseCompact(s); err == nil && d.Compact() != s {
			t.Fatalf("ParseCompact(%q).Compact() = %q", s, d.Compact())
		}
	})
}
