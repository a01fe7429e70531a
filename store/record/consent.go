package record

import (
	"strings"

	"github.com/google/uuid"

	"ruhui/store/civil"
)

// Scope is one purpose a person is asked about, each apart and none preset
// (个人信息保护法 arts. 14, 23, 29). A consent for an agency is
// share_agency:<name>.
type Scope string

// Scopes of notice and consent.
const (
	ResidenceNotice Scope = "residence_notice" // a notice, not a consent: residence is a public duty
	UnionJoin       Scope = "union_join"
	ShareEmployer   Scope = "share_employer"
	SensitiveHealth Scope = "sensitive_health"
	ChildConsent    Scope = "child"
	MatchmakingUse  Scope = "matchmaking"
	SMS             Scope = "sms"
)

// ShareAgency is the scope of giving data to one named body.
func ShareAgency(name string) Scope { return Scope("share_agency:" + name) }

// Consent is the latest word of a person on one scope.
type Consent struct {
	Given       bool       `json:"given"`
	Text        string     `json:"text"` // version of the text shown
	TextHash    Hash       `json:"textHash"`
	On          civil.Date `json:"on"`
	Event       uuid.UUID  `json:"event"`
	PaperNo     string     `json:"paperNo,omitempty"`
	WithdrawnOn civil.Date `json:"withdrawnOn,omitzero"`
}

// InForce says that the consent was given and not withdrawn.
func (c Consent) InForce() bool { return c.Given && c.WithdrawnOn.IsZero() }

// ConsentSaid is the body of consent.given and consent.refused.
type ConsentSaid struct {
	Scope     Scope      `json:"scope"`
	Text      string     `json:"text"`
	TextHash  Hash       `json:"textHash"`
	On        civil.Date `json:"on"`
	Union     uuid.UUID  `json:"union,omitzero"` // whom a union_join names
	PaperNo   string     `json:"paperNo,omitempty"`
	Signature []byte     `json:"signature,omitempty"` // drawn strokes, at most 16 KiB
}

// ConsentWithdrawn is the body of consent.withdrawn. Withdrawing takes no
// reason and stops the use it covered (个人信息保护法 art. 15).
type ConsentWithdrawn struct {
	Scope Scope      `json:"scope"`
	On    civil.Date `json:"on"`
}

func (s Scope) known() bool {
	switch s {
	case ResidenceNotice, UnionJoin, ShareEmployer, SensitiveHealth, ChildConsent, MatchmakingUse, SMS:
		return true
	}
	return strings.HasPrefix(string(s), "share_agency:") && len(s) > len("share_agency:")
}

func sayConsent(given bool) func(*Person, *turn, ConsentSaid) Reason {
	return func(p *Person, t *turn, b ConsentSaid) Reason {
		if !b.Scope.known() || b.Text == "" {
			return Unreadable
		}
		if p.Consents == nil {
			p.Consents = map[Scope]Consent{}
		}
		p.Consents[b.Scope] = Consent{Given: given, Text: b.Text, TextHash: b.TextHash, On: b.On,
			Event: t.Event.ID, PaperNo: b.PaperNo}
		return ""
	}
}

// withdrawConsent also ends what only the consent carried: an application that
// is still waiting, a transfer from outside on its way in. A membership ends by
// leaving the union, not by this.
func withdrawConsent(p *Person, t *turn, b ConsentWithdrawn) Reason {
	if b.On.IsZero() {
		return Unreadable
	}
	c, said := p.Consents[b.Scope]
	if !said || !c.InForce() {
		return UnknownSubject
	}
	c.WithdrawnOn = b.On
	p.Consents[b.Scope] = c
	if b.Scope == UnionJoin {
		p.dropPending(t, b.On)
		if x := p.openTransfer(); x != nil && x.Kind == IntoDistrict {
			p.closeTransfers(t, b.On, string(ConsentMissing))
		}
	}
	return ""
}
