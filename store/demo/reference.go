package demo

import (
	"ruhui/assets"
	"ruhui/store/civil"
	"ruhui/store/record"
	"ruhui/store/reference"
)

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
	tables, err := reference.Tables()
	if err != nil {
		return err
	}
	for _, codes := range tables {
		j.say(record.KindCodes, codes.Table, "codes.recorded", codes)
	}
	j.say(record.KindCodes, zones.Table, "codes.recorded", zones)
	return nil
}
