package ident

import "strings"

// Sex is a code of GB/T 2261.1. The zero value means not given.
type Sex string

const (
	SexUnknown  Sex = "0"
	Male        Sex = "1"
	Female      Sex = "2"
	SexUnstated Sex = "9"
)

// The tables of personal codes.
var (
	// Sexes is GB/T 2261.1.
	Sexes = Table{[]Item{{"0", "未知"}, {"1", "男"}, {"2", "女"}, {"9", "未说明"}}}

	// Maritals is GB/T 2261.2.
	Maritals = Table{[]Item{{"10", "未婚"}, {"20", "已婚"}, {"21", "初婚"}, {"22", "再婚"}, {"23", "复婚"}, {"30", "丧偶"},
		{"40", "离婚"}, {"90", "未说明"}}}

	// Ethnics is GB/T 3304: the 56 peoples and two codes for everybody else.
	Ethnics = Table{ethnics()}

	// Politicals is GB/T 4762; 99 is ours.
	Politicals = Table{[]Item{{"01", "中共党员"}, {"02", "中共预备党员"}, {"03", "共青团员"}, {"04", "民革会员（党员）"},
		{"05", "民盟盟员"}, {"06", "民建会员"}, {"07", "民进会员"}, {"08", "农工党党员"}, {"09", "致公党党员"},
		{"10", "九三学社社员"}, {"11", "台盟盟员"}, {"12", "无党派民主人士"}, {"13", "群众"}, {"99", "未说明"}}}

	// Hukous is the kind of household registration. Since 2014 most places register 居民户口 only, which does not say whether
	// the person comes from the country or a town.
	Hukous = Table{[]Item{{"1", "农业（农村）"}, {"2", "非农业（城镇）"}, {"3", "居民户口（未区分城乡）"}, {"9", "未说明"}}}

	// Relations is how somebody else stands to the person.
	Relations = Table{[]Item{{"01", "本人"}, {"02", "配偶"}, {"03", "子"}, {"04", "女"}, {"05", "父母"}, {"06", "祖辈"},
		{"07", "兄弟姐妹"}, {"08", "其他亲属"}, {"09", "房东"}, {"10", "单位"}, {"99", "其他"}}}
)

// peoples are in the order of GB/T 3304, 01 to 56.
const peoples = "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 " +
	"景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 " +
	"塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"

func ethnics() []Item {
	var items []Item
	for i, people := range strings.Fields(peoples) {
		items = append(items, Item{two(i + 1), people + "族"})
	}
	return append(items, Item{"97", "其他"}, Item{"98", "外国血统中国籍"})
}

// two writes n, 0 to 99, with two digits.
func two(n int) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }

// EthnicCode gives the code for a people written with or without 族 (汉, 汉族), "" when there is none.
func EthnicCode(name string) string {
	if code := Ethnics.Code(name); code != "" {
		return code
	}
	return Ethnics.Code(name + "族")
}
