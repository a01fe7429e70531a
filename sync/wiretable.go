package sync

import (
	"bytes"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// table holds events, their marks and directory entries by columns. What repeats
// is written once and referred to.
type table struct {
	Events int `json:"events"`

	Author    column[author, []author]           `json:"author,omitzero"`
	Type      column[verb, []verb]               `json:"type,omitzero"`
	Proven    column[record.HLC, []record.HLC]   `json:"proven,omitzero"`
	At        clock                              `json:"at,omitzero"`
	Kind      column[record.Kind, []record.Kind] `json:"kind,omitzero"`
	Verdict   column[verdict, []verdict]         `json:"verdict,omitzero"`   // none when the events are not marked
	Effective clock                              `json:"effective,omitzero"` // from At

	ID    stamped                    `json:"id,omitzero"`
	Act   column[uuid.UUID, stamped] `json:"act,omitzero"`
	Visit column[uuid.UUID, stamped] `json:"visit,omitzero"`
	File  column[uuid.UUID, random]  `json:"file,omitzero"`
	Salt  random                     `json:"salt,omitempty"`

	Erased  numbers        `json:"erased,omitempty"`  // numbers of the erased events, from 0
	Digests []byte         `json:"digests,omitempty"` // theirs
	Exact   map[int][]byte `json:"exact,omitempty"`   // bodies that are more than one line, by number

	Directory *directory `json:"directory,omitempty"`
}

type author struct {
	Centre   uuid.UUID   `json:"centre"`
	Terminal uuid.UUID   `json:"terminal"`
	Staff    uuid.UUID   `json:"staff"`
	Role     record.Role `json:"role"`
}

type verb struct {
	Type    string `json:"type"`
	Version int    `json:"v"`
}

type verdict struct {
	Allowed bool          `json:"allowed"`
	Reason  record.Reason `json:"reason,omitempty"`
}

// newTable gives the columns, and the bodies in their order.
func newTable(rows []Line) (*table, [][]byte, error) {
	if len(rows) > maxRows {
		return nil, nil, &Refusal{Code: TooBig, Detail: fmt.Sprintf("%d entries", len(rows))}
	}
	t := &table{}
	bodies := make([][]byte, 0, len(rows))
	var before record.HLC
	for i := range rows {
		e := rows[i].Event
		switch {
		case e == nil && rows[i].Directory != nil:
			t.addDirectory(rows[i].Directory)
			continue
		case e == nil || rows[i].Directory != nil:
			return nil, nil, errEntry
		}
		bodies = append(bodies, t.addBody(e.Body))
		t.addEvent(e, before)
		t.addOutcome(&rows[i])
		before = e.At
		t.Events++
	}
	if len(t.Verdict.Rows) != 0 && len(t.Verdict.Rows) != t.Events {
		return nil, nil, errEntry
	}
	return t, bodies, nil
}

func (t *table) addEvent(e *record.Event, before record.HLC) {
	t.Author.add(author{e.Origin.Centre, e.Origin.Terminal, e.Staff, e.Role})
	t.Type.add(verb{e.Type, e.Version})
	t.Proven.add(e.Proven)
	t.At.add(before, e.At)
	t.Kind.add(e.File.Kind)
	t.ID = append(t.ID, e.ID)
	t.Act.add(e.Act)
	t.Visit.add(e.Visit)
	t.File.add(e.File.ID)
	t.Salt = append(t.Salt, uuid.UUID(e.Salt))
}

// addOutcome adds what came after the event was written.
func (t *table) addOutcome(l *Line) {
	if l.Digest != nil {
		t.Erased = append(t.Erased, int64(t.Events))
		t.Digests = append(t.Digests, l.Digest[:]...)
	}
	if l.Mark != nil {
		t.Verdict.add(verdict{l.Mark.Allowed, l.Mark.Reason})
		t.Effective.add(l.Event.At, l.Mark.Effective)
	}
}

// addBody gives the line of a body. JSON has line ends only between its parts;
// one written with them is kept apart, because its bytes are what is hashed.
func (t *table) addBody(body []byte) []byte {
	if bytes.IndexByte(body, '\n') < 0 {
		return body
	}
	if t.Exact == nil {
		t.Exact = map[int][]byte{}
	}
	t.Exact[t.Events] = body
	return nil
}
