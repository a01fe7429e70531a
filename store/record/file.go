package record

import (
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
)

// Kind says what a file is about.
type Kind string

// The kinds of file. A file is what must be judged together.
const (
	KindPerson    Kind = "person"  // all about one person except service cases
	KindService   Kind = "service" // one service case
	KindUnion     Kind = "union"
	KindEmployer  Kind = "employer"
	KindCommunity Kind = "community"
	KindCodes     Kind = "codes" // one code table
	KindStaff     Kind = "staff"
	KindCentre    Kind = "centre"
)

// File names what an event is about.
type File struct {
	Kind Kind      `json:"kind"`
	ID   uuid.UUID `json:"id"`
}

// String is for logs: kind and id, never a name or number of a person.
func (f File) String() string { return fmt.Sprintf("%s/%s", f.Kind, f.ID) }

// Also names the second file in which an event stands, if it has one: links
// and moved visits concern two persons. A body that cannot be read has none, nor
// has a version that this program does not know.
func Also(e *Event) (File, bool) {
	if e.Version != 1 {
		return File{}, false
	}
	var other uuid.UUID
	switch e.Type {
	case "person.linked", "person.unlinked":
		var b Linked
		if json.Unmarshal(e.Body, &b) != nil {
			return File{}, false
		}
		other = b.Other
	case "visit.moved":
		var b VisitMoved
		if json.Unmarshal(e.Body, &b) != nil {
			return File{}, false
		}
		other = b.To
	default:
		return File{}, false
	}
	return File{KindPerson, other}, other != e.File.ID && other != uuid.Nil
}

// Side says which half of a person's file an event belongs to. Rules of one
// side read that side and the details only, so that a replica which is given
// one side folds it alike.
type Side string

// The sides of a person's file.
const (
	SideDetails   Side = "details"   // who the person is: read by all
	SideResidence Side = "residence" // residence cases, visits, slips, the residence notice
	SideUnion     Side = "union"     // membership, transfers and the consents they rest on
)

// SideOf tells the side of an event of a person's file. Types this program
// does not know count as residence, the side that is shown to fewer people.
func SideOf(e *Event) Side {
	if e.settles() {
		return sideOfSettled(e)
	}
	if r, ok := personRules[ruleKey{e.Type, e.Version}]; ok {
		if r.side != "" {
			return r.side
		}
		return sideOfBody(e)
	}
	return SideResidence
}

// sideOfBody: of consents, joining, employers and messages are the union's
// matter; every other one stays with the windows, because a base union has no
// use for it. A replaced number says its side.
func sideOfBody(e *Event) Side {
	var b struct {
		Scope Scope `json:"scope"`
		Side  Side  `json:"side"`
	}
	if json.Unmarshal(e.Body, &b) != nil {
		return SideResidence
	}
	switch {
	case b.Scope == UnionJoin, b.Scope == ShareEmployer, b.Scope == SMS, b.Side == SideUnion:
		return SideUnion
	}
	return SideResidence
}

func sideOfSettled(e *Event) Side {
	var b Settled
	if json.Unmarshal(e.Body, &b) != nil || b.Side == "" {
		return SideResidence
	}
	return b.Side
}
