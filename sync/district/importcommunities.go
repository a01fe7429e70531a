package district

import (
	"ruhui/store/ident"
	"ruhui/store/record"
)

var communityColumns = []Column{
	{Name: "代码", Other: "code", Must: true, Example: "330402103001", Help: "12 位统计用区划代码"},
	{Name: "名称", Other: "name", Must: true, Example: "样例社区"},
	{Name: "镇街", Other: "town", Example: "新丰镇", Help: "名称或 9 位代码；不填按代码前 9 位"},
	{Name: "类型", Other: "kind", Example: "社区", Help: "社区 或 村；不填按代码判断"},
}

// communities reads villages and residential communities.
func (i *importing) communities() {
	seen := map[string]bool{}
	i.lines(func() {
		before := i.bad()
		b := i.community()
		if i.bad() > before {
			return
		}
		if seen[b.Code] {
			i.fault("代码", FaultTwice)
			return
		}
		seen[b.Code] = true
		id := placeID(record.KindCommunity, b.Code)
		var stands any
		for known, c := range i.org.Communities {
			if c.Code == b.Code {
				id, stands = known, c.CommunityRecorded
			}
		}
		i.say(record.KindCommunity, id, "community.recorded", stands, b)
	})
}

func (i *importing) community() record.CommunityRecorded {
	division, check := ident.ParseDivision(i.get("代码"))
	kind := division.CommunityKind()
	if !check.OK() || kind == ident.NoCommunity {
		i.fault("代码", FaultForm)
	}
	town := i.town("镇街")
	switch {
	case town == "" && ident.Towns.Name(string(division.Town())) == "":
		i.fault("代码", FaultUnknown)
	case town == "":
		town = string(division.Town())
	case string(division.Town()) != town:
		i.fault("代码", FaultElsewhere)
	}
	return record.CommunityRecorded{Code: string(division), Name: i.get("名称"), Town: town, Kind: i.communityKind(kind)}
}

func (i *importing) communityKind(byCode ident.CommunityKind) string {
	switch i.get("类型") {
	case "社区", "居委会", "community":
		return "community"
	case "村", "村委会", "village":
		return "village"
	case "":
		if byCode == ident.Village {
			return "village"
		}
		return "community"
	}
	i.fault("类型", FaultForm)
	return ""
}
