package record

import "github.com/google/uuid"

// Belonging gives the ids of those events of a group of files that belong to
// the person who has the file, and to nobody else. A link or move that names
// somebody else too is not among them: the other one's file needs it.
func Belonging(events []Marked, file uuid.UUID) map[uuid.UUID]bool {
	turns := order(events)
	s := settle(turns)
	byID := make(map[uuid.UUID]*turn, len(turns))
	for _, t := range turns {
		byID[t.Event.ID] = t
	}
	theirs := map[uuid.UUID]bool{}
	person, known := s.group[file]
	if !known {
		return theirs
	}
	for _, t := range turns {
		if in := s.persons(subject(t, byID)); len(in) == 1 && in[0] == person {
			theirs[t.Event.ID] = true
		}
	}
	return theirs
}
