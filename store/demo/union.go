package demo

import (
	"github.com/google/uuid"

	"ruhui/store/ident"
	"ruhui/store/record"
)

// Towns the demo happens in, by their nine digits.
const (
	Xinfeng = "330402103"
	Qixing  = "330402015"
)

// Credit codes of the invented employers.
const (
	Electronics = "91330499MA2XXXX007" // has a union of its own
	SnackBar    = "92330499MA28A0010M" // has none: its people join the community's
	Property    = "91330499MA2X0006XG" // covered by a joint union
)

var employers = []record.EmployerRecorded{
	{Name: "嘉兴样例电子有限公司", USCC: Electronics, Kind: "170", Town: Xinfeng, Address: "新丰镇样例路8号", Phone: "0573-00000008"},
	{Name: "样例小吃店", USCC: SnackBar, Kind: "600", Town: Xinfeng, Address: "新丰镇样例路12号", Phone: "0573-00000012"},
	{Name: "样例物业服务部", USCC: Property, Kind: "170", Town: Qixing, Address: "七星街道样例园1号", Phone: "0573-00000015"},
}

// unions lists the district's union, one for each street and town, and the base
// unions.
func unions() []record.UnionRecorded {
	district := UnionID("U001")
	list := []record.UnionRecorded{{Code: "U001", Name: districtName, Kind: record.DistrictUnion, Town: record.DistrictTown}}
	for _, town := range ident.Towns.Items() {
		list = append(list, record.UnionRecorded{Code: townUnion(town.Code), Name: town.Name + "总工会",
			Kind: record.TownUnion, Parent: district, Town: town.Code})
	}
	return append(list, baseUnions...)
}

const districtName = "南湖区总工会"

// townUnion is the code of a town's union: U and the last three digits.
func townUnion(town string) string { return "U" + town[6:] }

// baseUnions hold members. Whoever has no wage to take half a percent of pays
// no dues where the union says so.
var baseUnions = []record.UnionRecorded{
	{Code: "U103A", Name: "新丰镇样例社区工会联合会", Kind: record.JointUnion, Parent: UnionID("U103"), Town: Xinfeng,
		Communities: []string{"330402103901"}, Dues: waived(record.FormFlexible, record.FormPlatform, record.FormUnemployed)},
	{Code: "U103B", Name: "新丰镇样例村工会", Kind: record.VillageUnion, Parent: UnionID("U103"), Town: Xinfeng,
		Communities: []string{"330402103902"}, Dues: waived(record.FormFlexible, record.FormUnemployed)},
	{Code: "U103C", Name: "嘉兴样例电子有限公司工会", Kind: record.EnterpriseUnion, Parent: UnionID("U103"), Town: Xinfeng,
		Employers: []uuid.UUID{EmployerID(Electronics)}, USCC: "81330499MJ9500019C", Industry: "03"},
	{Code: "U103D", Name: "样例专业市场联合工会", Kind: record.JointUnion, Parent: UnionID("U103"), Town: Xinfeng,
		Zone: zoneMarket, Dues: waived(record.FormPlatform)},
	{Code: "U015A", Name: "江南新家园社区工会", Kind: record.CommunityUnion, Parent: UnionID("U015"), Town: Qixing,
		Communities: []string{"330402015901"}, Dues: waived(record.FormFlexible, record.FormPlatform, record.FormUnemployed)},
	{Code: "U015B", Name: "样例电商园联合工会", Kind: record.JointUnion, Parent: UnionID("U015"), Town: Qixing,
		Employers: []uuid.UUID{EmployerID(Property)}, Zone: zoneCommerce},
}

func waived(forms ...string) record.DuesPolicy { return record.DuesPolicy{WaivedForms: forms} }
