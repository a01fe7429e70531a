package record

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruhui/store/civil"
)

// Verdict is whether the author of an event had the right, with the reason
// when it is to be listed.
type Verdict struct {
	Allowed bool
	Reason  Reason
}

// Directory is what the judge must know of unions and centres.
type Directory interface {
	Union(id uuid.UUID) (Union, bool)
	Centre(id uuid.UUID) (Centre, bool)
}

// Judge tells whether by may write e at effective time at. p is the person's
// state just before, nil for files of other kinds. The district asks this once
// for each event; a terminal asks it for its own, provisionally.
//
// Window work of somebody disabled, whose terminal had not heard of it, is
// allowed and listed: the visitor has been served. Decisions are not.
func Judge(e *Event, at HLC, by *Staff, dir Directory, p *Person) Verdict {
	if e.Role == RoleDistrictSystem {
		return Verdict{Allowed: by == nil}
	}
	right, known := rights[e.Type]
	if e.settles() {
		right, known = right0(RoleTownUnion, RoleDistrictUnion), true
	}
	if !known { // a newer program's type: kept, and judged by who understands it
		return Verdict{Allowed: strings.Contains(e.Type, "."), Reason: ""}
	}
	if by == nil || !right.held(e, civil.Of(at.Time()), by, dir, p) {
		return Verdict{Reason: NotAllowed}
	}
	if by.DisabledAt != 0 && at >= by.DisabledAt {
		return Verdict{Allowed: !right.decision, Reason: StaffDisabled}
	}
	return Verdict{Allowed: true}
}

// right says which roles may write a type, and where.
type right struct {
	roles    []Role
	decision bool // not window work
	// unions gives the unions whose officer may write it; nil where the role
	// alone is enough.
	unions func(e *Event, p *Person) []uuid.UUID
}

func right0(roles ...Role) right { return right{roles: roles, decision: true} }

func window(roles ...Role) right { return right{roles: append(roles, RoleWindowClerk)} }

func officer(unions func(*Event, *Person) []uuid.UUID, roles ...Role) right {
	return right{roles: append(roles, RoleBaseUnion), decision: true, unions: unions}
}

func system() right { return right{decision: true} }

// rights is the table of who may write what.
var rights = map[string]right{
	"person.registered":         window(RoleUnionClerk, RoleStationStaff),
	"person.changed":            window(RoleUnionClerk, RoleStationStaff, RoleBaseUnion),
	"person.viewed":             window(RoleUnionClerk, RoleStationStaff, RoleBaseUnion, RoleTownUnion, RoleDistrictUnion),
	"person.identity_confirmed": window(),
	"person.linked":             window(),
	"person.unlinked":           window(),
	"visit.moved":               window(),
	"visit.opened":              window(RoleUnionClerk, RoleStationStaff),
	"visit.closed":              window(RoleUnionClerk, RoleStationStaff),
	"slip.issued":               window(RoleUnionClerk, RoleStationStaff),
	"slip.printed":              window(RoleUnionClerk, RoleStationStaff),
	"reminder.set":              window(RoleUnionClerk),
	"reminder.done":             window(RoleUnionClerk),
	"consent.given":             window(RoleUnionClerk, RoleStationStaff, RoleBaseUnion),
	"consent.refused":           window(RoleUnionClerk, RoleStationStaff, RoleBaseUnion),
	"consent.withdrawn":         window(RoleUnionClerk, RoleStationStaff, RoleBaseUnion),

	"residence.described":        window(),
	"residence.filed":            window(),
	"residence.accepted":         window(),
	"residence.supplement_asked": window(),
	"residence.supplemented":     window(),
	"residence.not_accepted":     window(),
	"residence.withdrawn":        window(),
	// The police decide; the window enters the result with their reference.
	"residence.review_started": window(),
	"residence.approved":       right0(RoleWindowClerk),
	"residence.refused":        right0(RoleWindowClerk),
	"residence.completed":      right0(RoleWindowClerk),
	"case.lapsed":              system(),
	"number.replaced":          system(),

	"membership.described":      window(RoleUnionClerk, RoleBaseUnion),
	"membership.applied":        window(RoleUnionClerk),
	"membership.withdrawn":      window(RoleUnionClerk, RoleBaseUnion),
	"membership.routed":         right0(RoleTownUnion, RoleDistrictUnion),
	"membership.approved":       officer(targetUnion),
	"membership.refused":        officer(targetUnion),
	"membership.retained":       officer(holdingUnion),
	"membership.restored":       officer(holdingUnion),
	"membership.exited":         officer(holdingUnion),
	"membership.auto_exited":    officer(holdingUnion),
	"membership.expelled":       officer(holdingUnion),
	"membership.died":           officer(holdingUnion),
	"membership.review_granted": right0(RoleDistrictUnion),

	"transfer.proposed":    {roles: []Role{RoleUnionClerk, RoleBaseUnion, RoleDistrictUnion}},
	"transfer.released":    officer(fromUnion, RoleDistrictUnion),
	"transfer.received":    officer(toUnion, RoleDistrictUnion),
	"transfer.returned":    officer(toUnion, RoleDistrictUnion),
	"transfer.cancelled":   officer(fromUnion, RoleDistrictUnion, RoleUnionClerk),
	"transfer.timed_out":   system(),
	"transfer.unconfirmed": system(),

	"service.opened":    window(RoleUnionClerk, RoleStationStaff, RoleJobCounselor, RoleMediator, RoleAidOfficer, RoleTrainer),
	"service.assigned":  right0(handlers...),
	"service.started":   right0(handlers...),
	"service.waiting":   right0(handlers...),
	"service.referred":  right0(handlers...),
	"service.done":      right0(handlers...),
	"service.rejected":  right0(handlers...),
	"service.withdrawn": window(handlers...),
	"service.rated":     window(handlers...),
	"service.linked":    window(handlers...),

	"employer.recorded":  window(RoleUnionClerk, RoleBaseUnion, RoleDistrictUnion),
	"employer.closed":    right0(RoleTownUnion, RoleDistrictUnion),
	"union.recorded":     right0(RoleDistrictUnion),
	"union.dissolved":    right0(RoleDistrictUnion),
	"community.recorded": right0(RoleDistrictUnion),
	"codes.recorded":     right0(RoleDistrictUnion),
	"centre.recorded":    right0(RoleDistrictUnion),
	"staff.appointed":    right0(RoleSecAdmin),
	"staff.disabled":     right0(RoleSecAdmin),
}

