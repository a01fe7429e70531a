package record

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"
)

// Linked is the body of person.linked and person.unlinked: two files whose
// documents are all truly one person's (a replaced passport, an id given
// before a document was read).
type Linked struct {
	Other uuid.UUID `json:"other"`
	Why   string    `json:"why,omitempty"`
}

// VisitMoved is the body of visit.moved: what was recorded in a visit under a
// number typed wrongly belongs to somebody else.
type VisitMoved struct {
	Visit uuid.UUID `json:"visit"`
	To    uuid.UUID `json:"to"`
	Why   string    `json:"why,omitempty"`
}

// settlement says which files fold as one and where each visit's events
// belong. It is worked out first, from links, unlinks and moves alone.
type settlement struct {
	links map[pair]bool
	moved map[placed]uuid.UUID // a visit recorded in a file → the file it belongs to now
	group map[uuid.UUID]uuid.UUID
}

type pair struct{ a, b uuid.UUID }

type placed struct{ visit, file uuid.UUID }

func pairOf(a, b uuid.UUID) pair {
	if less(b, a) {
		a, b = b, a
	}
	return pair{a, b}
}

// settle takes the turns in order and leaves on each link, unlink and move
// what became of it.
func settle(turns []*turn) *settlement {
	s := &settlement{links: map[pair]bool{}, moved: map[placed]uuid.UUID{}, group: map[uuid.UUID]uuid.UUID{}}
	waiting := map[uuid.UUID]bool{} // listed, and neither upheld nor set aside
	for _, t := range turns {
		e := &t.Event
		if e.Version != 1 {
			continue // of a newer program: unread
		}
		switch e.Type {
		case "event.set_aside":
			if t.Mark.Allowed && SideOf(e) == SideDetails {
				delete(waiting, target(e))
			}
			continue
		case "person.linked", "person.unlinked", "visit.moved":
		default:
			continue
		}
		switch {
		case t.upholds != nil && !waiting[e.ID]:
			t.verdict = NothingToUphold
			continue
		case t.upholds == nil && !t.Mark.Allowed:
			waiting[e.ID] = true
			continue
		}
		t.verdict = s.judge(e)
		waiting[e.ID] = t.verdict != ""
	}
	s.join(turns)
	return s
}

func (s *settlement) judge(e *Event) Reason {
	other, ok := Also(e)
	if !ok {
		return Unreadable
	}
	if e.Type == "visit.moved" {
		return s.move(e)
	}
	p := pairOf(e.File.ID, other.ID)
	switch linked := s.links[p]; {
	case e.Type == "person.linked" && linked:
		return AlreadyLinked
	case e.Type == "person.unlinked" && !linked:
		return NotLinked
	}
	s.links[p] = e.Type == "person.linked"
	return ""
}

// move takes everything of the visit that is in the event's file now to the
// other one. A visit is where it was recorded until it is moved, so this reads
// nothing but moves.
func (s *settlement) move(e *Event) Reason {
	var b VisitMoved
	if json.Unmarshal(e.Body, &b) != nil || b.Visit == uuid.Nil {
		return Unreadable
	}
	from, found := e.File.ID, false
	for _, file := range s.recordedIn(b.Visit, from) {
		if s.place(b.Visit, file) == from {
			s.moved[placed{b.Visit, file}] = b.To
			found = true
		}
	}
	if !found {
		return VisitElsewhere
	}
	return ""
}

// recordedIn lists the files whose part of a visit may lie in from.
func (s *settlement) recordedIn(visit, from uuid.UUID) []uuid.UUID {
	files := []uuid.UUID{from}
	for k := range s.moved {
		if k.visit == visit && k.file != from {
			files = append(files, k.file)
		}
	}
	return files
}

// place is the file that a visit's events recorded in file belong to.
func (s *settlement) place(visit, file uuid.UUID) uuid.UUID {
	if visit == uuid.Nil {
		return file
	}
	if to, moved := s.moved[placed{visit, file}]; moved {
		return to
	}
	return file
}

// join works out the groups: each file's group is named by its smallest id.
func (s *settlement) join(turns []*turn) {
	for _, t := range turns {
		s.add(t.Event.File.ID)
		if other, two := Also(&t.Event); two {
			s.add(other.ID)
		}
	}
	for p, linked := range s.links {
		if linked {
			s.unite(p.a, p.b)
		}
	}
	for id := range s.group {
		s.group[id] = s.first(id)
	}
}

func (s *settlement) add(id uuid.UUID) {
	if _, known := s.group[id]; !known {
		s.group[id] = id
	}
}

func (s *settlement) unite(a, b uuid.UUID) {
	a, b = s.first(a), s.first(b)
	if less(b, a) {
		a, b = b, a
	}
	s.group[b] = a
}

func (s *settlement) first(id uuid.UUID) uuid.UUID {
	for s.group[id] != id {
		id = s.group[id]
	}
	return id
}

// persons gives the groups an event stands in: one, or two for the events that
// name two files.
func (s *settlement) persons(e *Event) []uuid.UUID {
	if other, two := Also(e); two {
		a, b := s.group[e.File.ID], s.group[other.ID]
		if a == b {
			return []uuid.UUID{a}
		}
		return []uuid.UUID{a, b}
	}
	return []uuid.UUID{s.group[s.place(e.Visit, e.File.ID)]}
}

// members lists the files of each group, smallest first.
func (s *settlement) members() map[uuid.UUID][]uuid.UUID {
	m := map[uuid.UUID][]uuid.UUID{}
	for id, group := range s.group {
		m[group] = append(m[group], id)
	}
	for _, ids := range m {
		slices.SortFunc(ids, compareIDs)
	}
	return m
}
