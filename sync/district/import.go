package district

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// Kinds of list that can be imported.
const (
	ImportUnions      = "unions"
	ImportEmployers   = "employers"
	ImportCommunities = "communities"
	ImportHolidays    = "holidays"
)

// importer reads one kind of list: which columns, and what each line says.
type importer struct {
	columns []Column
	read    func(*importing)
}

var importers = map[string]importer{
	ImportUnions:      {unionColumns, (*importing).unions},
	ImportEmployers:   {employerColumns, (*importing).employers},
	ImportCommunities: {communityColumns, (*importing).communities},
	ImportHolidays:    {holidayColumns, (*importing).holidays},
}

// ImportColumns are the columns a list of that kind may have, nil for no such
// kind.
func ImportColumns(kind string) []Column { return importers[kind].columns }

// importing is one import: what the file says beside what stands.
type importing struct {
	*reading
	table *sheet
	org   *Organisation
	facts []record.Fact
	today record.CodesRecorded // source and day of tables that name none
}

// Import reads a list and records what is new or changed in it, all of it or,
// when a line has a fault, nothing: then the error is [FileHasFaults] and the
// report names the lines. The same list again changes nothing. What is missing
// from a list stays as it is.
func (d *District) Import(ctx context.Context, kind string, file []byte) (Report, error) {
	var report Report
	how, known := importers[kind]
	if !known {
		return report, fmt.Errorf("import %q: %w", kind, FileNoTable)
	}
	t, err := readSheet(file)
	if err != nil {
		return report, fmt.Errorf("import %s: %w", kind, err)
	}
	org, err := d.Organisation(ctx)
	if err != nil {
		return report, err
	}
	r, ok := begin(t, how.columns, &report)
	i := &importing{reading: r, table: t, org: org, today: record.CodesRecorded{Source: d.secrets.Name, On: d.Today()}}
	if ok {
		how.read(i)
	}
	if len(report.Faults) > 0 {
		slices.SortStableFunc(report.Faults, func(a, b Fault) int { return a.Line - b.Line })
		return report, fmt.Errorf("import %s: %w", kind, FileHasFaults)
	}
	if len(i.facts) == 0 {
		return report, nil
	}
	if err := d.Say(ctx, i.facts); err != nil {
		return report, fmt.Errorf("import %s: %w", kind, err)
	}
	return report, nil
}

// lines goes through the table; a line with a fault says nothing.
func (i *importing) lines(read func()) {
	for _, l := range i.table.lines {
		if i.next(l) {
			read()
		}
	}
}

// say notes one entry: new, changed, or as it stands. before is nil when it is
// new.
func (i *importing) say(kind record.Kind, id uuid.UUID, verb string, before, now any) {
	switch {
	case before == nil:
		i.report.New++
	case sameBody(before, now):
		i.report.Same++
		return
	default:
		i.report.Changed++
	}
	i.facts = append(i.facts, record.Fact{File: record.File{Kind: kind, ID: id}, Type: verb, Body: now})
}

// sameBody compares two bodies as they are written.
func sameBody(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}
