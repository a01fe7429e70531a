package device

// A DemoCard is a card of the simulator, for the list in the demonstration panel.
type DemoCard struct {
	Number int    // 1…7, for [Simulator.Lay]
	Label  string // Chinese; the kind of card and what it shows, no name, no number
}

// A demoCard is what the simulator holds of a card. The people are invented: no
// county has a code ending in 99, and the foreigners' numbers are the published
// specimens.
type demoCard struct {
	label  string
	text   []byte
	latest string // the address written after issue
}

// A part is one field of a card's text, at a byte offset.
type part struct {
	at, size int
	value    string
}

// cardText writes parts over 128 spaces.
func cardText(parts ...part) []byte {
	b := make([]byte, 0, textSize)
	for len(b) < textSize {
		b = append(b, ' ', 0)
	}
	for _, p := range parts {
		copy(b[p.at:p.at+p.size], utf16le(p.value))
	}
	return b
}

// residentText is the layout of residents' cards, shared by those of HMT residents.
func residentText(name, sex, ethnic, birth, address, number, issuer, from, to string, more ...part) []byte {
	return cardText(append([]part{
		{0, 30, name}, {30, 2, sex}, {32, 4, ethnic}, {36, 16, birth}, {52, 70, address},
		{122, 36, number}, {158, 30, issuer}, {188, 16, from}, {204, 16, to},
	}, more...)...)
}

var demoCards = []demoCard{
	{label: "居民身份证：四川，男，汉族", text: cardZhang},
	{label: "居民身份证：新疆，女，姓名带间隔号", text: residentText(
		"阿依古丽·样例", "2", "05", "19950701", "新疆样例市试验乡2村3号",
		"653199199507010067", "样例市公安局", "20240701", "20440701")},
	{label: "居民身份证：浙江，女，长期有效", text: residentText(
		"测试甲", "2", "01", "19600630", "浙江省嘉兴市样例县试验路4号",
		"330499196006300045", "样例县公安局", "20100101", "长期")},
	{label: "外国人永久居留身份证（2017版）", text: cardText(
		part{0, 120, "ZHENGJIAN, YANGBEN"}, part{120, 2, "2"}, part{122, 30, "PAK310080010103"},
		part{152, 6, "PAK"}, part{158, 30, "证件样本"}, part{188, 16, "20230808"},
		part{204, 16, "20330807"}, part{220, 16, "19800101"}, part{236, 4, "01"},
		part{240, 8, "1500"}, part{markAt, 2, "I"})},
	{label: "港澳台居民居住证", text: residentText(
		"证件样本", "2", "", "19940823", "浙江省嘉兴市南湖区样例路2号",
		"810000199408230021", "嘉兴市公安局", "20230101", "20280101",
		part{220, 18, "H00000000"}, part{238, 4, "01"}, part{markAt, 2, "J"})},
	{label: "外国人永久居留身份证（2023版）", text: cardText(
		part{0, 30, "证件样本"}, part{30, 2, "2"}, part{32, 4, "00"}, part{36, 16, "19810803"},
		part{52, 70, "ZHENGJIAN, YANGBEN"}, part{122, 36, "911124198108030024"},
		part{188, 16, "20231201"}, part{204, 16, "20331130"},
		part{242, 6, "124"}, part{markAt, 2, "Y"})},
	{label: "居民身份证：四川，男，有最新住址", text: cardZhang, latest: "浙江省嘉兴市南湖区新丰镇样例路3号"},
}

var cardZhang = residentText("张试样", "1", "01", "19900101", "四川省南充市样例区试验路1号",
	"511399199001010017", "南充市公安局样例分局", "20200101", "20400101")
