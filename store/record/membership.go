package record

import (
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
)

// MembershipState is the state of a membership from application to its end.
// A transfer is not a state of membership.
type MembershipState string

// States of a membership (会籍).
const (
	Pending    MembershipState = "pending"
	Rejected   MembershipState = "rejected"
	TakenBack  MembershipState = "withdrawn"
	Active     MembershipState = "active"
	Retained   MembershipState = "retained"
	Exited     MembershipState = "exited"
	AutoExited MembershipState = "auto_exited"
	Expelled   MembershipState = "expelled"
	Deceased   MembershipState = "deceased"
	MergedAway MembershipState = "merged"
)

// membershipEdges are the only ways a membership goes on. Merged leads back to
// active: when two windows took an application each, whichever the union
// approves first is the membership.
var membershipEdges = map[MembershipState][]MembershipState{
	Pending:    {Active, Rejected, TakenBack, MergedAway},
	MergedAway: {Active},
	Active:     {Retained, Exited, AutoExited, Expelled, Deceased, MergedAway},
	Retained:   {Active, Exited, Expelled, Deceased},
}

// Membership is one application with what became of it, or one joining by
// transfer from outside the district.
type Membership struct {
	ID              uuid.UUID       `json:"id"`
	No              string          `json:"no,omitempty"` // of the application
	Former          []string        `json:"former,omitempty"`
	State           MembershipState `json:"state"`
	Target          uuid.UUID       `json:"target,omitzero"` // base union asked
	MoveWhenFounded bool            `json:"moveWhenFounded,omitempty"`
	AppliedOn       civil.Date      `json:"appliedOn,omitzero"`
	NeedsReview     []Reason        `json:"needsReview,omitempty"` // what the committee should look at
	ReviewedBy      uuid.UUID       `json:"reviewedBy,omitzero"`   // the district's consent after an expulsion
	Holding         uuid.UUID       `json:"holding,omitzero"`      // exactly one while active or retained …
	Outside         string          `json:"outside,omitempty"`     // … or the union outside the district
	MemberNo        string          `json:"memberNo,omitempty"`
	ExternalNo      string          `json:"externalNo,omitempty"` // 会员证号 of the union's own system
	JoinedOn        civil.Date      `json:"joinedOn,omitzero"`    // the approval date: membership counts from it
	EndedOn         civil.Date      `json:"endedOn,omitzero"`
	MergedInto      uuid.UUID       `json:"mergedInto,omitzero"`
	Visit           uuid.UUID       `json:"visit"`
	Steps           []Step          `json:"steps"`
}

// Applied is the body of membership.applied: the person's own free application
// (《工会会员会籍管理办法》 art. 5). What is said of the work stands in the
// person's fields.
type Applied struct {
	Membership      uuid.UUID    `json:"membership"`
	No              string       `json:"no"`
	Union           uuid.UUID    `json:"union"`
	Why             TargetReason `json:"why"` // why this union was chosen
	MoveWhenFounded bool         `json:"moveWhenFounded,omitempty"`
	On              civil.Date   `json:"on"`
	FormText        string       `json:"formText"` // version of the application's wording
}

// Routed is the body of membership.routed: the town sends the application to
// another base union.
type Routed struct {
	Membership uuid.UUID `json:"membership"`
	Union      uuid.UUID `json:"union"`
	Why        string    `json:"why"`
}

// MembershipApproved is the body of membership.approved, an act of the base
// union's committee; the day is its meeting's.
type MembershipApproved struct {
	Membership uuid.UUID  `json:"membership"`
	Union      uuid.UUID  `json:"union"`
	On         civil.Date `json:"on"`
	Meeting    string     `json:"meeting,omitempty"` // number of the minutes
	MemberNo   string     `json:"memberNo"`
	ExternalNo string     `json:"externalNo,omitempty"`
}

// MembershipSaid is the body of the other events of a membership: refused,
// withdrawn, retained, restored, exited, auto_exited, expelled, died and the
// district's review_granted.
type MembershipSaid struct {
	Membership uuid.UUID  `json:"membership"`
	On         civil.Date `json:"on"`
	Why        string     `json:"why,omitempty"`
	Filed      string     `json:"filed,omitempty"` // of an expulsion: the next level's reference
}

// CanBeMember says that the state has a holding union.
func (s MembershipState) CanBeMember() bool { return s == Active || s == Retained }

// Member gives the membership in force, nil when the person is no member.
func (p *Person) Member() *Membership {
	for i := range p.Members {
		if p.Members[i].State.CanBeMember() {
			return &p.Members[i]
		}
	}
	return nil
}

// Applicant gives the application that waits for a union, nil when none does.
func (p *Person) Applicant() *Membership {
	for i := range p.Members {
		if p.Members[i].State == Pending {
			return &p.Members[i]
		}
	}
	return nil
}

func applyMembership(p *Person, t *turn, b Applied) Reason {
	switch {
	case b.Membership == uuid.Nil || b.Union == uuid.Nil || b.On.IsZero():
		return Unreadable
	case b.No == "":
		return NumberMissing
	case p.member(b.Membership) != nil:
		return AlreadyRecorded
	case !p.Consents[UnionJoin].InForce():
		return ConsentMissing
	case p.died():
		return PersonDied
	}
	m := Membership{ID: b.Membership, No: b.No, Target: b.Union, MoveWhenFounded: b.MoveWhenFounded,
		AppliedOn: b.On, Visit: t.Event.Visit, NeedsReview: p.review(b.On)}
	if p.tooYoung(b.On) {
		return TooYoung
	}
	reason := p.merge(&m)
	m.step(t, orPending(m.MergedInto), string(reason))
	p.Members = append(p.Members, m)
	return reason
}

