package record

import (
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
)

// TransferKind says where a membership goes.
type TransferKind string

// Kinds of transfer (会籍接转).
const (
	ToEnterprise     TransferKind = "to_enterprise"
	ToCommunity      TransferKind = "to_community"
	ToJoint          TransferKind = "to_joint"
	OutOfDistrict    TransferKind = "out_of_district"
	IntoDistrict     TransferKind = "into_district"
	ToRetained       TransferKind = "to_retained"
	BackFromRetained TransferKind = "back_from_retained"
)

// TransferState is the state of a transfer.
type TransferState string

// States of a transfer.
const (
	Proposed       TransferState = "proposed"
	Released       TransferState = "released"
	TakenOver      TransferState = "received"
	Returned       TransferState = "returned"
	TimedOut       TransferState = "timeout"
	Cancelled      TransferState = "cancelled"
	OutUnconfirmed TransferState = "out_unconfirmed"
)

// transferEdges are the only ways a transfer goes on.
var transferEdges = map[TransferState][]TransferState{
	Proposed: {Released, Returned, Cancelled},
	Released: {TakenOver, Returned, TimedOut, Cancelled, OutUnconfirmed},
}

// Transfer moves a membership from one holding union to another. Until it is
// received the origin stays responsible and counts the member, so that the sum
// of members never changes on the way.
type Transfer struct {
	ID         uuid.UUID     `json:"id"`
	No         string        `json:"no"`
	Former     []string      `json:"former,omitempty"`
	Kind       TransferKind  `json:"kind"`
	State      TransferState `json:"state"`
	Membership uuid.UUID     `json:"membership,omitzero"`
	From       uuid.UUID     `json:"from,omitzero"`
	To         uuid.UUID     `json:"to,omitzero"`
	Outside    string        `json:"outside,omitempty"` // the union beyond the district
	JoinedOn   civil.Date    `json:"joinedOn,omitzero"` // of a member from outside, as in the letter
	ExternalNo string        `json:"externalNo,omitempty"`
	Why        string        `json:"why,omitempty"`
	ProposedOn civil.Date    `json:"proposedOn"`
	ReleasedOn civil.Date    `json:"releasedOn,omitzero"`
	EndedOn    civil.Date    `json:"endedOn,omitzero"`
	Visit      uuid.UUID     `json:"visit"`
	Steps      []Step        `json:"steps"`
}

// TransferProposed is the body of transfer.proposed.
type TransferProposed struct {
	Transfer   uuid.UUID    `json:"transfer"`
	No         string       `json:"no"`
	Kind       TransferKind `json:"kind"`
	From       uuid.UUID    `json:"from,omitzero"`
	To         uuid.UUID    `json:"to,omitzero"`
	Outside    string       `json:"outside,omitempty"`
	JoinedOn   civil.Date   `json:"joinedOn,omitzero"`
	ExternalNo string       `json:"externalNo,omitempty"`
	Letter     bool         `json:"letter,omitempty"` // from outside: the 介绍信 was shown, which releases
	Why        string       `json:"why"`
	On         civil.Date   `json:"on"`
}

// TransferSaid is the body of the other events of a transfer: released,
// received, returned, cancelled, timed_out and unconfirmed.
type TransferSaid struct {
	Transfer uuid.UUID  `json:"transfer"`
	On       civil.Date `json:"on"`
	Code     ReturnCode `json:"code,omitempty"` // with returned
	Why      string     `json:"why,omitempty"`
	MemberNo string     `json:"memberNo,omitempty"` // with received, for a member from outside
}

// ReturnCode is why the receiving union sends a transfer back.
type ReturnCode string

// Return codes.
const (
	NotEmployedHere ReturnCode = "T1"
	UnionDissolved  ReturnCode = "T2"
	DetailsDiffer   ReturnCode = "T3"
	MemberAlready   ReturnCode = "T4"
	OtherReturn     ReturnCode = "T5" // with text
)

func proposeTransfer(p *Person, t *turn, b TransferProposed) Reason {
	switch {
	case b.Transfer == uuid.Nil || b.On.IsZero():
		return Unreadable
	case b.No == "":
		return NumberMissing
	case p.transfer(b.Transfer) != nil:
		return AlreadyRecorded
	case p.openTransfer() != nil:
		return TransferOpen
	}
	x := Transfer{ID: b.Transfer, No: b.No, Kind: b.Kind, From: b.From, To: b.To, Outside: b.Outside,
		JoinedOn: b.JoinedOn, ExternalNo: b.ExternalNo, Why: b.Why, ProposedOn: b.On, Visit: t.Event.Visit}
	if reason := p.checkProposal(&x); reason != "" {
		return reason
	}
	x.step(t, Proposed, b.Why)
	if b.Kind == IntoDistrict && b.Letter {
		x.ReleasedOn = b.On
		x.step(t, Released, "")
	}
	p.Transfers = append(p.Transfers, x)
	return ""
}

func (p *Person) checkProposal(x *Transfer) Reason {
	m := p.Member()
	if x.Kind == IntoDistrict {
		return p.checkInto(x, m)
	}
	switch {
	case m == nil:
		return NotMember
	case x.From == uuid.Nil || x.From != m.Holding:
		return WrongUnion
	case x.Kind == OutOfDistrict && (x.Outside == "" || x.To != uuid.Nil):
		return Unreadable
	case x.Kind != OutOfDistrict && x.To == uuid.Nil:
		return Unreadable
	case x.To == x.From:
		return SameUnion
	}
	if reason := stateFor(x.Kind, m.State); reason != "" {
		return reason
	}
	x.Membership = m.ID
	return ""
}

