package record

import (
	"testing"

	"github.com/google/uuid"
)

func TestSuggest(t *testing.T) {
	ids := map[string]uuid.UUID{}
	id := func(name string) uuid.UUID {
		if name == "" {
			return uuid.Nil
		}
		if ids[name] == uuid.Nil {
			ids[name] = uuid.New()
		}
		return ids[name]
	}
	const community, bare = "330402103901", "330402103902"
	unions := []Union{
		{ID: id("district"), UnionRecorded: UnionRecorded{Kind: DistrictUnion}},
		{ID: id("town"), UnionRecorded: UnionRecorded{Kind: TownUnion, Town: xinfeng, Communities: []string{community}}},
		{ID: id("closed"), UnionRecorded: UnionRecorded{Kind: EnterpriseUnion, Employers: []uuid.UUID{id("firm")}}, DissolvedOn: day("2020-01-01")},
		{ID: id("enterprise"), UnionRecorded: UnionRecorded{Kind: EnterpriseUnion, Employers: []uuid.UUID{id("firm")}}},
		{ID: id("market"), UnionRecorded: UnionRecorded{Kind: JointUnion, Town: yuxin, Employers: []uuid.UUID{id("stall"), id("firm")}}},
		{ID: id("couriers"), UnionRecorded: UnionRecorded{Kind: IndustryUnion, Groups: []string{"3", "4"}}},
		{ID: id("home"), UnionRecorded: UnionRecorded{Kind: CommunityUnion, Town: xinfeng, Communities: []string{community}}},
		{ID: id("joint"), UnionRecorded: UnionRecorded{Kind: JointUnion, Town: xinfeng}},
	}
	cases := []struct {
		name  string
		w     Work
		union string
		why   TargetReason
		moves bool
	}{
		{"employer has a union", Work{Form: "1", Employer: id("firm"), Community: community}, "enterprise", EmployerHasUnion, false},
		{"employer in a joint union", Work{Form: "1", Employer: id("stall"), Community: community}, "market", CoveredByJoint, false},
		{"employer without union", Work{Form: "1", Employer: id("shop"), Community: community}, "home", EmployerHasNone, true},
		{"dispatched, the firm has one", Work{Form: FormDispatched, Employer: id("firm"), UserFirm: id("stall")}, "enterprise", DispatchFirmUnion, false},
		{"dispatched, the user firm has one", Work{Form: FormDispatched, Employer: id("shop"), UserFirm: id("firm")}, "enterprise", UserFirmUnion, false},
		{"dispatched, neither", Work{Form: FormDispatched, Employer: id("shop"), UserFirm: id("shop"), Community: community}, "home", EmployerHasNone, true},
		{"rider", Work{Form: FormPlatform, Group: "4", Community: community}, "couriers", IndustryOfGroup, false},
		{"dispersed", Work{Form: FormFlexible, Group: "0", Community: community}, "home", DispersedWork, false},
		{"just arrived", Work{Form: FormUnemployed, Community: community}, "home", JustArrived, false},
		{"no union of the community yet", Work{Form: FormFlexible, Town: xinfeng, Community: bare}, "joint", TownForCommunity, false},
		{"nothing in the list", Work{Form: FormFlexible, Town: "330402999"}, "", TownForCommunity, false},
		{"seconded six months", Work{Form: "1", Employer: id("shop"), Host: id("firm"), SecondedMonths: 6, Community: community}, "enterprise", HostUnion, false},
		{"seconded five months", Work{Form: "1", Employer: id("shop"), Host: id("firm"), SecondedMonths: 5, Community: community}, "home", EmployerHasNone, true},
		{"study leave", Work{StudyLeave: true, Holding: id("market"), Employer: id("firm")}, "market", ContractKept, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := Suggest(c.w, unions)
			if want := (Suggestion{id(c.union), c.why, c.moves}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}
