package record

import (
	"github.com/google/uuid"

	"ruhui/store/civil"
)

// UnionKind is the kind of a union organisation.
type UnionKind string

// Kinds of union. District and town unions lead; all others are base unions.
const (
	DistrictUnion   UnionKind = "district"
	TownUnion       UnionKind = "town"
	VillageUnion    UnionKind = "village"
	CommunityUnion  UnionKind = "community"
	EnterpriseUnion UnionKind = "enterprise"
	JointUnion      UnionKind = "joint"
	RegionalUnion   UnionKind = "regional"
	IndustryUnion   UnionKind = "industry"
)

// Base says that the kind holds members.
func (k UnionKind) Base() bool { return k != DistrictUnion && k != TownUnion }

// Union is one union organisation. Its parent is data, not derived from the
// division code: some streets are led by another district's union.
type Union struct {
	ID uuid.UUID `json:"id"`
	UnionRecorded
	DissolvedOn civil.Date `json:"dissolvedOn,omitzero"`
	Listing
}

// UnionRecorded is the body of union.recorded: the whole entry, the later one
// wins.
type UnionRecorded struct {
	Code        string      `json:"code"` // short code in the district's list
	Name        string      `json:"name"`
	Kind        UnionKind   `json:"kind"`
	Parent      uuid.UUID   `json:"parent,omitzero"`
	Town        string      `json:"town,omitempty"`        // nine digits
	Communities []string    `json:"communities,omitempty"` // twelve digits, whose residents it takes
	Employers   []uuid.UUID `json:"employers,omitempty"`   // covered employers
	Groups      []string    `json:"groups,omitempty"`      // worker groups an industry union takes
	Zone        string      `json:"zone,omitempty"`        // one of the six 片区
	USCC        string      `json:"uscc,omitempty"`
	StatCode    string      `json:"statCode,omitempty"` // 工会统计代码
	Industry    string      `json:"industry,omitempty"`
	Dues        DuesPolicy  `json:"dues"`
}

// DuesPolicy is how a union takes dues: half a percent of the monthly wage
// unless it waives them for some employment forms.
type DuesPolicy struct {
	WaivedForms []string `json:"waivedForms,omitempty"` // employment forms that pay none
}

// Dissolved is the body of union.dissolved and employer.closed.
type Dissolved struct {
	On civil.Date `json:"on"`
}

var unionRules = map[ruleKey]rule[Union]{
	{"union.recorded", 1}: on("", func(u *Union, _ *turn, b UnionRecorded) Reason {
		u.UnionRecorded = b
		return ""
	}),
	{"union.dissolved", 1}: endsOn(func(u *Union) *civil.Date { return &u.DissolvedOn }),
}

// endsOn is the rule of what ends a union or an employer on a day.
func endsOn[S any](of func(*S) *civil.Date) rule[S] {
	return on("", func(s *S, _ *turn, b Dissolved) Reason {
		if b.On.IsZero() {
			return Unreadable
		}
		*of(s) = b.On
		return ""
	})
}

// FoldUnion folds the file of one union.
func FoldUnion(id uuid.UUID, events []Marked) Union {
	u := Union{ID: id}
	fold(&u, &u.Listing, unionRules, events)
	return u
}

// Dues is the monthly contribution in fen for a wage in yuan: 0.5 % of it, the
// remainder under ten yuan not counted; none where the union waives them or
// the membership is retained.
func (d DuesPolicy) Dues(wageYuan int, form string, state MembershipState) int {
	if state != Active || wageYuan < 0 {
		return 0
	}
	for _, f := range d.WaivedForms {
		if f == form {
			return 0
		}
	}
	return wageYuan / 10 * 10 / 2
}
