package district

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// Organisation is what the feed "district" says, folded: who and what there is.
// It is a [record.Directory]. It is not changed once made and may be shared.
type Organisation struct {
	Unions      map[uuid.UUID]record.Union
	Centres     map[uuid.UUID]record.Centre
	Staff       map[uuid.UUID]record.Staff
	Employers   map[uuid.UUID]record.Employer
	Communities map[uuid.UUID]record.Community
	Codes       map[string]record.Codes // by the table's name

	position int64       // of the feed
	hash     record.Hash // of that position
	events   map[record.File][]record.Marked
	tenures  map[uuid.UUID][]tenure
	calendar civil.Calendar
}

// tenure is what was so of a member of staff from a moment on: what comes late is
// judged by what held when it was written.
type tenure struct {
	from  record.HLC
	staff record.Staff
}

func newOrganisation() *Organisation {
	return &Organisation{Unions: map[uuid.UUID]record.Union{}, Centres: map[uuid.UUID]record.Centre{},
		Staff: map[uuid.UUID]record.Staff{}, Employers: map[uuid.UUID]record.Employer{},
		Communities: map[uuid.UUID]record.Community{}, Codes: map[string]record.Codes{},
		events: map[record.File][]record.Marked{}, tenures: map[uuid.UUID][]tenure{}}
}

func (o *Organisation) clone() *Organisation {
	return &Organisation{maps.Clone(o.Unions), maps.Clone(o.Centres), maps.Clone(o.Staff), maps.Clone(o.Employers),
		maps.Clone(o.Communities), maps.Clone(o.Codes), o.position, o.hash, maps.Clone(o.events), maps.Clone(o.tenures),
		o.calendar}
}

// Union implements [record.Directory].
func (o *Organisation) Union(id uuid.UUID) (record.Union, bool) { u, ok := o.Unions[id]; return u, ok }

// Centre implements [record.Directory].
func (o *Organisation) Centre(id uuid.UUID) (record.Centre, bool) {
	c, ok := o.Centres[id]
	return c, ok
}

// Events gives what was said of the organisation, with marks, in the order it
// takes effect: what set-up files bring.
func (o *Organisation) Events() []record.Marked {
	var all []record.Marked
	for _, list := range o.events {
		all = append(all, list...)
	}
	slices.SortFunc(all, byEffect)
	return all
}

func byEffect(a, b record.Marked) int {
	return cmp.Or(cmp.Compare(a.Mark.Effective, b.Mark.Effective), compareIDs(a.Event.ID, b.Event.ID))
}

func compareIDs(a, b uuid.UUID) int { return strings.Compare(string(a[:]), string(b[:])) }

// staffAt is the member as they stood at a moment, nil for somebody unknown then.
func (o *Organisation) staffAt(id uuid.UUID, at record.HLC) *record.Staff {
	var then *record.Staff
	for i, t := range o.tenures[id] {
		if t.from <= at {
			then = &o.tenures[id][i].staff
		}
	}
	return then
}

// holidays is the code table of days off and made-up working days: code is the
// day, text is off or work.
const holidays = "holidays"

// fold puts one file of the organisation in; a kind of a newer program is left
// out.
func (o *Organisation) fold(f record.File, events []record.Marked) {
	switch f.Kind {
	case record.KindUnion:
		o.Unions[f.ID] = record.FoldUnion(f.ID, events)
	case record.KindCentre:
		o.Centres[f.ID] = record.FoldCentre(f.ID, events)
	case record.KindStaff:
		o.Staff[f.ID] = record.FoldStaff(f.ID, events)
		o.tenures[f.ID] = tenuresOf(f.ID, events)
	case record.KindEmployer:
		o.Employers[f.ID] = record.FoldEmployer(f.ID, events)
	case record.KindCommunity:
		o.Communities[f.ID] = record.FoldCommunity(f.ID, events)
	case record.KindCodes:
		c := record.FoldCodes(f.ID, events)
		if c.Table != "" {
			o.Codes[c.Table] = c
		}
		if c.Table == holidays {
			o.calendar = calendarOf(c)
		}
	}
}

func tenuresOf(id uuid.UUID, events []record.Marked) []tenure {
	events = slices.SortedFunc(slices.Values(events), byEffect)
	var list []tenure
	for i := range events {
		list = append(list, tenure{events[i].Mark.Effective, record.FoldStaff(id, events[:i+1])})
	}
	return list
}

// calendarOf knows no year when the table cannot be read: then deadlines are
// estimates.
func calendarOf(t record.Codes) civil.Calendar {
	var csv strings.Builder
	for _, row := range t.Rows {
		fmt.Fprintf(&csv, "%s,%s\n", row.Code, row.Text)
	}
	c, err := civil.ParseCalendar(strings.NewReader(csv.String()))
	if err != nil {
		return civil.Calendar{}
	}
	return c
}

// Organisation gives unions, centres, staff and reference data as they stand.
func (d *District) Organisation(ctx context.Context) (*Organisation, error) {
	var o *Organisation
	err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		o, err = d.organisationIn(tx)
		return err
	})
	return o, err
}

// organisationIn gives the organisation as this transaction sees it: what is
// held in memory, carried on to the feed's head.
func (d *District) organisationIn(tx archive.Tx) (*Organisation, error) {
	heads, err := tx.FeedHeads([]string{sync.FeedDistrict})
	if err != nil {
		return nil, err
	}
	var head archive.FeedHead
	if len(heads) > 0 {
		head = heads[0]
	}
	d.mu.Lock()
	now := d.org
	d.mu.Unlock()
	if now == nil || now.position > head.Position {
		now = newOrganisation()
	}
	if now.position == head.Position && now.hash == head.Hash {
		return now, nil
	}
	if now.position == head.Position { // another history: begin anew
		now = newOrganisation()
	}
	next := now.clone()
	if err := d.carryOn(tx, next, head); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.org = next
	return next, nil
}

const organisationPage = 1 << 20 // bytes read at once

func (d *District) carryOn(tx archive.Tx, o *Organisation, head archive.FeedHead) error {
	touched := map[record.File]bool{}
	for o.position < head.Position {
		lines, err := tx.Lines(sync.FeedDistrict, o.position, organisationPage)
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			return fmt.Errorf("read feed %s: nothing behind %d of %d", sync.FeedDistrict, o.position, head.Position)
		}
		for i := range lines {
			m, err := d.reveal(&lines[i].Event)
			if err != nil {
				return err
			}
			file := m.Event.File
			o.events[file] = append(slices.Clip(o.events[file]), m)
			touched[file] = true
			o.position, o.hash = lines[i].Position, lines[i].Hash
		}
	}
	for file := range touched {
		o.fold(file, o.events[file])
	}
	return nil
}
