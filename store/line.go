package store

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/vault"
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
		if on := p.Visits[i].On(); on.After(e.visited) {
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

// entry reads a person's row; found is false when there is none.
func (v *view) entry(row int64) (e *entry, found bool, err error) {
	e = &entry{row: row}
	var town *string
	var member, residence *int64
	var visited int64
	var sealed []byte
	found, err = v.row(`SELECT f.uuid, p.town, p.member, u.uuid, p.residence, p.visited, p.listed, p.line
		FROM person p JOIN file f ON f.id = p.id LEFT JOIN file u ON u.id = p.holding WHERE p.id = $1`, []any{row},
		idInto(&e.id), &town, &member, idInto(&e.holding), &residence, &visited, &e.listed, &sealed)
	if err != nil || !found {
		return nil, false, err
	}
	if town != nil {
		e.town = *town
	}
	e.visited = dateOf(visited)
	if err := v.words(member, &e.member, residence, &e.residence); err != nil {
		return nil, false, err
	}
	e.line, err = openLine(v.keys, e.id, sealed)
	return e, true, err
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

// openLine opens the line of a person.
func openLine(keys *vault.Keys, person uuid.UUID, sealed []byte) (l line, err error) {
	plain, err := openColumn(keys, "person.line", person, sealed)
	if err != nil {
		return l, err
	}
	defer clear(plain)
	if err := json.Unmarshal(plain, &l); err != nil {
		return l, because(Unavailable, KeyDamaged, err)
	}
	return l, nil
}
