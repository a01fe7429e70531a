package district

import (
	"cmp"
	"maps"
	"slices"

	"ruhui/store/civil"
	"ruhui/store/record"
	"ruhui/store/reference"
)

var holidayColumns = []Column{
	{Name: "日期", Other: "date", Must: true, Example: "2027-01-01"},
	{Name: "类型", Other: "kind", Must: true, Example: "休", Help: "休（放假）或 班（调休上班）"},
}

// holidays reads the days off and the working weekends that the General Office
// of the State Council announces for a year. A year in the file takes the place
// of that year; other years stay.
func (i *importing) holidays() {
	days := map[civil.Date]string{}
	years := map[int]bool{}
	i.lines(func() {
		before := i.bad()
		day, kind := i.day("日期"), i.holidayKind()
		if i.bad() > before {
			return
		}
		if days[day] != "" {
			i.fault("日期", FaultTwice)
			return
		}
		days[day] = kind
		// A notice may begin in the last days of the year before (New Year's
		// holiday), which says nothing of the rest of that year.
		years[day.Year] = years[day.Year] || day.Month < 12
	})
	stands := i.org.Codes[reference.Holidays]
	for _, c := range stands.Rows {
		day, err := civil.Parse(c.Code)
		if err == nil && !years[day.Year] && days[day] == "" {
			days[day] = c.Text
		}
	}
	i.sayCodes(stands, holidayTable(days))
}

func (i *importing) holidayKind() string {
	switch i.get("类型") {
	case "休", "放假", "off":
		return "off"
	case "班", "上班", "调休", "work":
		return "work"
	}
	i.fault("类型", FaultForm)
	return ""
}

func holidayTable(days map[civil.Date]string) record.CodesRecorded {
	table := record.CodesRecorded{Table: reference.Holidays}
	for _, day := range slices.SortedFunc(maps.Keys(days), civil.Date.Compare) {
		table.Rows = append(table.Rows, record.Code{Code: day.String(), Text: days[day]})
	}
	return table
}

// sayCodes says a table anew when its rows differ. Where it comes from stands in
// the file's first line, else it is the district's.
func (i *importing) sayCodes(stands record.Codes, now record.CodesRecorded) {
	id := stands.ID
	var was any
	if stands.Table == "" {
		id = codesID(now.Table)
	} else {
		was = stands.Rows
	}
	source, on, ok := reference.Origin(i.table.first)
	if !ok {
		source, on = i.today.Source, i.today.On
	}
	now.Source, now.On = cmp.Or(source, i.today.Source), on
	i.say(record.KindCodes, id, "codes.recorded", was, now.Rows)
	if n := len(i.facts); n > 0 && i.facts[n-1].File.ID == id {
		i.facts[n-1].Body = now
	}
}
