package sync

import (
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// directory holds directory entries by columns.
type directory struct {
	Before   numbers                                                  `json:"before"` // events ahead of each
	Person   random                                                   `json:"person"`
	MemberNo []string                                                 `json:"memberNo"`
	State    column[record.MembershipState, []record.MembershipState] `json:"state"`
	Union    column[uuid.UUID, random]                                `json:"union"`
	Pending  column[bool, []bool]                                     `json:"pending"`
}

func (t *table) addDirectory(d *DirectoryEntry) {
	if t.Directory == nil {
		t.Directory = &directory{}
	}
	c := t.Directory
	c.Before = append(c.Before, int64(t.Events))
	c.Person = append(c.Person, d.Person)
	c.MemberNo = append(c.MemberNo, d.MemberNo)
	c.State.add(d.State)
	c.Union.add(d.Union)
	c.Pending.add(d.Pending)
}

func (d *directory) len() int {
	if d == nil {
		return 0
	}
	return len(d.Before)
}

// insert puts the entries between the events.
func (d *directory) insert(events []Line) ([]Line, error) {
	if d == nil {
		return events, nil
	}
	entries, err := d.read()
	if err != nil {
		return nil, err
	}
	rows := make([]Line, 0, len(events)+len(entries))
	taken := 0
	for i := range entries {
		before := d.Before[i]
		if before < int64(taken) || before > int64(len(events)) {
			return nil, malformed("directory entries out of order")
		}
		rows = append(append(rows, events[taken:before]...), Line{Directory: &entries[i]})
		taken = int(before)
	}
	return slices.Clip(append(rows, events[taken:]...)), nil
}

func (d *directory) read() ([]DirectoryEntry, error) {
	n := d.len()
	if len(d.Person) != n || len(d.MemberNo) != n || len(d.State.Rows) != n || len(d.Union.Rows) != n || len(d.Pending.Rows) != n {
		return nil, malformed("directory columns of unequal length")
	}
	entries := make([]DirectoryEntry, n)
	ok := true
	for i := range entries {
		entries[i] = DirectoryEntry{Person: d.Person[i], MemberNo: d.MemberNo[i],
			State: d.State.at(i, &ok), Union: d.Union.at(i, &ok), Pending: d.Pending.at(i, &ok)}
	}
	if !ok {
		return nil, malformed("a value that is not there")
	}
	return entries, nil
}

// givens holds the marks of an answer by columns.
type givens struct {
	Event     stamped                    `json:"event"`
	Effective clock                      `json:"effective"` // from the one before
	Verdict   column[verdict, []verdict] `json:"verdict"`
}

func newGivens(marks []Given) (*givens, error) {
	if len(marks) > maxRows {
		return nil, &Refusal{Code: TooBig, Detail: "marks"}
	}
	g := &givens{}
	var before record.HLC
	for _, m := range marks {
		g.Event = append(g.Event, m.Event)
		g.Effective.add(before, m.Mark.Effective)
		g.Verdict.add(verdict{m.Mark.Allowed, m.Mark.Reason})
		before = m.Mark.Effective
	}
	return g, nil
}

func (g *givens) read() ([]Given, error) {
	if g == nil {
		return nil, nil
	}
	n := len(g.Event)
	if n > maxRows || len(g.Effective.Ms) != n || len(g.Effective.Tick) != n || len(g.Verdict.Rows) != n {
		return nil, malformed("marks in columns of unequal length")
	}
	marks := make([]Given, n)
	ok := true
	var before record.HLC
	for i := range marks {
		v := g.Verdict.at(i, &ok)
		before = g.Effective.at(i, before, &ok)
		marks[i] = Given{g.Event[i], record.Mark{Effective: before, Allowed: v.Allowed, Reason: v.Reason}}
	}
	if !ok {
		return nil, malformed("a mark that is not there")
	}
	return marks, nil
}
