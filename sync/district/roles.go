package district

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
)

// RoleName is a role with the names it may be given by.
type RoleName struct {
	Role record.Role
	Name string // as screens show it
	Word string // for the command line
}

// RoleNames lists the roles somebody can be appointed to.
var RoleNames = []RoleName{
	{record.RoleWindowClerk, "窗口人员", "window"},
	{record.RoleUnionClerk, "工会入会点人员", "desk"},
	{record.RoleBaseUnion, "基层工会委员", "base"},
	{record.RoleTownUnion, "镇（街道）总工会", "town"},
	{record.RoleDistrictUnion, "区总工会", "district"},
	{record.RoleJobCounselor, "职业指导员", "jobs"},
	{record.RoleMediator, "调解员", "mediator"},
	{record.RoleAidOfficer, "帮扶专员", "aid"},
	{record.RoleTrainer, "培训管理员", "trainer"},
	{record.RoleStationStaff, "站点人员", "station"},
	{record.RoleSysAdmin, "系统管理员", "sysadmin"},
	{record.RoleSecAdmin, "安全管理员", "secadmin"},
	{record.RoleAuditor, "安全审计员", "auditor"},
}

// ParseRole reads a role by its name, its word or its identifier.
func ParseRole(text string) (record.Role, error) {
	text = strings.TrimSpace(text)
	for _, r := range RoleNames {
		if text == r.Name || strings.EqualFold(text, r.Word) || text == string(r.Role) {
			return r.Role, nil
		}
	}
	return "", fmt.Errorf("read role: %w", UnknownRole)
}

// NameOfRole is how screens call a role.
func NameOfRole(role record.Role) string {
	i := slices.IndexFunc(RoleNames, func(r RoleName) bool { return r.Role == role })
	if i < 0 {
		return string(role)
	}
	return RoleNames[i].Name
}

// GrantsFor says where each role holds: a clerk's at each of the centres, an
// officer's in the unions, the district's own everywhere, all others in the
// towns or, when none are named, in those the centres lie in.
func (o *Organisation) GrantsFor(roles []record.Role, centres, unions []uuid.UUID, towns []string, from, until civil.Date) ([]record.Grant, error) {
	if len(towns) == 0 {
		for _, c := range centres {
			if town := o.Centres[c].Town; !slices.Contains(towns, town) {
				towns = append(towns, town)
			}
		}
	}
	var grants []record.Grant
	for _, role := range roles {
		places := placesOf(role, centres, unions, towns)
		if len(places) == 0 {
			return nil, RoleWithoutUnion
		}
		for _, p := range places {
			grants = append(grants, record.Grant{Role: role, Place: p, From: from, Until: until})
		}
	}
	return grants, nil
}

func placesOf(role record.Role, centres, unions []uuid.UUID, towns []string) (places []record.Place) {
	switch role {
	case record.RoleWindowClerk, record.RoleUnionClerk:
		for _, c := range centres {
			places = append(places, record.Place{Centre: c})
		}
	case record.RoleBaseUnion:
		for _, u := range unions {
			places = append(places, record.Place{Union: u})
		}
	case record.RoleDistrictUnion, record.RoleSysAdmin, record.RoleSecAdmin, record.RoleAuditor:
		places = append(places, record.Place{Town: record.DistrictTown})
	default:
		for _, t := range towns {
			places = append(places, record.Place{Town: t})
		}
	}
	return places
}
