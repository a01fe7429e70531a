package ident

// Provinces is the first two digits of a division code (GB/T 2260).
var Provinces = Table{[]Item{{"11", "北京"}, {"12", "天津"}, {"13", "河北"}, {"14", "山西"}, {"15", "内蒙古"}, {"21", "辽宁"},
	{"22", "吉林"}, {"23", "黑龙江"}, {"31", "上海"}, {"32", "江苏"}, {"33", "浙江"}, {"34", "安徽"}, {"35", "福建"}, {"36", "江西"},
	{"37", "山东"}, {"41", "河南"}, {"42", "湖北"}, {"43", "湖南"}, {"44", "广东"}, {"45", "广西"}, {"46", "海南"}, {"50", "重庆"},
	{"51", "四川"}, {"52", "贵州"}, {"53", "云南"}, {"54", "西藏"}, {"61", "陕西"}, {"62", "甘肃"}, {"63", "青海"}, {"64", "宁夏"},
	{"65", "新疆"}, {"71", "台湾"}, {"81", "香港"}, {"82", "澳门"}}}

// Counties is the county level of the prefecture of Jiaxing, 3304. District 330402 was called 秀城区 until 2005-05-17.
var Counties = Table{[]Item{{"330402", "南湖区"}, {"330411", "秀洲区"}, {"330421", "嘉善县"}, {"330424", "海盐县"},
	{"330481", "海宁市"}, {"330482", "平湖市"}, {"330483", "桐乡市"}}}

// Towns is the streets and towns of Nanhu by their 9 digits (statistical division codes as of 2022-10-31).
var Towns = Table{[]Item{{"330402007", "建设街道"}, {"330402008", "解放街道"}, {"330402009", "新嘉街道"}, {"330402010", "南湖街道"},
	{"330402011", "新兴街道"}, {"330402012", "城南街道"}, {"330402013", "东栅街道"}, {"330402014", "长水街道"}, {"330402015", "七星街道"},
	{"330402100", "凤桥镇"}, {"330402101", "余新镇"}, {"330402103", "新丰镇"}, {"330402105", "大桥镇"}}}

// Division is a code of a county (6 digits), a town or street (9) or a village or community (12); each begins with the code
// of what it lies in.
type Division string

// ParseDivision takes 6, 9 or 12 digits. A province not known is a warning.
func ParseDivision(s string) (Division, Check) {
	s = Normalise(s)
	switch n := len(s); {
	case n != 6 && n != 9 && n != 12, !digits(s, n):
		return "", fail(BadFormat)
	case Provinces.Name(s[:2]) == "" && s[:2] != "83": // 83 stands on permits for people from Taiwan only
		return Division(s), warn(BadProvince)
	}
	return Division(s), Check{}
}

// County gives the first 6 digits.
func (d Division) County() Division { return d.first(6) }

// Town gives the first 9 digits, "" for a county.
func (d Division) Town() Division { return d.first(9) }

func (d Division) first(n int) Division {
	if len(d) < n {
		return ""
	}
	return d[:n]
}

// In says that d is the division outer or lies in it.
func (d Division) In(outer Division) bool {
	return outer != "" && d.first(len(outer)) == outer
}

// CommunityKind is what the last three of 12 digits say a division is.
type CommunityKind int

const (
	NoCommunity   CommunityKind = iota // not 12 digits, or 000
	Neighbourhood                      // 居委会、社区, 001 to 199
	Village                            // 村委会, 200 to 399
	LikeVillage                        // bodies alike, 400 to 899
	Invented                           // 900 to 999: our demonstration codes
)

// CommunityKind reads the last three of 12 digits.
func (d Division) CommunityKind() CommunityKind {
	if len(d) != 12 {
		return NoCommunity
	}
	switch last := d[9:]; {
	case last == "000":
		return NoCommunity
	case last < "200":
		return Neighbourhood
	case last < "400":
		return Village
	case last < "900":
		return LikeVillage
	}
	return Invented
}
