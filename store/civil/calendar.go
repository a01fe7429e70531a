package civil

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"time"
)

// Calendar knows which days are worked in China: Monday to Friday, but for the days off and the made-up working weekends
// that the General Office of the State Council announces each year. The zero value knows no year and is usable. It is not
// changed after ParseCalendar and may be shared.
type Calendar struct {
	work  map[Date]bool // announced days: true = worked, false = off
	known map[int]bool  // years whose announcement is in
}

// ParseCalendar reads lines of "date,kind" with kind "off" or "work": the days that differ from the plain week. Lines that
// begin with # are comments (the first names source and date), a header line "date,kind" may follow. Each day stands once.
// An error names its line.
func ParseCalendar(r io.Reader) (Calendar, error) {
	c := Calendar{work: map[Date]bool{}, known: map[int]bool{}}
	lines := csv.NewReader(skipMark(r))
	lines.Comment, lines.FieldsPerRecord, lines.TrimLeadingSpace = '#', 2, true
	for first := true; ; first = false {
		fields, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return c, nil
		}
		if err != nil {
			return Calendar{}, fmt.Errorf("read holidays: %w", err)
		}
		if first && fields[0] == "date" && fields[1] == "kind" {
			continue
		}
		if err := c.add(fields[0], fields[1]); err != nil {
			line, _ := lines.FieldPos(0)
			return Calendar{}, fmt.Errorf("read holidays: line %d: %w", line, err)
		}
	}
}

// skipMark drops the byte order mark that spreadsheet programs put before a CSV file.
func skipMark(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	if head, err := b.Peek(3); err == nil && string(head) == "\ufeff" {
		_, _ = b.Discard(3) // cannot fail: Peek holds the three bytes
	}
	return b
}

func (c Calendar) add(date, kind string) error {
	d, err := Parse(date)
	if err != nil || d.IsZero() {
		return fmt.Errorf("%q: %w", date, errNotADate)
	}
	if kind != "off" && kind != "work" {
		return fmt.Errorf("kind %q is neither off nor work", kind)
	}
	if _, twice := c.work[d]; twice {
		return fmt.Errorf("%s is listed twice", d)
	}
	c.work[d] = kind == "work"
	// The notice for a year may begin in the last days of the year before (New Year's holiday), which says nothing of the
	// rest of that year; every notice has days before December.
	if d.Month < 12 {
		c.known[d.Year] = true
	}
	return nil
}

// IsWorkday says whether d is worked, and whether that is known. Where the year's announcement is missing it answers by
// the plain week and known is false: a date found with it is an estimate.
func (c Calendar) IsWorkday(d Date) (work, known bool) {
	if listed, ok := c.work[d]; ok {
		return listed, true
	}
	day := d.Weekday()
	return day != time.Saturday && day != time.Sunday, c.known[d.Year]
}

// NextWorkday is d itself when it is worked, else the first working day after it; estimated when a day it had to judge
// lies in a year not announced. The zero Date stays zero.
func (c Calendar) NextWorkday(d Date) (day Date, estimated bool) {
	if d.IsZero() {
		return d, false
	}
	for ; ; d = d.AddDays(1) {
		work, known := c.IsWorkday(d)
		estimated = estimated || !known
		if work {
			return d, estimated
		}
	}
}
