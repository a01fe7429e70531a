package record

import "github.com/google/uuid"

// Reason is a message key that says why an event changed nothing or must be
// looked at. The empty reason means that it took effect unremarked.
type Reason string

// Why an event is listed.
const (
	NotAllowed        Reason = "NotAllowed"        // the author had no right when it was written
	StaffDisabled     Reason = "StaffDisabled"     // window work of somebody already disabled: allowed, but looked at
	Unreadable        Reason = "Unreadable"        // the body is not what its type promises
	UnknownSubject    Reason = "UnknownSubject"    // names a case, transfer, event … that this file does not have
	WrongState        Reason = "WrongState"        // the edge is not in the table of states
	ReasonMissing     Reason = "ReasonMissing"     // a refusal, return or end without its reason
	NumberMissing     Reason = "NumberMissing"     // accepted without a receipt number
	AlreadyRecorded   Reason = "AlreadyRecorded"   // the same id was opened before
	AlreadyMember     Reason = "AlreadyMember"     // one person, one membership
	AppliedTwice      Reason = "AppliedTwice"      // an application is already waiting
	TooYoung          Reason = "TooYoung"          // under sixteen
	ConsentMissing    Reason = "ConsentMissing"    // the consent this rests on was not given or was withdrawn
	ReviewMissing     Reason = "ReviewMissing"     // after an expulsion the district must agree first
	WrongUnion        Reason = "WrongUnion"        // another union than the one asked or holding
	SameUnion         Reason = "SameUnion"         // a transfer to where the member already is
	PersonDied        Reason = "PersonDied"        // recorded as deceased
	NotMember         Reason = "NotMember"         // nothing to transfer or end
	TransferOpen      Reason = "TransferOpen"      // one open transfer at a time; the earlier stands
	NothingToUphold   Reason = "NothingToUphold"   // the event was not listed, or its listing is closed
	AlreadyLinked     Reason = "AlreadyLinked"     // the two files are joined already
	NotLinked         Reason = "NotLinked"         // the two files were not joined
	VisitElsewhere    Reason = "VisitElsewhere"    // the visit is no longer where it was to be moved from
	WrongField        Reason = "WrongField"        // a field of the other side of the file
	KeyMaterial       Reason = "KeyMaterial"       // 容缺 never covers identity or the half year
	ReferenceMissing  Reason = "ReferenceMissing"  // the authority's decision without its reference
	SameIdentityTwice Reason = "SameIdentityTwice" // nothing is disputed
)

// Listed is an event that a person should look at, with what became of it.
type Listed struct {
	Event    uuid.UUID `json:"event"`
	Type     string    `json:"type"`
	Side     Side      `json:"side,omitempty"`
	Reason   Reason    `json:"reason"`
	Effect   bool      `json:"effect"`            // it took effect all the same
	ClosedBy uuid.UUID `json:"closedBy,omitzero"` // event.upheld or event.set_aside
	Outcome  string    `json:"outcome,omitzero"`  // upheld or set_aside once closed
}

// Listing is the part every state has: what is listed, and what waits for a
// newer program.
type Listing struct {
	Listed []Listed    `json:"listed,omitempty"`
	Unread []uuid.UUID `json:"unread,omitempty"` // unknown type or version, kept and folded after the upgrade
}

// Open gives the listed events nobody has closed yet.
func (l *Listing) Open() []Listed {
	var open []Listed
	for _, x := range l.Listed {
		if x.ClosedBy == uuid.Nil {
			open = append(open, x)
		}
	}
	return open
}

func (l *Listing) find(event uuid.UUID) *Listed {
	for i := range l.Listed {
		if l.Listed[i].Event == event {
			return &l.Listed[i]
		}
	}
	return nil
}
