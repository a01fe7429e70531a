// Package reference gives the code tables the program carries as a district
// records them: what a new district begins with, until it hands out newer ones.
// It reads only what is embedded in package assets.
package reference

import (
	"fmt"
	"regexp"
	"strings"

	"ruhui/assets"
	"ruhui/store/civil"
	"ruhui/store/record"
)

// Holidays is the name of the table of days off and working weekends.
const Holidays = "holidays"

// tables are those a district hands out, with the columns that hold code and
// text.
var tables = []struct{ name, code, text string }{
	{"nanhu_towns", "code", "name"},
	{Holidays, "date", "kind"},
	{"reason_codes", "code", "name"},
	{"return_reasons", "code", "name"},
	{"union_industry", "code", "name"},
	{"union_unit_kinds", "code", "name"},
	{"worker_group", "code", "name"},
}

// Tables gives each code table with its source and day.
func Tables() ([]record.CodesRecorded, error) {
	all := make([]record.CodesRecorded, 0, len(tables))
	for _, t := range tables {
		codes, err := table(t.name, t.code, t.text)
		if err != nil {
			return nil, err
		}
		all = append(all, codes)
	}
	return all, nil
}

func table(name, code, text string) (record.CodesRecorded, error) {
	rows, err := assets.Table(name)
	if err != nil {
		return record.CodesRecorded{}, err
	}
	raw, err := assets.Codes.ReadFile("codes/" + name + ".csv")
	if err != nil {
		return record.CodesRecorded{}, fmt.Errorf("read code table %s: %w", name, err)
	}
	codes := record.CodesRecorded{Table: name}
	line, _, _ := strings.Cut(string(raw), "\n")
	source, on, ok := Origin(line)
	if !ok {
		return record.CodesRecorded{}, fmt.Errorf("code table %s does not say where it comes from", name)
	}
	codes.Source, codes.On = source, on
	for _, r := range rows {
		codes.Rows = append(codes.Rows, record.Code{Code: r[code], Text: r[text]})
	}
	return codes, nil
}

var firstLine = regexp.MustCompile(`^# source: (.+) date: (\d{4}(?:-\d\d-\d\d)?)\s*$`)

// Origin reads a table's first line, "# source: … date: 2026-09-01", which says
// where the table comes from and of which day it is. ok is false for another
// line.
func Origin(line string) (source string, on civil.Date, ok bool) {
	m := firstLine.FindStringSubmatch(line)
	if m == nil {
		return "", civil.Date{}, false
	}
	day := m[2]
	if len(day) == len("2006") { // a standard is dated by its year
		day += "-01-01"
	}
	on, err := civil.Parse(day)
	return m[1], on, err == nil
}
