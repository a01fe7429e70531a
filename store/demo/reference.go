package demo

import (
	"fmt"
	"regexp"
	"strings"

	"ruhui/assets"
	"ruhui/store/civil"
	"ruhui/store/record"
)

// tables are the code tables a district hands out, with the columns that hold
// code and text.
var tables = []struct{ name, code, text string }{
	{"nanhu_towns", "code", "name"},
	{"holidays", "date", "kind"},
	{"reason_codes", "code", "name"},
	{"return_reasons", "code", "name"},
	{"union_industry", "code", "name"},
	{"union_unit_kinds", "code", "name"},
	{"worker_group", "code", "name"},
}

// zones are the six 片区; two are known from print, the names of the others are
// open.
var zones = record.CodesRecorded{
	Table: "zones", Source: "演示数据", On: civil.Date{Year: 2026, Month: 9, Day: 1},
	Rows: []record.Code{{Code: "1", Text: zoneCommerce}, {Code: "2", Text: zoneMarket}, {Code: "3", Text: "样例一片区"},
		{Code: "4", Text: "样例二片区"}, {Code: "5", Text: "样例三片区"}, {Code: "6", Text: "样例四片区"}},
}

const (
	zoneCommerce = "电商产业片区"
	zoneMarket   = "专业市场片区"
)

// reference records communities and code tables from what the program carries.
func (j *journal) reference() error {
	rows, err := assets.Table("communities")
	if err != nil {
		return err
	}
	for _, r := range rows {
		j.say(record.KindCommunity, r["code"], "community.recorded",
			record.CommunityRecorded{Code: r["code"], Name: r["name"], Town: r["town"], Kind: r["kind"]})
	}
	for _, t := range tables {
		codes, err := table(t.name, t.code, t.text)
		if err != nil {
			return err
		}
		j.say(record.KindCodes, t.name, "codes.recorded", codes)
	}
	j.say(record.KindCodes, zones.Table, "codes.recorded", zones)
	return nil
}

func table(name, code, text string) (record.CodesRecorded, error) {
	rows, err := assets.Table(name)
	if err != nil {
		return record.CodesRecorded{}, err
	}
	codes := record.CodesRecorded{Table: name}
	if codes.Source, codes.On, err = origin(name); err != nil {
		return record.CodesRecorded{}, err
	}
	for _, r := range rows {
		codes.Rows = append(codes.Rows, record.Code{Code: r[code], Text: r[text]})
	}
	return codes, nil
}

// firstLine is how a table says where it comes from and of which day it is.
var firstLine = regexp.MustCompile(`^# source: (.+) date: (\d{4}(?:-\d\d-\d\d)?)\s*$`)

func origin(table string) (string, civil.Date, error) {
	raw, err := assets.Codes.ReadFile("codes/" + table + ".csv")
	if err != nil {
		return "", civil.Date{}, fmt.Errorf("read code table %s: %w", table, err)
	}
	line, _, _ := strings.Cut(string(raw), "\n")
	m := firstLine.FindStringSubmatch(line)
	if m == nil {
		return "", civil.Date{}, fmt.Errorf("code table %s does not say where it comes from", table)
	}
	day := m[2]
	if len(day) == len("2006") { // a standard is dated by its year
		day += "-01-01"
	}
	on, err := civil.Parse(day)
	return m[1], on, err
}
