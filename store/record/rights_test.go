package record

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
)

// hall is a small organisation: two towns, a hall in the first, a base union
// in each.
type hall struct {
	centre, elsewhere uuid.UUID
	union, other      uuid.UUID
}

func newHall() hall {
	return hall{centre: uuid.New(), elsewhere: uuid.New(), union: uuid.New(), other: uuid.New()}
}

const (
	xinfeng = "330402103"
	yuxin   = "330402101"
)

func (h hall) Union(id uuid.UUID) (Union, bool) {
	switch id {
	case h.union:
		return Union{ID: id, UnionRecorded: UnionRecorded{Town: xinfeng, Kind: CommunityUnion}}, true
	case h.other:
		return Union{ID: id, UnionRecorded: UnionRecorded{Town: yuxin, Kind: CommunityUnion}}, true
	}
	return Union{}, false
}

func (h hall) Centre(id uuid.UUID) (Centre, bool) {
	switch id {
	case h.centre:
		return Centre{ID: id, CentreRecorded: CentreRecorded{Town: xinfeng, Kind: ServiceHall}}, true
	case h.elsewhere:
		return Centre{ID: id, CentreRecorded: CentreRecorded{Town: yuxin, Kind: ServiceHall}}, true
	}
	return Centre{}, false
}

func (h hall) event(t testing.TB, role Role, typ string, body any) *Event {
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return &Event{Role: role, Type: typ, Version: 1, Body: raw, Origin: Origin{Centre: h.centre}}
}

func holder(role Role, place Place) *Staff {
	return &Staff{Grants: []Grant{{Role: role, Place: place, From: day("2026-01-01"), Until: day("2026-12-31")}}}
}

func TestRights(t *testing.T) {
	h := newHall()
	m, x := uuid.New(), uuid.New()
	p := &Person{Members: []Membership{{ID: m, State: Active, Target: h.union, Holding: h.union}},
		Transfers: []Transfer{{ID: x, State: Released, From: h.union, To: h.other}}}
	said, moved := MembershipSaid{Membership: m}, TransferSaid{Transfer: x}
	clerk := Place{Centre: h.centre}
	cases := []struct {
		name  string
		role  Role
		place Place
		typ   string
		body  any
		want  bool
	}{
		{"clerk files at the own centre", RoleWindowClerk, clerk, "residence.filed", nil, true},
		{"clerk of another centre", RoleWindowClerk, Place{Centre: h.elsewhere}, "residence.filed", nil, false},
		{"clerk for the town", RoleWindowClerk, Place{Town: xinfeng}, "residence.filed", nil, true},
		{"clerk for another town", RoleWindowClerk, Place{Town: yuxin}, "residence.filed", nil, false},
		{"clerk takes the application", RoleWindowClerk, clerk, "membership.applied", nil, true},
		{"clerk never approves", RoleWindowClerk, clerk, "membership.approved", said, false},
		{"union clerk never approves", RoleUnionClerk, clerk, "membership.approved", said, false},
		{"officer of the union asked approves", RoleBaseUnion, Place{Union: h.union}, "membership.approved", said, true},
		{"officer of another union does not", RoleBaseUnion, Place{Union: h.other}, "membership.approved", said, false},
		{"origin releases", RoleBaseUnion, Place{Union: h.union}, "transfer.released", moved, true},
		{"origin does not receive", RoleBaseUnion, Place{Union: h.union}, "transfer.received", moved, false},
		{"target receives", RoleBaseUnion, Place{Union: h.other}, "transfer.received", moved, true},
		{"target does not release", RoleBaseUnion, Place{Union: h.other}, "transfer.released", moved, false},
		{"district across towns", RoleDistrictUnion, Place{Town: DistrictTown}, "transfer.received", moved, true},
		{"town routes", RoleTownUnion, Place{Town: xinfeng}, "membership.routed", said, true},
		{"technician records nothing", RoleSysAdmin, clerk, "residence.filed", nil, false},
		{"only the district's own journal times out", RoleDistrictUnion, Place{Town: DistrictTown}, "transfer.timed_out", moved, false},
		{"town upholds", RoleTownUnion, Place{Town: xinfeng}, "event.upheld", nil, true},
		{"clerk does not uphold", RoleWindowClerk, clerk, "event.upheld", nil, false},
	}
	at := HLCOf(time.Date(2026, 9, 14, 1, 0, 0, 0, time.UTC))
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e := h.event(t, c.role, c.typ, c.body)
			if got := Judge(e, at, holder(c.role, c.place), h, p); got.Allowed != c.want {
				t.Errorf("allowed %v, want %v (%s)", got.Allowed, c.want, got.Reason)
			}
		})
	}
	t.Run("a right has a first and a last day", func(t *testing.T) {
		for _, c := range []struct {
			on   time.Time
			want bool
		}{{time.Date(2025, 12, 31, 15, 59, 0, 0, time.UTC), false}, {time.Date(2025, 12, 31, 16, 0, 0, 0, time.UTC), true},
			{time.Date(2026, 12, 31, 15, 59, 0, 0, time.UTC), true}, {time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC), false}} {
			e := h.event(t, RoleWindowClerk, "residence.filed", nil)
			if got := Judge(e, HLCOf(c.on), holder(RoleWindowClerk, clerk), h, nil); got.Allowed != c.want {
				t.Errorf("%s: allowed %v, want %v", c.on, got.Allowed, c.want)
			}
		}
	})
	t.Run("disabled: window work is allowed and listed, decisions are not", func(t *testing.T) {
		by := holder(RoleWindowClerk, clerk)
		by.DisabledAt = at
		if got := Judge(h.event(t, RoleWindowClerk, "residence.accepted", nil), at, by, h, nil); got != (Verdict{true, StaffDisabled}) {
			t.Errorf("window work: %+v", got)
		}
		by = holder(RoleBaseUnion, Place{Union: h.union})
		by.DisabledAt = at
		if got := Judge(h.event(t, RoleBaseUnion, "membership.approved", said), at, by, h, p); got != (Verdict{false, StaffDisabled}) {
			t.Errorf("decision: %+v", got)
		}
	})
	t.Run("every type somebody may write", func(t *testing.T) {
		for k := range personRules {
			if _, listed := rights[k.Type]; !listed {
				t.Errorf("%s has no line in the table of rights", k.Type)
			}
		}
	})
}

// Whatever a window writes, in whatever order, a membership never becomes
// active by it.
func TestInvariant4_window_roles_never_make_a_member(t *testing.T) {
	applied := 0
	for seed := range uint64(40) {
		x := newTale(t, seed)
		h := newHall()
		by := holder(RoleWindowClerk, Place{Centre: h.centre})
		by.Grants = append(by.Grants, holder(RoleUnionClerk, Place{Centre: h.centre}).Grants...)
		var told []Marked
		for _, m := range x.tell(200) {
			m.Event.Role = []Role{RoleWindowClerk, RoleUnionClerk}[x.w.rng.IntN(2)]
			m.Event.Origin.Centre = h.centre
			before := FoldPersons(told)
			var p *Person
			if len(before) > 0 {
				p = &before[0]
			}
			v := Judge(&m.Event, m.Mark.Effective, by, h, p)
			m.Mark.Allowed, m.Mark.Reason = v.Allowed, v.Reason
			told = append(told, m)
		}
		for _, p := range FoldPersons(told) {
			if p.Member() != nil {
				t.Fatalf("seed %d: a window made a member: %+v", seed, p.Member())
			}
			applied += len(p.Members)
		}
	}
	if applied == 0 {
		t.Fatal("no application took effect: the test shows nothing")
	}
}
