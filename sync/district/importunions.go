package district

import (
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"ruhui/store/ident"
	"ruhui/store/record"
)

var unionColumns = []Column{
	{Name: "代码", Other: "code", Must: true, Example: "U103A", Help: "区里自编的短代码，不再变动"},
	{Name: "名称", Other: "name", Must: true, Example: "新丰镇样例社区工会联合会"},
	{Name: "类型", Other: "kind", Must: true, Example: "联合", Help: "区、镇街、村、社区、企业、联合、区域、行业"},
	{Name: "上级", Other: "parent", Example: "U103", Help: "上级工会的代码或名称；基层工会不填时为所在镇（街道）总工会"},
	{Name: "镇街", Other: "town", Must: true, Example: "新丰镇", Help: "名称或 9 位代码"},
	{Name: "社区", Other: "communities", Example: "330402103001、330402103002", Help: "覆盖的村（社区）代码，用顿号隔开"},
	{Name: "单位", Other: "employers", Example: "91330499MA2XXXX007", Help: "覆盖单位的信用代码或名称，用顿号隔开；单位须先导入"},
	{Name: "群体", Other: "groups", Example: "", Help: "行业工会接收的群体代码，用顿号隔开"},
	{Name: "片区", Other: "zone", Example: "专业市场片区"},
	{Name: "统一社会信用代码", Other: "uscc", Example: "81330499MJ9500019C"},
	{Name: "统计代码", Other: "statcode", Example: ""},
	{Name: "行业", Other: "industry", Example: "03", Help: "代码或名称"},
	{Name: "免缴会费", Other: "waived", Example: "4、5", Help: "免缴会费的就业形式代码，用顿号隔开"},
	{Name: "撤销日期", Other: "dissolved", Example: "", Help: "已撤销的工会填写"},
}

var unionKinds = map[string]record.UnionKind{
	"区": record.DistrictUnion, "镇街": record.TownUnion, "镇": record.TownUnion, "街道": record.TownUnion, "村": record.VillageUnion,
	"社区": record.CommunityUnion, "企业": record.EnterpriseUnion, "联合": record.JointUnion, "区域": record.RegionalUnion, "行业": record.IndustryUnion,
	"district": record.DistrictUnion, "town": record.TownUnion, "village": record.VillageUnion, "community": record.CommunityUnion,
	"enterprise": record.EnterpriseUnion, "joint": record.JointUnion, "regional": record.RegionalUnion, "industry": record.IndustryUnion,
}

// unionLine is a line that has been read; its parent may stand further down.
type unionLine struct {
	at     sheetLine
	id     uuid.UUID
	body   record.UnionRecorded
	parent string
	ends   record.Dissolved
}

// unions reads union organisations. They hang under each other, in whatever
// order the file lists them.
func (i *importing) unions() {
	var lines []*unionLine
	all := map[uuid.UUID]record.UnionRecorded{}
	codes := map[string]uuid.UUID{} // of the file and of what stands, capitals
	for id, u := range i.org.Unions {
		all[id], codes[strings.ToUpper(u.Code)] = u.UnionRecorded, id
	}
	seen := map[uuid.UUID]bool{}
	i.lines(func() {
		before := i.bad()
		u := i.union(codes)
		if seen[u.id] {
			i.fault("代码", FaultTwice)
		}
		seen[u.id] = true
		if i.bad() == before {
			lines, all[u.id] = append(lines, u), u.body
		}
	})
	i.hang(lines, all, codes)
	i.zones(lines)
	for _, u := range lines {
		i.sayUnion(u)
	}
}

// union reads one line but for its parent.
func (i *importing) union(codes map[string]uuid.UUID) *unionLine {
	code := ident.Normalise(i.get("代码"))
	u := &unionLine{at: i.line, parent: i.get("上级"), ends: record.Dissolved{On: i.day("撤销日期")}}
	if u.id = codes[code]; u.id == uuid.Nil {
		u.id = placeID(record.KindUnion, code)
		codes[code] = u.id
	}
	kind, known := unionKinds[i.get("类型")]
	if !known {
		i.fault("类型", FaultUnknown)
	}
	u.body = record.UnionRecorded{Code: code, Name: i.get("名称"), Kind: kind, Town: i.town("镇街"), Communities: i.covered(),
		Employers: i.employed(), Groups: i.codedList("群体", "worker_group"), Zone: i.get("片区"), USCC: i.credit("统一社会信用代码"),
		StatCode: i.get("统计代码"), Industry: i.coded("行业", "union_industry"), Dues: record.DuesPolicy{WaivedForms: i.list("免缴会费")}}
	return u
}

