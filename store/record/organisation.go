package record

import (
	"github.com/google/uuid"

	"ruhui/store/civil"
)

// Employer is one employing unit.
type Employer struct {
	ID uuid.UUID `json:"id"`
	EmployerRecorded
	ClosedOn civil.Date `json:"closedOn,omitzero"`
	Listing
}

// EmployerRecorded is the body of employer.recorded: the whole entry.
type EmployerRecorded struct {
	Name     string `json:"name"`
	USCC     string `json:"uscc,omitempty"`
	Kind     string `json:"kind,omitempty"` // unit kind, three digits
	Town     string `json:"town,omitempty"`
	Address  string `json:"address,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Dispatch bool   `json:"dispatch,omitempty"` // a labour dispatch firm
}

// Community is one residential community or village.
type Community struct {
	ID uuid.UUID `json:"id"`
	CommunityRecorded
	Listing
}

// CommunityRecorded is the body of community.recorded.
type CommunityRecorded struct {
	Code string `json:"code"` // twelve digits
	Name string `json:"name"`
	Town string `json:"town"` // nine digits
	Kind string `json:"kind"` // community or village
}

// Codes is one code table.
type Codes struct {
	ID uuid.UUID `json:"id"`
	CodesRecorded
	Listing
}

// CodesRecorded is the body of codes.recorded: a whole table with where it
// comes from and of which day it is.
type CodesRecorded struct {
	Table  string     `json:"table"`
	Source string     `json:"source"`
	On     civil.Date `json:"on"`
	Rows   []Code     `json:"rows"`
}

// Code is one row of a code table.
type Code struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Centre is any place with terminals: a service hall, a station, a union's
// office.
type Centre struct {
	ID uuid.UUID `json:"id"`
	CentreRecorded
	Listing
}

// CentreRecorded is the body of centre.recorded.
type CentreRecorded struct {
	Name    string     `json:"name"`
	Kind    CentreKind `json:"kind"`
	Town    string     `json:"town"`           // nine digits; the district's own is 330402000
	Union   uuid.UUID  `json:"union,omitzero"` // of a union's office
	Address string     `json:"address,omitempty"`
	Phone   string     `json:"phone,omitempty"`
	// Capacity is set by town policy: 容缺受理 is off without it.
	Capacity bool `json:"capacity,omitempty"`
}

// CentreKind is the kind of a place with terminals.
type CentreKind string

// Kinds of centre.
const (
	ServiceHall CentreKind = "hall"
	Station     CentreKind = "station"
	UnionOffice CentreKind = "office"
)

var (
	employerRules = map[ruleKey]rule[Employer]{
		{"employer.recorded", 1}: on("", func(s *Employer, _ *turn, b EmployerRecorded) Reason {
			s.EmployerRecorded = b
			return ""
		}),
		{"employer.closed", 1}: endsOn(func(s *Employer) *civil.Date { return &s.ClosedOn }),
	}
	communityRules = map[ruleKey]rule[Community]{
		{"community.recorded", 1}: on("", func(s *Community, _ *turn, b CommunityRecorded) Reason {
			s.CommunityRecorded = b
			return ""
		}),
	}
	codesRules = map[ruleKey]rule[Codes]{
		{"codes.recorded", 1}: on("", func(s *Codes, _ *turn, b CodesRecorded) Reason {
			if b.Source == "" || b.On.IsZero() {
				return Unreadable
			}
			s.CodesRecorded = b
			return ""
		}),
	}
	centreRules = map[ruleKey]rule[Centre]{
		{"centre.recorded", 1}: on("", func(s *Centre, _ *turn, b CentreRecorded) Reason {
			s.CentreRecorded = b
			return ""
		}),
	}
)

// FoldEmployer folds the file of one employer.
func FoldEmployer(id uuid.UUID, events []Marked) Employer {
	s := Employer{ID: id}
	fold(&s, &s.Listing, employerRules, events)
	return s
}

// FoldCommunity folds the file of one community.
func FoldCommunity(id uuid.UUID, events []Marked) Community {
	s := Community{ID: id}
	fold(&s, &s.Listing, communityRules, events)
	return s
}

// FoldCodes folds the file of one code table.
func FoldCodes(id uuid.UUID, events []Marked) Codes {
	s := Codes{ID: id}
	fold(&s, &s.Listing, codesRules, events)
	return s
}

// FoldCentre folds the file of one centre.
func FoldCentre(id uuid.UUID, events []Marked) Centre {
	s := Centre{ID: id}
	fold(&s, &s.Listing, centreRules, events)
	return s
}
