package record

import (
	"github.com/google/uuid"

	"ruhui/store/civil"
)

// Slip is the paper a visitor leaves with. Its token stands in the QR code; the
// numbers on it are labels.
type Slip struct {
	Token   string     `json:"token"`
	Numbers []string   `json:"numbers"` // of the cases it speaks of
	Visit   uuid.UUID  `json:"visit"`
	On      civil.Date `json:"on"`
	Prints  int        `json:"prints"`
}

// SlipIssued is the body of slip.issued. Token is 128 random bits in base64url
// without padding, 22 characters: nobody can guess another visitor's page.
type SlipIssued struct {
	Token   string     `json:"token"`
	Numbers []string   `json:"numbers"`
	On      civil.Date `json:"on"`
}

// SlipPrinted is the body of slip.printed.
type SlipPrinted struct {
	Token string `json:"token"`
}

func issueSlip(p *Person, t *turn, b SlipIssued) Reason {
	if len(b.Token) != 22 {
		return Unreadable
	}
	if len(b.Numbers) == 0 {
		return NumberMissing
	}
	if p.slip(b.Token) != nil {
		return AlreadyRecorded
	}
	p.Slips = append(p.Slips, Slip{Token: b.Token, Numbers: b.Numbers, Visit: t.Event.Visit, On: b.On})
	return ""
}

func printSlip(p *Person, _ *turn, b SlipPrinted) Reason {
	s := p.slip(b.Token)
	if s == nil {
		return UnknownSubject
	}
	s.Prints++
	return ""
}

func (p *Person) slip(token string) *Slip {
	for i := range p.Slips {
		if p.Slips[i].Token == token {
			return &p.Slips[i]
		}
	}
	return nil
}