// checkInto: a member of a union outside the district brings the membership
// along; it is never a second joining.
func (p *Person) checkInto(x *Transfer, m *Membership) Reason {
	switch {
	case m != nil && m.Outside == "":
		return AlreadyMember
	case p.Applicant() != nil:
		return AppliedTwice
	case p.died():
		return PersonDied
	case m == nil && p.wasExpelled():
		return ReviewMissing
	case p.tooYoung(x.ProposedOn):
		return TooYoung
	case x.To == uuid.Nil || x.Outside == "" || x.JoinedOn.IsZero():
		return Unreadable
	case !p.Consents[UnionJoin].InForce():
		return ConsentMissing
	}
	return ""
}

func stateFor(kind TransferKind, now MembershipState) Reason {
	switch kind {
	case ToEnterprise, ToCommunity, ToJoint, OutOfDistrict:
		return ""
	case ToRetained:
		if now == Active {
			return ""
		}
	case BackFromRetained:
		if now == Retained {
			return ""
		}
	default:
		return Unreadable
	}
	return WrongState
}

func releaseTransfer(p *Person, t *turn, b TransferSaid) Reason {
	return p.transferStep(t, b, Released, func(x *Transfer) Reason {
		x.ReleasedOn = b.On
		return ""
	})
}

// receiveTransfer is the one instant at which the holding union changes.
func receiveTransfer(p *Person, t *turn, b TransferSaid) Reason {
	return p.transferStep(t, b, TakenOver, func(x *Transfer) Reason {
		x.EndedOn = b.On
		if x.Kind == IntoDistrict {
			return p.joinFromOutside(t, x, b)
		}
		m := p.member(x.Membership)
		m.Holding, m.Outside = x.To, ""
		switch x.Kind {
		case OutOfDistrict:
			m.Outside = x.Outside
		case ToRetained:
			m.step(t, Retained, x.Why)
		case BackFromRetained:
			m.step(t, Active, x.Why)
		}
		return ""
	})
}

func (p *Person) joinFromOutside(t *turn, x *Transfer, b TransferSaid) Reason {
	if m := p.Member(); m != nil { // went out of the district and comes back
		m.Holding, m.Outside, x.Membership = x.To, "", m.ID
		return ""
	}
	if b.MemberNo == "" {
		return NumberMissing
	}
	if !p.Consents[UnionJoin].InForce() {
		return ConsentMissing
	}
	m := Membership{ID: x.ID, No: x.No, Target: x.To, Holding: x.To, MemberNo: b.MemberNo,
		ExternalNo: x.ExternalNo, JoinedOn: x.JoinedOn, Visit: x.Visit}
	m.step(t, Active, string(IntoDistrict))
	x.Membership = m.ID
	p.Members = append(p.Members, m)
	return ""
}

func returnTransfer(p *Person, t *turn, b TransferSaid) Reason {
	if b.Code < NotEmployedHere || b.Code > OtherReturn || b.Code == OtherReturn && b.Why == "" {
		return ReasonMissing
	}
	return p.transferStep(t, b, Returned, endOn(b.On))
}

func endTransfer(to TransferState) func(*Person, *turn, TransferSaid) Reason {
	return func(p *Person, t *turn, b TransferSaid) Reason {
		if x := p.transfer(b.Transfer); x != nil && (x.Kind == OutOfDistrict) != (to == OutUnconfirmed) && to != Cancelled {
			return WrongState // only a transfer out of the district stays unconfirmed, and it never times out
		}
		return p.transferStep(t, b, to, endOn(b.On))
	}
}

func endOn(on civil.Date) func(*Transfer) Reason {
	return func(x *Transfer) Reason {
		x.EndedOn = on
		return ""
	}
}

func (p *Person) transferStep(t *turn, b TransferSaid, to TransferState, set func(*Transfer) Reason) Reason {
	x := p.transfer(b.Transfer)
	switch {
	case x == nil:
		return UnknownSubject
	case b.On.IsZero():
		return Unreadable
	case !slices.Contains(transferEdges[x.State], to):
		return WrongState
	}
	if reason := set(x); reason != "" {
		return reason
	}
	x.step(t, to, b.Why)
	return ""
}

// closeTransfers cancels what is on the way when a membership ends.
func (p *Person) closeTransfers(t *turn, on civil.Date, why string) {
	if x := p.openTransfer(); x != nil {
		x.EndedOn = on
		x.step(t, Cancelled, why)
	}
}

func (p *Person) openTransfer() *Transfer {
	for i := range p.Transfers {
		if s := p.Transfers[i].State; s == Proposed || s == Released {
			return &p.Transfers[i]
		}
	}
	return nil
}

// OpenTransfer gives the transfer on the way, nil when there is none.
func (p *Person) OpenTransfer() *Transfer { return p.openTransfer() }

func (x *Transfer) step(t *turn, to TransferState, why string) {
	x.State = to
	x.Steps = append(x.Steps, Step{To: string(to), Event: t.Event.ID, At: t.at(), Why: why})
}

func (p *Person) transfer(id uuid.UUID) *Transfer {
	return named(p.Transfers, id, func(x *Transfer) uuid.UUID { return x.ID })
}
