package demo

import (
	"github.com/google/uuid"

	"ruhui/store/record"
)

// Centres of the demo district.
var (
	Hall           = id("centre", "hall")    // 新丰镇's window, where the demo plays
	QixingHall     = id("centre", "qixing")  // another town's window
	Station        = id("centre", "station") // the one-stop station of the market zone
	JointOffice    = id("centre", "U103A")   // base union without a lookup key
	CompanyOffice  = id("centre", "U103C")   // an enterprise's union
	TownOffice     = id("centre", "U103")    // 新丰镇's union
	DistrictOffice = id("centre", "U001")    // the district's union
)

// telephone is the one printed everywhere; no line has it.
const telephone = "0573-00000000"

type centre struct {
	name string
	record.CentreRecorded
}

var centres = []centre{
	{"hall", record.CentreRecorded{Name: "新丰镇便民服务中心 新居民服务窗口", Kind: record.ServiceHall, Town: Xinfeng,
		Address: "新丰镇样例路3号", Phone: telephone, Capacity: true}},
	{"qixing", record.CentreRecorded{Name: "七星街道便民服务中心 新居民服务窗口", Kind: record.ServiceHall, Town: Qixing,
		Address: "七星街道样例路5号", Phone: telephone}},
	{"station", record.CentreRecorded{Name: "样例专业市场一站式工会服务站", Kind: record.Station, Town: Xinfeng,
		Address: "新丰镇样例市场1号", Phone: telephone}},
	office("U103A", "新丰镇样例社区工会联合会", Xinfeng),
	office("U103C", "嘉兴样例电子有限公司工会", Xinfeng),
	office("U103", "新丰镇总工会", Xinfeng),
	office("U001", districtName, record.DistrictTown),
}

func office(union, name, town string) centre {
	return centre{union, record.CentreRecorded{Name: name + "办公室", Kind: record.UnionOffice, Town: town,
		Union: UnionID(union), Phone: telephone}}
}

func centreOf(which uuid.UUID) (centre, bool) {
	for _, c := range centres {
		if id("centre", c.name) == which {
			return c, true
		}
	}
	return centre{}, false
}
