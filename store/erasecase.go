package store

import (
	"encoding/json"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// servicesOf finds the service cases of a person: those whose opening names one
// of their files, and those opened in one of their visits, which may be sealed
// to a role and say no name here. It gives the events up to the moment.
func (w *writing) servicesOf(persons []record.File, visits map[uuid.UUID]bool, moment record.HLC) (
	cases []record.File, gone []uuid.UUID, err error) {
	named := map[uuid.UUID]bool{}
	for _, f := range persons {
		named[f.ID] = true
	}
	rows, err := w.filesOf(record.KindService)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range rows {
		f := record.File{Kind: record.KindService, ID: r.id}
		events, err := w.eventsOf(f, r.row)
		if err != nil {
			return nil, nil, err
		}
		if !concerns(events, named, visits) {
			continue
		}
		cases = append(cases, f)
		for i := range events {
			if events[i].Mark.Effective <= moment {
				gone = append(gone, events[i].Event.ID)
			}
		}
	}
	return cases, gone, nil
}

func concerns(events []record.Marked, persons, visits map[uuid.UUID]bool) bool {
	for i := range events {
		e := &events[i].Event
		if e.Type == "service.opened" && (visits[e.Visit] || persons[openedFor(e)]) {
			return true
		}
	}
	return false
}

// openedFor is the person a service case was opened for, zero when the body is
// sealed to a role.
func openedFor(e *record.Event) uuid.UUID {
	var b struct {
		Person uuid.UUID `json:"person"`
	}
	if json.Unmarshal(e.Body, &b) != nil {
		return uuid.Nil
	}
	return b.Person
}

// late says that an event that comes now is to be empty. The opening of a
// service case for an erased person makes the whole case one of theirs.
func (w *writing) late(m *record.Marked) (bool, error) {
	if w.covered(m.Event.File, m.Mark.Effective) {
		return true, nil
	}
	if m.Event.Type != "service.opened" || len(w.s.erasures)+len(w.erasures) == 0 {
		return false, nil
	}
	moment := w.erasedUpTo(openedFor(&m.Event))
	if m.Mark.Effective > moment {
		return false, nil
	}
	if err := w.noteErasure(m.Event.File.ID, moment); err != nil {
		return false, err
	}
	return true, w.emptyUpTo(m.Event.File, moment)
}

// emptyUpTo empties what came of a case before its opening did.
func (w *writing) emptyUpTo(f record.File, moment record.HLC) error {
	row, err := w.fileID(f)
	if err != nil || row == 0 {
		return err
	}
	w.touch(f)
	events, err := w.eventsOf(f, row)
	if err != nil {
		return err
	}
	var gone []uuid.UUID
	for i := range events {
		if events[i].Mark.Effective <= moment {
			gone = append(gone, events[i].Event.ID)
		}
	}
	return w.empty(gone)
}

// insertEmpty stores an event that was erased before it came, and gives its row.
func (w *writing) insertEmpty(e *record.Event, m record.Mark, digest record.Hash) (int64, error) {
	writer, err := w.authorID(author{e.Origin, e.Staff, e.Role})
	if err != nil {
		return 0, err
	}
	act, err := w.nameless(writer, hlcValue(e.Proven))
	if err != nil {
		return 0, err
	}
	typ, err := w.word(e.Type)
	if err != nil {
		return 0, err
	}
	reason, err := w.wordOrNull(string(m.Reason))
	if err != nil {
		return 0, err
	}
	return w.insert(`INSERT INTO event (uuid, at, act, file, type, version, shift, mark, reason, digest, content)
		VALUES ($1, $2, $3, NULL, $4, $5, $6, $7, $8, $9, NULL)`, e.ID[:], hlcValue(e.At), act, typ, e.Version,
		hlcValue(m.Effective)-hlcValue(e.At), markBits(m), reason, digest[:])
}

// eraseIfCovered: a mark may bring an event before the moment of an erasure.
func (w *writing) eraseIfCovered(known *eventRow, m record.Mark) error {
	if known.event.File.Kind == "" || !w.covered(known.event.File, m.Effective) {
		return nil
	}
	clear(w.groups)
	if err := w.dropSlips([]record.File{known.event.File}); err != nil {
		return err
	}
	return w.empty([]uuid.UUID{known.event.ID})
}

// eraseRefused takes away what was kept beside of events that are to be empty.
func (w *writing) eraseRefused() error {
	type kept struct {
		id     int64
		event  uuid.UUID
		sealed []byte
	}
	var all []kept
	rows, err := w.query(`SELECT r.id, e.uuid, r.sealed FROM refused r JOIN event e ON e.id = r.event`)
	if err := each(rows, err, func() error {
		var k kept
		err := rows.Scan(&k.id, idInto(&k.event), &k.sealed)
		all = append(all, k)
		return err
	}); err != nil {
		return err
	}
	for _, k := range all {
		plain, err := openColumn(w.keys, "refused.sealed", k.event, k.sealed)
		if err != nil {
			return err
		}
		var m record.Marked
		if err := json.Unmarshal(plain, &m); err != nil || w.covered(m.Event.File, m.Mark.Effective) {
			if _, err := w.exec(`DELETE FROM refused WHERE id = $1`, k.id); err != nil {
				return err
			}
		}
	}
	return nil
}

// unlist takes a group without events out of lists and search.
func (w *writing) unlist(g *group) error {
	for _, f := range g.files {
		if _, err := w.exec(`DELETE FROM alias WHERE file = $1`, f.row); err != nil {
			return err
		}
		if err := w.clearAlias(f.row, false); err != nil {
			return err
		}
	}
	return nil
}

// blank is a person of whom, after an erasure, only moves and links to others
// are left: lists do not show them.
func (w *writing) blank(p *record.Person) bool {
	return w.erasedUpTo(p.IDs[0]) > 0 && len(p.Visits) == 0 && len(p.Documents) == 0 && len(p.Members) == 0 &&
		p.Text(record.FieldName) == "" && p.Text(record.FieldLatinName) == ""
}

// dropSlips takes away the slips of all persons read together with these files;
// folding them anew brings back those that are left.
func (w *writing) dropSlips(files []record.File) error {
	for _, f := range files {
		if f.Kind != record.KindPerson {
			continue
		}
		g, err := w.view.group(f.ID)
		if err != nil {
			return err
		}
		for _, file := range g.files {
			if _, err := w.exec(`DELETE FROM slip WHERE person = $1`, file.row); err != nil {
				return err
			}
		}
	}
	return nil
}
