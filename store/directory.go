package store

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
)

// directory is the organisation and the reference data, folded and held in
// memory while somebody is signed in. It is a [record.Directory].
type directory struct {
	mu          sync.RWMutex
	unions      map[uuid.UUID]record.Union
	employers   map[uuid.UUID]record.Employer
	communities map[uuid.UUID]record.Community
	codes       map[string]record.Codes // by the table's name
	centres     map[uuid.UUID]record.Centre
	staff       map[uuid.UUID]record.Staff
	days        civil.Calendar
}

func newDirectory() *directory {
	return &directory{unions: map[uuid.UUID]record.Union{}, employers: map[uuid.UUID]record.Employer{},
		communities: map[uuid.UUID]record.Community{}, codes: map[string]record.Codes{},
		centres: map[uuid.UUID]record.Centre{}, staff: map[uuid.UUID]record.Staff{}}
}

// foldEntry folds a file of the organisation; nil for a kind that this program
// does not hold.
func foldEntry(f record.File, events []record.Marked) (any, record.Listing) {
	if fold, known := entryFolds[f.Kind]; known {
		return fold(f.ID, events)
	}
	var unread record.Listing
	for i := range events {
		unread.Unread = append(unread.Unread, events[i].Event.ID)
	}
	return nil, unread
}

// entryFolds are the kinds of file a directory holds.
var entryFolds = map[record.Kind]func(uuid.UUID, []record.Marked) (any, record.Listing){
	record.KindUnion:     entryFold(record.FoldUnion, func(x *record.Union) *record.Listing { return &x.Listing }),
	record.KindEmployer:  entryFold(record.FoldEmployer, func(x *record.Employer) *record.Listing { return &x.Listing }),
	record.KindCommunity: entryFold(record.FoldCommunity, func(x *record.Community) *record.Listing { return &x.Listing }),
	record.KindCodes:     entryFold(record.FoldCodes, func(x *record.Codes) *record.Listing { return &x.Listing }),
	record.KindCentre:    entryFold(record.FoldCentre, func(x *record.Centre) *record.Listing { return &x.Listing }),
	record.KindStaff:     entryFold(record.FoldStaff, func(x *record.Staff) *record.Listing { return &x.Listing }),
}

func entryFold[S any](fold func(uuid.UUID, []record.Marked) S, listing func(*S) *record.Listing) func(
	uuid.UUID, []record.Marked) (any, record.Listing) {
	return func(id uuid.UUID, events []record.Marked) (any, record.Listing) {
		x := fold(id, events)
		return x, *listing(&x)
	}
}

func (d *directory) put(entry any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch x := entry.(type) {
	case record.Union:
		d.unions[x.ID] = x
	case record.Employer:
		d.employers[x.ID] = x
	case record.Community:
		d.communities[x.ID] = x
	case record.Codes:
		d.codes[x.Table] = x
		if x.Table == holidays {
			d.days = calendarOf(x)
		}
	case record.Centre:
		d.centres[x.ID] = x
	case record.Staff:
		d.staff[x.ID] = x
	}
}

// holidays is the code table of days off and made-up working days: code is the
// day, text is off or work.
const holidays = "holidays"

// calendarOf knows no year when the table cannot be read: then deadlines are
// shown as estimates, and nobody is sent home.
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

func (d *directory) calendar() civil.Calendar {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.days
}

// Union implements record.Directory.
func (d *directory) Union(id uuid.UUID) (record.Union, bool) { return get(d, &d.unions, id) }

// Centre implements record.Directory.
func (d *directory) Centre(id uuid.UUID) (record.Centre, bool) { return get(d, &d.centres, id) }

func get[K comparable, V any](d *directory, from *map[K]V, key K) (V, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	v, ok := (*from)[key]
	return v, ok
}

// sorted gives the values in the order of a key that people know them by.
func sorted[K comparable, V any](d *directory, from *map[K]V, key func(V) string) []V {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.SortedFunc(maps.Values(*from), func(a, b V) int { return cmp.Compare(key(a), key(b)) })
}

// loadDirectory folds every file of the organisation.
func (v *view) loadDirectory() (*directory, error) {
	d := newDirectory()
	for kind := range entryFolds {
		files, err := v.filesOf(kind)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			file := record.File{Kind: kind, ID: f.id}
			events, err := v.eventsOf(file, f.row)
			if err != nil {
				return nil, err
			}
			if len(events) == 0 {
				continue // only named by somebody else's record so far
			}
			entry, _ := foldEntry(file, events)
			d.put(entry)
		}
	}
	return d, nil
}

// filesOf lists the files of a kind in the order they were first heard of.
func (v *view) filesOf(kind record.Kind) ([]fileRow, error) {
	var files []fileRow
	rows, err := v.query(`SELECT f.id, f.uuid FROM file f JOIN word k ON k.id = f.kind WHERE k.text = $1 ORDER BY f.id`,
		string(kind))
	err = each(rows, err, func() error {
		var f fileRow
		if err := rows.Scan(&f.row, idInto(&f.id)); err != nil {
			return sqlError("read files", err)
		}
		files = append(files, f)
		return nil
	})
	return files, err
}
