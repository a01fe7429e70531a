package record

import (
	"github.com/google/uuid"

	"ruhui/store/civil"
)

// CaseType is one of the nine matters of residence registration and permit
// (浙江省流动人口居住登记条例, 居住证暂行条例).
type CaseType string

// The nine residence case types.
const (
	Register       CaseType = "register"        // 居住登记
	RegisterChange CaseType = "register_change" // 居住变更登记
	RegisterCancel CaseType = "register_cancel" // 居住登记注销
	PermitApply    CaseType = "permit_apply"    // 居住证申领
	PermitEndorse  CaseType = "permit_endorse"  // 居住证签注
	PermitChange   CaseType = "permit_change"   // 居住证变更
	PermitRenew    CaseType = "permit_renew"    // 居住证换领（损坏）
	PermitReplace  CaseType = "permit_replace"  // 居住证补领（遗失）
	PermitCancel   CaseType = "permit_cancel"   // 居住证注销
)

// CaseState is the state of a residence case. A draft is not recorded yet and
// so has no events; it expires after 30 days where it is kept.
type CaseState string

// States of a residence case.
const (
	Draft            CaseState = "draft"
	Expired          CaseState = "expired"
	Received         CaseState = "received"
	Accepted         CaseState = "accepted"
	NeedSupplement   CaseState = "need_supplement"
	NotAccepted      CaseState = "not_accepted"
	Reviewing        CaseState = "reviewing"
	Approved         CaseState = "approved"
	Refused          CaseState = "refused"
	Completed        CaseState = "completed"
	Withdrawn        CaseState = "withdrawn"
	ClosedIncomplete CaseState = "closed_incomplete"
)

// caseEdges are the only ways a case goes on.
var caseEdges = map[CaseState][]CaseState{
	Received:       {Accepted, NeedSupplement, NotAccepted, Withdrawn},
	NeedSupplement: {Received, ClosedIncomplete, Withdrawn},
	Accepted:       {Reviewing, Withdrawn},
	Reviewing:      {Approved, Refused, Withdrawn},
	Approved:       {Completed},
}

// ResidenceCase is one matter of a person, from filing to its end.
type ResidenceCase struct {
	ID         uuid.UUID  `json:"id"`
	No         string     `json:"no"`
	Former     []string   `json:"former,omitempty"` // numbers it was replaced from: still found
	Type       CaseType   `json:"type"`
	State      CaseState  `json:"state"`
	FiledOn    civil.Date `json:"filedOn"`
	AcceptedOn civil.Date `json:"acceptedOn,omitzero"`
	PromisedOn civil.Date `json:"promisedOn,omitzero"`
	EndedOn    civil.Date `json:"endedOn,omitzero"`
	Materials  []Material `json:"materials,omitempty"`
	Proof      ProofGroup `json:"proof,omitempty"`
	Notice     *Notice    `json:"notice,omitempty"` // the latest 一次性告知
	Capacity   *Capacity  `json:"capacity,omitempty"`
	Code       ReasonCode `json:"code,omitempty"` // why not accepted or refused
	Why        string     `json:"why,omitempty"`
	Result     *Result    `json:"result,omitempty"`
	Visit      uuid.UUID  `json:"visit"`
	Steps      []Step     `json:"steps"`
}

// Step is one edge a record took: to what, by which event. Who, when and where
// stand in that event.
type Step struct {
	To    string    `json:"to"`
	Event uuid.UUID `json:"event"`
	At    HLC       `json:"at"`
	Why   string    `json:"why,omitempty"`
}

// Filed is the body of residence.filed: the papers were handed in.
type Filed struct {
	Case      uuid.UUID  `json:"case"`
	No        string     `json:"no"`
	Type      CaseType   `json:"type"`
	On        civil.Date `json:"on"`
	Materials []Material `json:"materials"`
	Proof     ProofGroup `json:"proof,omitempty"`
	Why       string     `json:"why,omitempty"` // of a cancellation
}

// CaseAccepted is the body of residence.accepted: complete papers must be
// accepted and the clock starts (条例 art. 18). No is the number on the slip:
// without it nothing counts as accepted.
type CaseAccepted struct {
	Case       uuid.UUID  `json:"case"`
	No         string     `json:"no"`
	On         civil.Date `json:"on"`
	PromisedOn civil.Date `json:"promisedOn"`
	Estimated  bool       `json:"estimated,omitempty"` // no holiday calendar for the year
	Capacity   *Capacity  `json:"capacity,omitempty"`
}

// SupplementAsked is the body of residence.supplement_asked: the person is told
// once everything that is missing (一次性告知).
type SupplementAsked struct {
	Case   uuid.UUID `json:"case"`
	Notice Notice    `json:"notice"`
}

