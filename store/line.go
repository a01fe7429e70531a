package store

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// line is what a search reads of a person. It is sealed on disk and opened for
// the time somebody is signed in; full numbers are not in it.
type line struct {
	Name    string   `json:"n,omitempty"`
	Latin   string   `json:"l,omitempty"`
	Former  string   `json:"f,omitempty"`
	Numbers []string `json:"d,omitempty"` // of documents, masked for lists
	Tail    string   `json:"p,omitempty"` // last four digits of the telephone
}

func (l *line) bytes() ([]byte, error) { return json.Marshal(l) }

// entry is a person in lists: the line with what stands in the clear beside it.
type entry struct {
	row       int64
	id        uuid.UUID // of the file that names the group
	line      line
	readings  []ident.Reading // of the names, worked out when it is put into the index
	town      string
	member    record.MembershipState
	holding   uuid.UUID
	residence record.CaseState
	visited   civil.Date
	listed    int
}

func entryOf(row int64, p *record.Person) *entry {
	e := &entry{row: row, id: p.IDs[0], town: p.Text(record.FieldTown), listed: len(p.Open()), line: line{
		Name:   p.Text(record.FieldName),
		Latin:  p.Text(record.FieldLatinName),
		Former: p.Text(record.FieldFormerName),
		Tail:   tail(p.Text(record.FieldMobile)),
	}}
	for _, d := range p.Documents {
		if no := ident.MaskID(d.Number); no != "" && !slices.Contains(e.line.Numbers, no) {
			e.line.Numbers = append(e.line.Numbers, no)
		}
	}
	for i := range p.Visits {
		if on := civil.Of(p.Visits[i].Opened); on.After(e.visited) {
			e.visited = on
		}
	}
	if n := len(p.Cases); n > 0 {
		e.residence = p.Cases[n-1].State
	}
	e.member, e.holding = standingOf(p)
	return e
}

// standingOf is the membership in force, else the application that waits, else
// what became of the last one.
func standingOf(p *record.Person) (record.MembershipState, uuid.UUID) {
	if m := p.Member(); m != nil {
		return m.State, m.Holding
	}
	if m := p.Applicant(); m != nil {
		return m.State, uuid.Nil
	}
	if n := len(p.Members); n > 0 {
		return p.Members[n-1].State, uuid.Nil
	}
	return "", uuid.Nil
}

// tail is the last four digits of a number, "" of a shorter one.
func tail(number string) string {
	n := ident.Normalise(number)
	if len(n) < 7 {
		return ""
	}
	return n[len(n)-4:]
}

// entries reads all lines, for the index built after sign-in.
func (v *view) entries() ([]*entry, error) {
	var all []*entry
	rows, err := v.query(`SELECT p.id, f.uuid, p.town, p.member, u.uuid, p.residence, p.visited, p.listed, p.line
		FROM person p JOIN file f ON f.id = p.id LEFT JOIN file u ON u.id = p.holding`)
	err = each(rows, err, func() error {
		e := &entry{}
		var town *string
		var member, residence *int64
		var visited int64
		var sealed []byte
		if err := rows.Scan(&e.row, idInto(&e.id), &town, &member, idInto(&e.holding), &residence, &visited,
			&e.listed, &sealed); err != nil {
			return sqlError("read line", err)
		}
		if town != nil {
			e.town = *town
		}
		e.visited = dateOf(visited)
		if err := v.words(member, &e.member, residence, &e.residence); err != nil {
			return err
		}
		if err := e.open(v, sealed); err != nil {
			return err
		}
		all = append(all, e)
		return nil
	})
	return all, err
}

func (v *view) words(member *int64, m *record.MembershipState, residence *int64, r *record.CaseState) error {
	if member != nil {
		text, err := v.text(*member)
		if err != nil {
			return err
		}
		*m = record.MembershipState(text)
	}
	if residence != nil {
		text, err := v.text(*residence)
		if err != nil {
			return err
		}
		*r = record.CaseState(text)
	}
	return nil
}

func (e *entry) open(v *view, sealed []byte) error {
	plain, err := openColumn(v.keys, "person.line", e.id, sealed)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(plain, &e.line); err != nil {
		return because(Unavailable, KeyDamaged, err)
	}
	return nil
}
