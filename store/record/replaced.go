package record

import "github.com/google/uuid"

// NumberReplaced is the body of number.replaced, written by the district when
// two papers bear one number: the later gets a new one, both stay searchable.
type NumberReplaced struct {
	Side    Side      `json:"side"`    // residence for a case, union for a membership or transfer
	Subject uuid.UUID `json:"subject"` // case, membership or transfer
	Old     string    `json:"old"`
	New     string    `json:"new"`
}

func replaceNumber(p *Person, _ *turn, b NumberReplaced) Reason {
	no, former := p.numberOf(b)
	if no == nil || b.New == "" {
		return UnknownSubject
	}
	if *no != b.Old {
		return WrongState
	}
	*former = append(*former, b.Old)
	*no = b.New
	return ""
}

func (p *Person) numberOf(b NumberReplaced) (no *string, former *[]string) {
	if b.Side == SideResidence {
		if c := p.residence(b.Subject); c != nil {
			return &c.No, &c.Former
		}
		return nil, nil
	}
	if m := p.member(b.Subject); m != nil {
		if m.MemberNo == b.Old {
			return &m.MemberNo, &m.Former
		}
		return &m.No, &m.Former
	}
	if x := p.transfer(b.Subject); x != nil {
		return &x.No, &x.Former
	}
	return nil, nil
}
