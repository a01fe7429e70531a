// Package civil holds dates as people and laws use them: a day without a time, counted in China whatever the machine's
// zone, with the working-day calendar, legal deadlines and ages built on it.
//
// It knows nothing of clocks: who needs "today" asks the store for the time and calls Of. Its one surprise is that the zone
// is a fixed +08:00 and not the tz database's Asia/Shanghai, so that a window PC without zone files counts the same days;
// the summer time of 1986 to 1991 therefore does not exist here.
package civil

import (
	"cmp"
	"fmt"
	"strconv"
	"time"
)

// Shanghai is the zone of every date and printed time: UTC+8 throughout the year.
var Shanghai = time.FixedZone("CST", 8*60*60)

// Date is a day of the Gregorian calendar. It is comparable with ==, safe to copy, and may be a map key. The zero value
// means "not given"; arithmetic on it gives the zero value again.
type Date struct {
	Year, Month, Day int // Month and Day count from 1
}

// Of gives the day it is in China at the instant t; the zero time gives the zero Date.
func Of(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return dayOf(t.In(Shanghai))
}

func dayOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, int(m), d}
}

// Parse reads exactly "2006-01-02", a real day of the years 1 to 9999. Like String it takes "" for the zero Date.
func Parse(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, errNotADate
	}
	return parseDigits(s[:4] + s[5:7] + s[8:])
}

// ParseCompact reads exactly "20060102", as identity cards and numbers carry it. Nothing else is taken, "" neither.
func ParseCompact(s string) (Date, error) {
	if len(s) != 8 {
		return Date{}, errNotADate
	}
	return parseDigits(s)
}

// errNotADate does not repeat the input: dates of birth pass through here, and errors end up in logs.
var errNotADate = fmt.Errorf("not a date")

func parseDigits(s string) (Date, error) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' { // Atoi alone would take a sign
			return Date{}, errNotADate
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return Date{}, errNotADate
	}
	d := Date{n / 10000, n / 100 % 100, n % 100}
	if !d.Valid() {
		return Date{}, errNotADate
	}
	return d, nil
}

// Valid says that d is a real day of the years 1 to 9999. The zero Date is not valid.
func (d Date) Valid() bool {
	if d.Year < 1 || d.Year > 9999 || d.Month < 1 || d.Month > 12 || d.Day < 1 {
		return false
	}
	return d.Day <= daysIn(d.Year, d.Month)
}

// daysIn takes the day before the first of the following month; time.Date carries a thirteenth month over.
func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// IsZero says that no date was given.
func (d Date) IsZero() bool { return d == Date{} }

// String gives "2006-01-02", and "" for the zero Date.
func (d Date) String() string { return d.format("%04d-%02d-%02d") }

// Compact gives "20060102", and "" for the zero Date.
func (d Date) Compact() string { return d.format("%04d%02d%02d") }

// Chinese gives "2006年1月2日", and "" for the zero Date.
func (d Date) Chinese() string { return d.format("%d年%d月%d日") }

func (d Date) format(layout string) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf(layout, d.Year, d.Month, d.Day)
}

// MarshalText writes what String gives; it refuses a day that does not exist, which Parse could not read back.
func (d Date) MarshalText() ([]byte, error) {
	if !d.IsZero() && !d.Valid() {
		return nil, errNotADate
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Compare is negative when d is before e, zero when they are the same day, positive when it is after.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before says that d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After says that d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// Midnight is the instant the day begins in China; a deadline on day d has passed at d.AddDays(1).Midnight().
func (d Date) Midnight() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, Shanghai)
}

// Weekday is the day of the week; of the zero Date it means nothing.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

func (d Date) utc() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// AddDays gives the day n days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return dayOf(d.utc().AddDate(0, 0, n))
}

// AddMonths gives the same day n months later, or earlier when n is negative. Where that month has no such day it is the
// month's last (Civil Code art. 202): 31 August and six months is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	first := time.Date(d.Year, time.Month(d.Month+n), 1, 0, 0, 0, 0, time.UTC)
	year, month := first.Year(), int(first.Month())
	return Date{year, month, min(d.Day, daysIn(year, month))}
}

// DaysUntil counts the days from d to e: 1 when e is tomorrow, negative when e is past. Both must be given.
func (d Date) DaysUntil(e Date) int {
	return int((e.utc().Unix() - d.utc().Unix()) / (24 * 60 * 60)) // a time.Duration ends at 292 years
}
