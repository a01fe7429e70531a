package record

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/google/uuid"
)

// Settled is the body of event.upheld and event.set_aside: what somebody who
// has the right decides about a listed event. Side is that event's, so that who
// reads one side of a person's file reads what settles it; empty in other files.
type Settled struct {
	Event uuid.UUID `json:"event"`
	Side  Side      `json:"side,omitempty"`
	Why   string    `json:"why,omitempty"`
}

// turn is an event at the place in the fold where it is judged. An upheld
// event has a second turn, right behind the event that upholds it.
type turn struct {
	Marked
	upholds *turn  // set on the second turn: the upholding event
	verdict Reason // filled in by settle for links, unlinks and moves
}

// order puts events into the one order every replica folds in, (effective
// time, id), each once however often it was handed in, with the second turns
// of upheld events in place.
func order(events []Marked) []*turn {
	once := make(map[uuid.UUID]*turn, len(events))
	turns := make([]*turn, 0, len(events))
	for _, m := range events {
		if t, seen := once[m.Event.ID]; seen {
			t.Mark = t.Mark.Merge(m.Mark)
			continue
		}
		t := &turn{Marked: m}
		once[m.Event.ID] = t
		turns = append(turns, t)
	}
	slices.SortFunc(turns, byEffect)
	return withSecondTurns(turns, once)
}

func byEffect(a, b *turn) int {
	return cmp.Or(cmp.Compare(a.Mark.Effective, b.Mark.Effective), compareIDs(a.Event.ID, b.Event.ID))
}

func withSecondTurns(turns []*turn, once map[uuid.UUID]*turn) []*turn {
	var out []*turn
	for i, t := range turns {
		if t.Event.Type != "event.upheld" || t.Event.Version != 1 || !t.Mark.Allowed {
			if out != nil {
				out = append(out, t)
			}
			continue
		}
		if out == nil { // most files have none: copy only now
			out = append(make([]*turn, 0, len(turns)+1), turns[:i]...)
		}
		out = append(out, t)
		if of := once[target(&t.Event)]; of != nil && of != t && !of.Event.settles() && sameSide(t, of) {
			out = append(out, &turn{Marked: of.Marked, upholds: t})
		}
	}
	if out == nil {
		return turns
	}
	return out
}

// target is the event that an upheld or set aside event speaks of.
func target(e *Event) uuid.UUID {
	var b Settled
	if json.Unmarshal(e.Body, &b) != nil {
		return uuid.Nil
	}
	return b.Event
}

// settles says that the event is itself a decision about another one: such a one
// takes effect by its own mark or not at all.
func (e *Event) settles() bool {
	return e.Version == 1 && (e.Type == "event.upheld" || e.Type == "event.set_aside")
}

// sameSide: a decision filed under the wrong side is none, because replicas
// that read the right side would not know of it.
func sameSide(t, of *turn) bool {
	return t.Event.File.Kind != KindPerson || SideOf(&t.Event) == SideOf(&of.Event)
}
