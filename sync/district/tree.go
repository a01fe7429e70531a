package district

import (
	"strings"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/reference"
)

var namespace = uuid.NewSHA1(uuid.NameSpaceDNS, []byte("district.ruhui"))

// placeID computes the id of what has a code of its own (a union, an employer, a
// community, a code table): so two who import the same list say the same.
func placeID(kind record.Kind, code string) uuid.UUID {
	return uuid.NewSHA1(namespace, []byte(string(kind)+"/"+strings.ToUpper(code)))
}

// codesID is the id of a code table.
func codesID(table string) uuid.UUID { return uuid.NewSHA1(namespace, []byte("codes/"+table)) }

// treeFacts is what a new district begins with: its code tables, the union of
// the district and one for each of its streets and towns, a service hall in each
// town, and the unions' offices. Base unions, communities and employers come by
// import.
func treeFacts(name, telephone string, on civil.Date) ([]record.Fact, error) {
	tables, err := reference.Tables()
	if err != nil {
		return nil, err
	}
	var facts []record.Fact
	for _, t := range append(tables, knownZones(name, on)) {
		facts = append(facts, record.Fact{File: record.File{Kind: record.KindCodes, ID: codesID(t.Table)}, Type: "codes.recorded", Body: t})
	}
	top := record.UnionRecorded{Code: "U001", Name: name, Kind: record.DistrictUnion, Town: record.DistrictTown}
	facts = append(facts, unionFact(top), centreFact(officeOf(top, telephone)))
	for _, town := range ident.Towns.Items() {
		union := record.UnionRecorded{Code: "U" + town.Code[6:], Name: town.Name + "总工会", Kind: record.TownUnion,
			Parent: placeID(record.KindUnion, top.Code), Town: town.Code}
		hall := record.CentreRecorded{Name: town.Name + "便民服务中心 新居民服务窗口", Kind: record.ServiceHall, Town: town.Code, Phone: telephone}
		facts = append(facts, unionFact(union), centreFact(officeOf(union, telephone)), centreFact(hall))
	}
	return facts, nil
}

// knownZones are the two of the six 片区 whose names are in print; the others
// come with the unions that name them.
func knownZones(source string, on civil.Date) record.CodesRecorded {
	return record.CodesRecorded{Table: tableZones, Source: source, On: on,
		Rows: []record.Code{{Code: "1", Text: "电商产业片区"}, {Code: "2", Text: "专业市场片区"}}}
}

const tableZones = "zones"

func unionFact(u record.UnionRecorded) record.Fact {
	return record.Fact{File: record.File{Kind: record.KindUnion, ID: placeID(record.KindUnion, u.Code)}, Type: "union.recorded", Body: u}
}

func officeOf(u record.UnionRecorded, telephone string) record.CentreRecorded {
	return record.CentreRecorded{Name: u.Name + "办公室", Kind: record.UnionOffice, Town: u.Town,
		Union: placeID(record.KindUnion, u.Code), Phone: telephone}
}

// centreFact computes the centre's id from its first name. It may get another
// name later.
func centreFact(c record.CentreRecorded) record.Fact {
	return record.Fact{File: record.File{Kind: record.KindCentre, ID: placeID(record.KindCentre, c.Name)}, Type: "centre.recorded", Body: c}
}

// demoFacts is the invented district, without its staff: they are hired like
// everybody else.
func demoFacts() ([]record.Fact, error) {
	events, err := demo.Events()
	if err != nil {
		return nil, err
	}
	var facts []record.Fact
	for _, m := range events {
		if e := m.Event; e.File.Kind != record.KindStaff {
			facts = append(facts, record.Fact{File: e.File, Type: e.Type, Version: e.Version, Body: e.Body})
		}
	}
	return facts, nil
}
