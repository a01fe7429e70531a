package record

import "ruhui/store/civil"

// Result is what the police decided about a completed case.
type Result struct {
	RegisteredOn civil.Date   `json:"registeredOn,omitzero"` // of a registration
	PermitNo     string       `json:"permitNo,omitempty"`
	IssuedOn     civil.Date   `json:"issuedOn,omitzero"`
	EndorsedOn   civil.Date   `json:"endorsedOn,omitzero"`
	Medium       PermitMedium `json:"medium,omitempty"`
}

// PermitMedium is what the person holds.
type PermitMedium string

// Permit media.
const (
	Electronic PermitMedium = "electronic"
	Card       PermitMedium = "card"
)

// Permit is the residence permit in force, worked out from completed cases.
type Permit struct {
	No       string
	IssuedOn civil.Date
	// CountedFrom is the day the years of residence count from: the issue, or
	// the make-up date of a late endorsement (条例 art. 19).
	CountedFrom civil.Date
	// EndorseFrom and EndorseTo are the present endorsement window, both days
	// included: the month before the year is full.
	EndorseFrom, EndorseTo civil.Date
	Years                  int // endorsements since CountedFrom
}

// RegisteredOn is the day residence counts from: of the latest registration
// not followed by a cancellation. Until the police have entered the result the
// day it was accepted stands in, and sure is false.
func (p *Person) RegisteredOn() (on civil.Date, sure bool) {
	for i := range p.Cases {
		c := &p.Cases[i]
		switch {
		case c.Type == RegisterCancel && c.State == Completed:
			on, sure = civil.Date{}, false
		case c.Type != Register || !on.IsZero() && sure:
		case c.State == Completed && c.Result != nil && !c.Result.RegisteredOn.IsZero():
			on, sure = c.Result.RegisteredOn, true
		case on.IsZero() && c.inHand():
			on = c.AcceptedOn
		}
	}
	return on, sure
}

func (c *ResidenceCase) inHand() bool {
	switch c.State {
	case Accepted, Reviewing, Approved, Completed:
		return true
	}
	return false
}

// EligibleFrom is the first day a permit may be applied for: half a year after
// registration (条例 art. 16). Zero when the person is not registered.
func (p *Person) EligibleFrom() civil.Date {
	on, _ := p.RegisteredOn()
	if on.IsZero() {
		return civil.Date{}
	}
	return civil.EligibleFrom(on)
}

// Permit gives the permit in force, nil when there is none.
func (p *Person) Permit() *Permit {
	var permit *Permit
	for i := range p.Cases {
		c := &p.Cases[i]
		if c.State != Completed {
			continue
		}
		switch {
		case c.Type == PermitCancel:
			permit = nil
		case c.Type == PermitApply && c.Result != nil && !c.Result.IssuedOn.IsZero():
			permit = issue(c.Result)
		case permit == nil || c.Result == nil:
		case c.Type == PermitEndorse && !c.Result.EndorsedOn.IsZero():
			permit.endorse(c.Result.EndorsedOn)
		case c.Result.PermitNo != "": // changed, renewed or replaced
			permit.No = c.Result.PermitNo
		}
	}
	return permit
}

func issue(r *Result) *Permit {
	p := &Permit{No: r.PermitNo, IssuedOn: r.IssuedOn, CountedFrom: r.IssuedOn}
	p.window()
	return p
}

// endorse takes one yearly endorsement. In time it moves the window a year on;
// late it restores the permit and the years count anew from that day.
func (p *Permit) endorse(on civil.Date) {
	if on.Before(p.EndorseFrom) {
		return // this year's is there already: entered twice
	}
	if on.After(p.EndorseTo) {
		p.CountedFrom, p.Years = on, 0
	} else {
		p.Years++
	}
	p.window()
}

func (p *Permit) window() {
	p.EndorseFrom, p.EndorseTo = civil.Endorsement(p.CountedFrom, p.Years+1)
}

// Suspended says that on this day the functions of the permit rest, because
// the endorsement was missed (条例 art. 19).
func (p *Permit) Suspended(today civil.Date) bool { return today.After(p.EndorseTo) }

// Endorsable says that the endorsement can be made on this day: in its window
// or, late, after it.
func (p *Permit) Endorsable(today civil.Date) bool { return !today.Before(p.EndorseFrom) }
