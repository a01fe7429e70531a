package district

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// mayLookUp are the roles that may read the file of somebody from outside their
// town for a visit: those who write registrations or applications.
var mayLookUp = []record.Role{record.RoleWindowClerk, record.RoleUnionClerk, record.RoleStationStaff,
	record.RoleTownUnion, record.RoleDistrictUnion}

// personFile gives one person's file for a visit, and records who read it.
func (d *District) personFile(ctx context.Context, who *asked, q *sync.FileAsked) (any, error) {
	if err := d.mayRead1(ctx, who, q); err != nil {
		return nil, err
	}
	file := record.File{Kind: record.KindPerson, ID: q.Person}
	answer := &sync.PersonFile{}
	err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		answer.Events, err = d.groupOf(tx, file)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(answer.Events) > 0 {
		if err := d.noteViewed(ctx, who, q, file); err != nil {
			return nil, err // unrecorded it is not shown
		}
	}
	answer.Time = d.Time()
	return answer, nil
}

// mayRead1 asks whether the person who asks signs in at this centre, and holds
// such a role now.
func (d *District) mayRead1(ctx context.Context, who *asked, q *sync.FileAsked) error {
	o, err := d.Organisation(ctx)
	if err != nil {
		return err
	}
	by, known := o.Staff[q.Staff]
	today := civil.Of(d.now())
	if !known || by.DisabledAt != 0 || !slices.Contains(by.Centres, who.terminal.Centre) || q.Visit == uuid.Nil ||
		!slices.Contains(mayLookUp, q.Role) || !by.Has(q.Role, today) || o.isBase(who.terminal.Centre) {
		return &sync.Refusal{Code: sync.NotYours, Detail: "file"}
	}
	return nil
}

func (o *Organisation) isBase(centre uuid.UUID) bool {
	u, known := o.Unions[o.Centres[centre].Union]
	return known && u.Kind.Base()
}

// groupOf gives the events of a person's files, all that were ever joined.
func (d *District) groupOf(tx archive.Tx, file record.File) ([]record.Marked, error) {
	files, err := tx.Files([]record.File{file})
	if err != nil || len(files) == 0 {
		return nil, err
	}
	return d.groupAt(tx, files[0].Row)
}

func (d *District) groupAt(tx archive.Tx, row int64) ([]record.Marked, error) {
	joined, err := tx.JoinedWith([]int64{row})
	if err != nil {
		return nil, err
	}
	rows := []int64{row}
	for _, j := range joined {
		if !slices.Contains(rows, j.Row) {
			rows = append(rows, j.Row)
		}
	}
	events, err := tx.EventsOf(rows...)
	if err != nil {
		return nil, err
	}
	opened := make([]record.Marked, len(events))
	for i := range events {
		if opened[i], err = d.reveal(&events[i]); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(opened, byEffect)
	return opened, nil
}

// noteViewed records in the district's journal that the file was read, by whom
// and where: the reader is to be asked about it, not the file.
func (d *District) noteViewed(ctx context.Context, who *asked, q *sync.FileAsked, file record.File) error {
	return d.say(ctx, []statement{{
		fact: record.Fact{File: file, Type: "person.viewed", Body: viewed{What: "file", Staff: q.Staff, Role: q.Role,
			Visit: q.Visit, Centre: who.terminal.Centre, Terminal: who.terminal.ID}},
		cause: "person.viewed/" + q.Person.String() + "/" + q.Visit.String() + "/" + q.Staff.String(),
	}})
}

// viewed is [record.Viewed] with who read it: the event's own author is the
// district.
type viewed struct {
	What     string      `json:"what"`
	Staff    uuid.UUID   `json:"staff"`
	Role     record.Role `json:"role"`
	Visit    uuid.UUID   `json:"visit"`
	Centre   uuid.UUID   `json:"centre"`
	Terminal uuid.UUID   `json:"terminal"`
}