var handlers = []Role{RoleUnionClerk, RoleStationStaff, RoleJobCounselor, RoleMediator, RoleAidOfficer,
	RoleTrainer, RoleTownUnion, RoleDistrictUnion}

// held says that by holds the role the event was written in, at a place the
// event concerns.
func (r right) held(e *Event, on civil.Date, by *Staff, dir Directory, p *Person) bool {
	if !slices.Contains(r.roles, e.Role) {
		return false
	}
	for _, place := range by.places(e.Role, on) {
		if r.covers(place, e, dir, p) {
			return true
		}
	}
	return false
}

func (r right) covers(place Place, e *Event, dir Directory, p *Person) bool {
	switch {
	case place.Union != uuid.Nil:
		// A clerk's intake at a union's desk is anybody's; an officer acts for
		// the own union's people alone, and so does whoever decides.
		return e.Role != RoleBaseUnion && !r.decision || slices.Contains(r.concerned(e, p), place.Union)
	case e.Role == RoleBaseUnion:
		return false // an officer's place is a union
	case place.Centre != uuid.Nil:
		return place.Centre == e.Origin.Centre
	case place.Town != "":
		return r.inTown(place.Town, e, dir, p)
	}
	return false
}

// concerned are the unions an event is about: those its type names, else those
// the person has to do with.
func (r right) concerned(e *Event, p *Person) []uuid.UUID {
	if r.unions != nil {
		return r.unions(e, p)
	}
	if p == nil {
		return nil
	}
	var ids []uuid.UUID
	if m := p.Member(); m != nil {
		ids = append(ids, m.Holding)
	}
	if m := p.Applicant(); m != nil {
		ids = append(ids, m.Target)
	}
	if x := p.openTransfer(); x != nil {
		ids = append(ids, x.From, x.To)
	}
	return ids
}

// inTown: a place in a town covers what is written in that town's centres and
// what concerns its unions; the district's own code covers every town.
func (r right) inTown(town string, e *Event, dir Directory, p *Person) bool {
	if town == DistrictTown {
		return true
	}
	if c, known := dir.Centre(e.Origin.Centre); known && c.Town == town {
		return true
	}
	if r.unions == nil {
		return false
	}
	return slices.ContainsFunc(r.unions(e, p), func(id uuid.UUID) bool {
		u, known := dir.Union(id)
		return known && u.Town == town
	})
}

// DistrictTown stands for the whole of Nanhu where a town's code is asked.
const DistrictTown = "330402000"

func targetUnion(e *Event, p *Person) []uuid.UUID {
	if m := memberOf(e, p); m != nil {
		return []uuid.UUID{m.Target}
	}
	return nil
}

func holdingUnion(e *Event, p *Person) []uuid.UUID {
	if m := memberOf(e, p); m != nil {
		return []uuid.UUID{m.Holding}
	}
	return nil
}

func memberOf(e *Event, p *Person) *Membership {
	var b MembershipSaid
	if p == nil || json.Unmarshal(e.Body, &b) != nil {
		return nil
	}
	return p.member(b.Membership)
}

func fromUnion(e *Event, p *Person) []uuid.UUID {
	if x := transferOf(e, p); x != nil {
		return []uuid.UUID{x.From}
	}
	return nil
}

func toUnion(e *Event, p *Person) []uuid.UUID {
	if x := transferOf(e, p); x != nil && x.To != uuid.Nil {
		return []uuid.UUID{x.To}
	} else if x != nil {
		return []uuid.UUID{x.From} // out of the district: the stub comes back to the origin
	}
	return nil
}

func transferOf(e *Event, p *Person) *Transfer {
	var b TransferSaid
	if p == nil || json.Unmarshal(e.Body, &b) != nil {
		return nil
	}
	return p.transfer(b.Transfer)
}
