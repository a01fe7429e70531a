package store

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/vault"
)

// group is what must be read to know one person: the files that links, unlinks
// or moves have ever joined, with their events.
type group struct {
	files   []fileRow
	events  []record.Marked
	persons []record.Person // folded from them; nil until asked
	shown   []shown         // of the persons, in lists; nil until asked
}

// shown is a person as lists and search have it.
type shown struct {
	*entry
	sealed []byte
	found  *prepared
}

type fileRow struct {
	row int64
	id  uuid.UUID
}

func (g *group) fold() []record.Person {
	if g.persons == nil && len(g.events) > 0 {
		g.persons = record.FoldPersons(g.events)
	}
	return g.persons
}

// show works out what lists show of each person.
func (g *group) show(keys *vault.Keys) error {
	if g.shown != nil {
		return nil
	}
	rows := make(map[uuid.UUID]int64, len(g.files))
	for _, f := range g.files {
		rows[f.id] = f.row
	}
	for i := range g.fold() {
		p := &g.persons[i]
		e := entryOf(rows[p.IDs[0]], p)
		plain, err := e.line.bytes()
		if err != nil {
			return err
		}
		sealed, err := sealColumn(keys, "person.line", e.id, plain)
		if err != nil {
			return err
		}
		g.shown = append(g.shown, shown{e, sealed, prepare(e.row, dayOf(e.visited), &e.line)})
	}
	return nil
}

// person gives the one that has the file.
func (g *group) person(id uuid.UUID) (record.Person, bool) {
	for _, p := range g.fold() {
		if slices.Contains(p.IDs, id) {
			return p, true
		}
	}
	return record.Person{}, false
}

// group reads what is joined with a person's file. One nothing was ever said of
// gives a group without events.
func (v *view) group(id uuid.UUID) (*group, error) {
	row, err := v.fileID(personFile(id))
	if err != nil || row == 0 {
		return &group{}, err
	}
	g := &group{files: []fileRow{{row, id}}}
	for i := 0; i < len(g.files); i++ { // grows while it is read
		if err := v.addJoined(g, g.files[i].row); err != nil {
			return nil, err
		}
	}
	for _, f := range g.files {
		events, err := v.eventsOf(personFile(f.id), f.row)
		if err != nil {
			return nil, err
		}
		g.events = append(g.events, events...)
	}
	return g, nil
}

func (v *view) addJoined(g *group, row int64) error {
	rows, err := v.query(`SELECT j.b, f.uuid FROM joined j JOIN file f ON f.id = j.b WHERE j.a = $1`, row)
	return each(rows, err, func() error {
		var f fileRow
		if err := rows.Scan(&f.row, idInto(&f.id)); err != nil {
			return sqlError("read joined files", err)
		}
		if !slices.Contains(g.files, f) {
			g.files = append(g.files, f)
		}
		return nil
	})
}

// group reads a group once in this transaction; what is said afterwards is
// added to it.
func (w *writing) group(id uuid.UUID) (*group, error) {
	if g := w.groups[id]; g != nil {
		return g, nil
	}
	g, err := w.view.group(id)
	if err != nil {
		return nil, err
	}
	w.groups[id] = g
	for _, f := range g.files {
		w.groups[f.id] = g
	}
	return g, nil
}

func personFile(id uuid.UUID) record.File { return record.File{Kind: record.KindPerson, ID: id} }

// person reads and folds one person; NotFound/PersonUnknown when nothing is
// recorded of them here.
func (s *Store) person(ctx context.Context, o *opened, id uuid.UUID) (p record.Person, err error) {
	err = s.look(ctx, o.keys, func(v *view) error {
		g, err := v.group(id)
		if err != nil {
			return err
		}
		found := false
		if p, found = g.person(id); !found {
			return fault(NotFound, KeyPersonUnknown)
		}
		return nil
	})
	return p, err
}
