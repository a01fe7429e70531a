package demo

import (
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
)

// Logins of the staff beside [Login], the window clerk.
const (
	UnionOfficer   = "union"    // base unions U103A, U103B and U103D
	CompanyOfficer = "company"  // the enterprise's union U103C
	QixingOfficer  = "qixing"   // base unions U015A and U015B
	QixingClerk    = "demo2"    // the window of 七星街道
	TownOfficer    = "town"     // 新丰镇's union
	Counsellor     = "aid"      // hardship, mediation, station: the sensitive services
	DistrictUnion  = "district" // the district's union
	Technician     = "tech"     // sets up, tests, backs up; sees no records
)

// Member is one member of the demo's staff; the names are invented.
type Member struct {
	record.StaffAppointed
}

// ID is the id of the member's file.
func (m Member) ID() uuid.UUID { return StaffID(m.Login) }

// Staff is everybody who can sign in somewhere. The officers of 新丰镇 may sign
// in at the hall, too: so one demo terminal shows an application from the form
// to the union that receives the member.
var Staff = []Member{
	member("0001", "演示员甲", Login, []uuid.UUID{Hall}, at(Hall, record.RoleWindowClerk, record.RoleUnionClerk)),
	member("0002", "演示员乙", UnionOfficer, []uuid.UUID{JointOffice, Hall}, of("U103A", "U103B", "U103D")),
	member("0003", "演示员丙", CompanyOfficer, []uuid.UUID{CompanyOffice, Hall}, of("U103C")),
	member("0004", "演示员丁", TownOfficer, []uuid.UUID{TownOffice, Hall}, in(Xinfeng, record.RoleTownUnion)),
	member("0005", "演示员戊", Counsellor, []uuid.UUID{Station, Hall},
		in(Xinfeng, record.RoleAidOfficer, record.RoleMediator, record.RoleStationStaff)),
	member("0006", "演示员己", Technician, []uuid.UUID{Hall, QixingHall, Station, JointOffice, CompanyOffice, TownOffice, DistrictOffice},
		in(record.DistrictTown, record.RoleSysAdmin)),
	member("0007", "演示员庚", QixingClerk, []uuid.UUID{QixingHall}, at(QixingHall, record.RoleWindowClerk, record.RoleUnionClerk)),
	member("0008", "演示员辛", QixingOfficer, []uuid.UUID{QixingHall}, of("U015A", "U015B")),
	member("0009", "演示员壬", DistrictUnion, []uuid.UUID{DistrictOffice}, in(record.DistrictTown, record.RoleDistrictUnion)),
}

func member(no, name, login string, centres []uuid.UUID, grants []record.Grant) Member {
	return Member{record.StaffAppointed{No: no, Name: name, Login: login, Centres: centres, Grants: grants}}
}

// since is the first day of every grant.
var since = civil.Date{Year: 2026, Month: 9, Day: 1}

func at(centre uuid.UUID, roles ...record.Role) []record.Grant {
	return grants(record.Place{Centre: centre}, roles)
}

func in(town string, roles ...record.Role) []record.Grant {
	return grants(record.Place{Town: town}, roles)
}

func of(unions ...string) []record.Grant {
	var list []record.Grant
	for _, u := range unions {
		list = append(list, grants(record.Place{Union: UnionID(u)}, []record.Role{record.RoleBaseUnion})...)
	}
	return list
}

func grants(place record.Place, roles []record.Role) []record.Grant {
	var list []record.Grant
	for _, r := range roles {
		list = append(list, record.Grant{Role: r, Place: place, From: since})
	}
	return list
}

// sensitive are the roles whose cases are sealed to them.
var sensitive = []record.Role{record.RoleAidOfficer, record.RoleMediator, record.RoleStationStaff}

// records says that the member works with records: administrators do not, and
// hold no key to them.
func (m Member) records() bool {
	return !slices.ContainsFunc(m.Grants, func(g record.Grant) bool {
		return g.Role == record.RoleSysAdmin || g.Role == record.RoleSecAdmin || g.Role == record.RoleAuditor
	})
}