func (i *importing) covered() []string {
	known := map[string]bool{}
	for _, c := range i.org.Communities {
		known[c.Code] = true
	}
	list := i.list("社区")
	for n, c := range list {
		if list[n] = ident.Normalise(c); !known[list[n]] {
			i.fault("社区", FaultUnknown)
		}
	}
	return list
}

func (i *importing) employed() []uuid.UUID {
	var list []uuid.UUID
	for _, text := range i.list("单位") {
		id, what := i.org.findEmployer(text)
		if what != "" {
			i.fault("单位", what)
		}
		list = append(list, id)
	}
	return list
}

func (i *importing) codedList(name, table string) []string {
	list := i.list(name)
	for _, code := range list {
		if !slices.ContainsFunc(i.org.Codes[table].Rows, func(c record.Code) bool { return c.Code == code }) {
			i.fault(name, FaultUnknown)
		}
	}
	return list
}

// hang finds each line's parent, in the file or among what stands, and sees that
// nothing hangs under itself.
func (i *importing) hang(lines []*unionLine, all map[uuid.UUID]record.UnionRecorded, codes map[string]uuid.UUID) {
	for _, u := range lines {
		i.line = u.at
		switch {
		case u.body.Kind == record.DistrictUnion:
		case u.parent == "":
			u.body.Parent = leader(all, u.body)
		default:
			u.body.Parent = i.parent(u.parent, all, codes)
		}
		if u.body.Parent == uuid.Nil && u.body.Kind != record.DistrictUnion {
			i.fault("上级", FaultUnknown)
		}
		all[u.id] = u.body
	}
	for _, u := range lines {
		i.line = u.at
		up, steps := u.body.Parent, 0
		for ; up != uuid.Nil && up != u.id && steps <= len(all); steps++ {
			up = all[up].Parent
		}
		if up != uuid.Nil {
			i.fault("上级", FaultCircle)
		}
	}
}

func (i *importing) parent(text string, all map[uuid.UUID]record.UnionRecorded, codes map[string]uuid.UUID) uuid.UUID {
	if id, known := codes[ident.Normalise(text)]; known {
		return id
	}
	for id, u := range all {
		if u.Name == text {
			return id
		}
	}
	return uuid.Nil
}

// leader is the town's union for a base union, the district's for a town's.
func leader(all map[uuid.UUID]record.UnionRecorded, u record.UnionRecorded) uuid.UUID {
	for id, other := range all {
		if u.Kind.Base() && other.Kind == record.TownUnion && other.Town == u.Town || u.Kind == record.TownUnion && other.Kind == record.DistrictUnion {
			return id
		}
	}
	return uuid.Nil
}

func (i *importing) sayUnion(u *unionLine) {
	stands, known := i.org.Unions[u.id]
	var was any
	if known {
		was = stands.UnionRecorded
	}
	i.say(record.KindUnion, u.id, "union.recorded", was, u.body)
	if !u.ends.On.IsZero() && stands.DissolvedOn != u.ends.On {
		i.also(record.KindUnion, u.id, "union.dissolved", u.ends)
	}
}

// zones adds those the unions name to the table of 片区, whose names the district
// gives.
func (i *importing) zones(lines []*unionLine) {
	stands := i.org.Codes[tableZones]
	now := record.CodesRecorded{Table: tableZones, Rows: slices.Clone(stands.Rows)}
	for _, u := range lines {
		zone := u.body.Zone
		if zone == "" || slices.ContainsFunc(now.Rows, func(c record.Code) bool { return c.Text == zone }) {
			continue
		}
		now.Rows = append(now.Rows, record.Code{Code: nextCode(now.Rows), Text: zone})
	}
	if len(now.Rows) > len(stands.Rows) {
		now.Source, now.On = i.today.Source, i.today.On
		id := stands.ID
		if stands.Table == "" {
			id = codesID(tableZones)
		}
		i.also(record.KindCodes, id, "codes.recorded", now)
	}
}

func nextCode(rows []record.Code) string {
	for n := 1; ; n++ {
		code := strconv.Itoa(n)
		if !slices.ContainsFunc(rows, func(c record.Code) bool { return c.Code == code }) {
			return code
		}
	}
}
