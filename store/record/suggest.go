package record

import (
	"slices"

	"github.com/google/uuid"
)

// TargetReason says why a union was suggested for an applicant.
type TargetReason string

// Why a union was suggested (工会会员会籍管理办法; where the labour relation is).
const (
	EmployerHasUnion  TargetReason = "EmployerHasUnion"
	CoveredByJoint    TargetReason = "CoveredByJoint"
	EmployerHasNone   TargetReason = "EmployerHasNone" // the community's, until the employer founds one
	DispatchFirmUnion TargetReason = "DispatchFirmUnion"
	UserFirmUnion     TargetReason = "UserFirmUnion"
	IndustryOfGroup   TargetReason = "IndustryOfGroup"
	DispersedWork     TargetReason = "DispersedWork"
	JustArrived       TargetReason = "JustArrived"
	HostUnion         TargetReason = "HostUnion"
	ContractKept      TargetReason = "ContractKept"
	TownForCommunity  TargetReason = "TownForCommunity" // no union of the community yet: a joint one of the town
	ChosenByClerk     TargetReason = "ChosenByClerk"
)

// Work is what the suggestion asks about.
type Work struct {
	Form           string    // employment form
	Employer       uuid.UUID // zero when none
	UserFirm       uuid.UUID // where a dispatched worker works
	Host           uuid.UUID // where a seconded worker works
	SecondedMonths int
	StudyLeave     bool // contract kept
	Holding        uuid.UUID
	Group          string // worker group
	Town           string // of residence, nine digits
	Community      string // of residence, twelve digits
}

// Suggestion is a base union with the reason it was chosen. Union is zero when
// the list has none for the place: then the clerk chooses.
type Suggestion struct {
	Union           uuid.UUID
	Why             TargetReason
	MoveWhenFounded bool
}

// Suggest goes down the decision table of where a membership belongs; the
// first hit wins. Unions that were dissolved or do not hold members are passed
// over.
func Suggest(w Work, unions []Union) Suggestion {
	open := slices.DeleteFunc(slices.Clone(unions), func(u Union) bool {
		return !u.Kind.Base() || !u.DissolvedOn.IsZero()
	})
	if w.StudyLeave && w.Holding != uuid.Nil {
		return Suggestion{Union: w.Holding, Why: ContractKept}
	}
	if w.SecondedMonths >= 6 && w.Host != uuid.Nil {
		if u := unionOf(w.Host, open); u != uuid.Nil {
			return Suggestion{Union: u, Why: HostUnion}
		}
	}
	if w.Form == FormDispatched {
		if s, hit := dispatched(w, open); hit {
			return s
		}
	}
	if s, hit := employed(w, open); hit {
		return s
	}
	return dispersed(w, open)
}

func dispatched(w Work, open []Union) (Suggestion, bool) {
	if u := unionOf(w.Employer, open); u != uuid.Nil {
		return Suggestion{Union: u, Why: DispatchFirmUnion}, true
	}
	if u := unionOf(w.UserFirm, open); u != uuid.Nil {
		return Suggestion{Union: u, Why: UserFirmUnion}, true
	}
	return Suggestion{}, false
}

func employed(w Work, open []Union) (Suggestion, bool) {
	if w.Employer == uuid.Nil {
		return Suggestion{}, false
	}
	if u := covering(w.Employer, open, EnterpriseUnion); u != uuid.Nil {
		return Suggestion{Union: u, Why: EmployerHasUnion}, true
	}
	if u := covering(w.Employer, open, JointUnion, RegionalUnion, IndustryUnion); u != uuid.Nil {
		return Suggestion{Union: u, Why: CoveredByJoint}, true
	}
	s := atHome(w, open)
	if s.Why != TownForCommunity {
		s.Why = EmployerHasNone
	}
	s.MoveWhenFounded = true
	return s, true
}

// dispersed: by trade where there is a union for it, else where one lives.
func dispersed(w Work, open []Union) Suggestion {
	if w.Form == FormUnemployed {
		s := atHome(w, open)
		if s.Why != TownForCommunity {
			s.Why = JustArrived
		}
		return s
	}
	if w.Group != "" && w.Group != "0" {
		for _, u := range open {
			if u.Kind == IndustryUnion && slices.Contains(u.Groups, w.Group) {
				return Suggestion{Union: u.ID, Why: IndustryOfGroup}
			}
		}
	}
	return atHome(w, open)
}

// atHome is the union of the community or village; where it has none yet, one
// that takes in the town.
func atHome(w Work, open []Union) Suggestion {
	for _, u := range open {
		if w.Community != "" && slices.Contains(u.Communities, w.Community) {
			return Suggestion{Union: u.ID, Why: DispersedWork}
		}
	}
	for _, kind := range []UnionKind{JointUnion, RegionalUnion, CommunityUnion, VillageUnion} {
		for _, u := range open {
			if u.Kind == kind && w.Town != "" && u.Town == w.Town && len(u.Employers) == 0 {
				return Suggestion{Union: u.ID, Why: TownForCommunity}
			}
		}
	}
	return Suggestion{Why: TownForCommunity}
}

func unionOf(employer uuid.UUID, open []Union) uuid.UUID {
	if u := covering(employer, open, EnterpriseUnion); u != uuid.Nil {
		return u
	}
	return covering(employer, open, JointUnion, RegionalUnion, IndustryUnion)
}

func covering(employer uuid.UUID, open []Union, kinds ...UnionKind) uuid.UUID {
	if employer == uuid.Nil {
		return uuid.Nil
	}
	for _, u := range open {
		if slices.Contains(kinds, u.Kind) && slices.Contains(u.Employers, employer) {
			return u.ID
		}
	}
	return uuid.Nil
}