// merge turns a second application into a part of what there is already: its
// slip stays findable, and the person is asked nothing twice.
func (p *Person) merge(m *Membership) Reason {
	if now := p.Member(); now != nil {
		m.MergedInto = now.ID
		return AlreadyMember
	}
	if now := p.Applicant(); now != nil {
		m.MergedInto = now.ID
		return AppliedTwice
	}
	if p.openTransfer() != nil { // a member elsewhere is on the way in
		m.MergedInto = p.openTransfer().ID
		return TransferOpen
	}
	return ""
}

func orPending(mergedInto uuid.UUID) MembershipState {
	if mergedInto != uuid.Nil {
		return MergedAway
	}
	return Pending
}

func routeMembership(p *Person, t *turn, b Routed) Reason {
	m := p.member(b.Membership)
	switch {
	case m == nil:
		return UnknownSubject
	case m.State != Pending:
		return WrongState
	case b.Why == "":
		return ReasonMissing
	case b.Union == uuid.Nil || b.Union == m.Target:
		return SameUnion
	}
	m.Target = b.Union
	m.step(t, Pending, b.Why)
	return ""
}

func approveMembership(p *Person, t *turn, b MembershipApproved) Reason {
	m := p.member(b.Membership)
	switch {
	case m == nil:
		return UnknownSubject
	case b.On.IsZero() || b.MemberNo == "":
		return NumberMissing
	case b.Union != m.Target:
		return WrongUnion
	case m.State != Pending && m.State != MergedAway:
		return WrongState
	case p.wasExpelled() && m.ReviewedBy == uuid.Nil:
		return ReviewMissing
	case !p.Consents[UnionJoin].InForce():
		return ConsentMissing
	}
	if now := p.Member(); now != nil && now != m { // the earlier joining stands
		m.MergedInto = now.ID
		if m.State == Pending {
			m.step(t, MergedAway, string(AlreadyMember))
		}
		return AlreadyMember
	}
	if x := p.openTransfer(); x != nil {
		return TransferOpen
	}
	if m.State == MergedAway && !p.waits(m.MergedInto) {
		return WrongState // what it was part of is over: a new application is needed
	}
	p.mergeOthersInto(m, t)
	m.MergedInto = uuid.Nil
	m.Holding, m.MemberNo, m.ExternalNo, m.JoinedOn = b.Union, b.MemberNo, b.ExternalNo, b.On
	m.step(t, Active, "")
	return ""
}

// waits says that this application still waits for its union.
func (p *Person) waits(id uuid.UUID) bool {
	m := p.member(id)
	return m != nil && m.State == Pending
}

// mergeOthersInto closes the applications that waited beside the one approved.
func (p *Person) mergeOthersInto(m *Membership, t *turn) {
	for i := range p.Members {
		o := &p.Members[i]
		if o == m || o.State != Pending && o.State != MergedAway {
			continue
		}
		o.MergedInto = m.ID
		if o.State == Pending {
			o.step(t, MergedAway, string(AlreadyMember))
		}
	}
}

func grantReview(p *Person, t *turn, b MembershipSaid) Reason {
	m := p.member(b.Membership)
	if m == nil {
		return UnknownSubject
	}
	if m.State != Pending || m.ReviewedBy != uuid.Nil {
		return WrongState
	}
	m.ReviewedBy = t.Event.ID
	return ""
}

// moveMembership takes one edge of the table that needs no more than a reason.
func moveMembership(to MembershipState, needsReason bool) func(*Person, *turn, MembershipSaid) Reason {
	return func(p *Person, t *turn, b MembershipSaid) Reason {
		m := p.member(b.Membership)
		switch {
		case m == nil:
			return UnknownSubject
		case b.On.IsZero():
			return Unreadable
		case needsReason && b.Why == "":
			return ReasonMissing
		case !slices.Contains(membershipEdges[m.State], to),
			to == Active && m.State != Retained: // joining is approval's alone
			return WrongState
		}
		m.step(t, to, b.Why)
		if !to.CanBeMember() {
			m.EndedOn = b.On
			p.closeTransfers(t, b.On, b.Why)
		}
		return ""
	}
}

// dropPending withdraws the application that rested on a consent.
func (p *Person) dropPending(t *turn, on civil.Date) {
	if m := p.Applicant(); m != nil {
		m.EndedOn = on
		m.step(t, TakenBack, string(ConsentMissing))
	}
}

func (p *Person) wasExpelled() bool {
	return slices.ContainsFunc(p.Members, func(m Membership) bool { return m.State == Expelled })
}

func (p *Person) died() bool {
	return slices.ContainsFunc(p.Members, func(m Membership) bool { return m.State == Deceased })
}

func (m *Membership) step(t *turn, to MembershipState, why string) {
	m.State = to
	m.Steps = append(m.Steps, Step{To: string(to), Event: t.Event.ID, At: t.at(), Why: why})
}

func (p *Person) member(id uuid.UUID) *Membership {
	return named(p.Members, id, func(x *Membership) uuid.UUID { return x.ID })
}