// Supplemented is the body of residence.supplemented: what was brought.
type Supplemented struct {
	Case      uuid.UUID  `json:"case"`
	On        civil.Date `json:"on"`
	Materials []Material `json:"materials"`
}

// CaseEnded is the body of the events that end a case at the window, and of
// case.lapsed by the district.
type CaseEnded struct {
	Case uuid.UUID  `json:"case"`
	On   civil.Date `json:"on"`
	Code ReasonCode `json:"code,omitempty"`
	Why  string     `json:"why,omitempty"`
}

// Decided is the body of residence.review_started, approved, refused and
// completed: acts of the police, entered with their reference.
type Decided struct {
	Case      uuid.UUID  `json:"case"`
	On        civil.Date `json:"on"`
	Reference string     `json:"reference"` // the authority's own number
	Why       string     `json:"why,omitempty"`
	Result    *Result    `json:"result,omitempty"` // with completed
}

func fileCase(p *Person, t *turn, b Filed) Reason {
	if b.Case == uuid.Nil || !b.Type.known() || b.On.IsZero() {
		return Unreadable
	}
	if p.residence(b.Case) != nil {
		return AlreadyRecorded
	}
	c := ResidenceCase{ID: b.Case, No: b.No, Type: b.Type, FiledOn: b.On, Materials: b.Materials,
		Proof: b.Proof, Why: b.Why, Visit: t.Event.Visit}
	c.step(t, Received, "")
	p.Cases = append(p.Cases, c)
	return ""
}

func acceptCase(p *Person, t *turn, b CaseAccepted) Reason {
	if b.No == "" {
		return NumberMissing
	}
	if b.On.IsZero() || b.PromisedOn.IsZero() {
		return Unreadable
	}
	if b.Capacity != nil {
		if reason := b.Capacity.check(); reason != "" {
			return reason
		}
	}
	return p.caseStep(b.Case, t, Accepted, "", func(c *ResidenceCase) {
		c.No, c.AcceptedOn, c.PromisedOn, c.Capacity = b.No, b.On, b.PromisedOn, b.Capacity
	})
}

func askSupplement(p *Person, t *turn, b SupplementAsked) Reason {
	if len(b.Notice.Missing) == 0 || b.Notice.DueOn.IsZero() {
		return Unreadable
	}
	return p.caseStep(b.Case, t, NeedSupplement, "", func(c *ResidenceCase) { c.Notice = &b.Notice })
}

func supplementCase(p *Person, t *turn, b Supplemented) Reason {
	return p.caseStep(b.Case, t, Received, "", func(c *ResidenceCase) {
		c.Materials = supply(c.Materials, b.Materials)
	})
}

// endCase ends a case at the window. Not accepting needs its reason.
func endCase(to CaseState, needsReason bool) func(*Person, *turn, CaseEnded) Reason {
	return func(p *Person, t *turn, b CaseEnded) Reason {
		if needsReason && (!b.Code.known() || b.Code == OtherReason && b.Why == "") {
			return ReasonMissing
		}
		return p.caseStep(b.Case, t, to, b.Why, func(c *ResidenceCase) {
			c.EndedOn, c.Code, c.Why = b.On, b.Code, b.Why
		})
	}
}

func decideCase(to CaseState) func(*Person, *turn, Decided) Reason {
	return func(p *Person, t *turn, b Decided) Reason {
		switch {
		case b.Reference == "":
			return ReferenceMissing
		case b.On.IsZero():
			return Unreadable
		case to == Refused && b.Why == "":
			return ReasonMissing // 条例 art. 18: with reasons
		}
		return p.caseStep(b.Case, t, to, b.Why, func(c *ResidenceCase) {
			switch to {
			case Refused:
				c.Why, c.EndedOn = b.Why, b.On
			case Completed:
				c.Result, c.EndedOn = b.Result, b.On
			}
		})
	}
}

// caseStep takes one edge, or says why not.
func (p *Person) caseStep(id uuid.UUID, t *turn, to CaseState, why string, set func(*ResidenceCase)) Reason {
	c := p.residence(id)
	if c == nil {
		return UnknownSubject
	}
	for _, next := range caseEdges[c.State] {
		if next == to {
			set(c)
			c.step(t, to, why)
			return ""
		}
	}
	return WrongState
}

func (c *ResidenceCase) step(t *turn, to CaseState, why string) {
	c.State = to
	c.Steps = append(c.Steps, Step{To: string(to), Event: t.Event.ID, At: t.at(), Why: why})
}

func (p *Person) residence(id uuid.UUID) *ResidenceCase {
	return named(p.Cases, id, func(x *ResidenceCase) uuid.UUID { return x.ID })
}
