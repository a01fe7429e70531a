package record

import (
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
)

// Role is what somebody may do.
type Role string

// Roles of staff.
const (
	RoleWindowClerk   Role = "RoleWindowClerk"
	RoleUnionClerk    Role = "RoleUnionClerk"
	RoleBaseUnion     Role = "RoleBaseUnion"
	RoleTownUnion     Role = "RoleTownUnion"
	RoleDistrictUnion Role = "RoleDistrictUnion"
	RoleJobCounselor  Role = "RoleJobCounselor"
	RoleMediator      Role = "RoleMediator"
	RoleAidOfficer    Role = "RoleAidOfficer"
	RoleTrainer       Role = "RoleTrainer"
	RoleStationStaff  Role = "RoleStationStaff"
	RoleSysAdmin      Role = "RoleSysAdmin"
	RoleSecAdmin      Role = "RoleSecAdmin"
	RoleAuditor       Role = "RoleAuditor"
	// RoleDistrictSystem writes the district's own journal: what only one may
	// decide or only time brings.
	RoleDistrictSystem Role = "RoleDistrictSystem"
)

// Grant is one role somebody has at a place, for a time.
type Grant struct {
	Role  Role       `json:"role"`
	Place Place      `json:"place"`
	From  civil.Date `json:"from"`
	Until civil.Date `json:"until,omitzero"` // last day; zero while it goes on
}

// Place is a centre, a town or a union; one of the three is set.
type Place struct {
	Centre uuid.UUID `json:"centre,omitzero"`
	Town   string    `json:"town,omitempty"` // nine digits
	Union  uuid.UUID `json:"union,omitzero"`
}

// Staff is one member of staff.
type Staff struct {
	ID         uuid.UUID   `json:"id"`
	No         string      `json:"no"` // number printed on slips
	Name       string      `json:"name"`
	Login      string      `json:"login"`
	Centres    []uuid.UUID `json:"centres"` // where they may sign in
	Grants     []Grant     `json:"grants"`  // what they may do
	DisabledAt HLC         `json:"disabledAt,omitzero"`
	Listing
}

// StaffAppointed is the body of staff.appointed: name, places and roles, the
// whole list each time.
type StaffAppointed struct {
	No      string      `json:"no"`
	Name    string      `json:"name"`
	Login   string      `json:"login"`
	Centres []uuid.UUID `json:"centres"`
	Grants  []Grant     `json:"grants"`
}

// StaffDisabledBody is the body of staff.disabled.
type StaffDisabledBody struct {
	Why string `json:"why"`
}

var staffRules = map[ruleKey]rule[Staff]{
	{"staff.appointed", 1}: on("", func(s *Staff, _ *turn, b StaffAppointed) Reason {
		s.No, s.Name, s.Login, s.Centres, s.Grants = b.No, b.Name, b.Login, b.Centres, b.Grants
		s.DisabledAt = 0
		return ""
	}),
	{"staff.disabled", 1}: on("", func(s *Staff, t *turn, b StaffDisabledBody) Reason {
		if b.Why == "" {
			return ReasonMissing
		}
		if s.DisabledAt == 0 {
			s.DisabledAt = t.at()
		}
		return ""
	}),
}

// FoldStaff folds the file of one member of staff.
func FoldStaff(id uuid.UUID, events []Marked) Staff {
	s := Staff{ID: id}
	fold(&s, &s.Listing, staffRules, events)
	return s
}

// Has says that the role is held on a day, wherever.
func (s *Staff) Has(role Role, on civil.Date) bool { return len(s.places(role, on)) > 0 }

// Roles lists the roles held on a day, each once.
func (s *Staff) Roles(on civil.Date) []Role {
	var roles []Role
	for _, g := range s.Grants {
		if g.InForce(on) && !slices.Contains(roles, g.Role) {
			roles = append(roles, g.Role)
		}
	}
	return roles
}

func (s *Staff) places(role Role, on civil.Date) []Place {
	var places []Place
	for _, g := range s.Grants {
		if g.Role == role && g.InForce(on) {
			places = append(places, g.Place)
		}
	}
	return places
}

// InForce says that the grant holds on a day.
func (g Grant) InForce(on civil.Date) bool {
	return !on.Before(g.From) && (g.Until.IsZero() || !on.After(g.Until))
}
