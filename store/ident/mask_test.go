package ident

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMasks(t *testing.T) {
	for _, c := range []struct {
		about    string
		mask     func(string) string
		in, want string
	}{
		{"two hanzi", MaskName, "王样", "王*"},
		{"three hanzi", MaskName, "李试明", "李*明"},
		{"four hanzi", MaskName, "欧阳试样", "欧**样"},
		{"one hanzi", MaskName, "张", "*"},
		{"minority", MaskName, "阿依古丽·样例", "阿***"},
		{"minority, another dot", MaskName, "阿依古丽•样例", "阿***"},
		{"Latin", MaskName, "Zhengjian, Yangben", "Z***"},
		{"beyond the BMP", MaskName, "𠮷样", "𠮷*"},
		{"private use", MaskName, "张\ue863样", "张*样"},
		{"nobody", MaskName, "", ""},
		{"citizen", MaskID, "511399199001010017", "511399********0017"},
		{"citizen, X", MaskID, "33049919900101019x", "330499********019X"},
		{"old foreigner", MaskID, "PAK310080010103", "PAK*********103"},
		{"passport", MaskID, "E12345678", "E1*****78"},
		{"short", MaskID, "12345", "*****"},
		{"nothing", MaskID, "", ""},
		{"citizen in public", MaskIDPublic, "511399199001010017", "5****************7"},
		{"passport in public", MaskIDPublic, "E12345678", "E*******8"},
		{"short in public", MaskIDPublic, "123", "***"},
		{"mobile", MaskPhone, "13800000000", "138****0000"},
		{"mobile with country", MaskPhone, "+86 138-0000-0000", "138****0000"},
		{"landline", MaskPhone, "057382080012", "0573-******12"},
		{"abroad", MaskPhone, "+92 300 0000012", "***********12"},
		{"extension", MaskPhone, "8001", "****"},
		{"account", MaskBank, "6222 0000 0000 0001234", "***************1234"},
		{"short account", MaskBank, "1234567", "*******"},
		{"village", MaskAddress, "浙江省嘉兴市南湖区新丰镇样例村3组12号", "浙江省嘉兴市南湖区新丰镇样例村***"},
		{"community", MaskAddress, "嘉兴市南湖区七星街道样例社区试验苑3幢301室", "嘉兴市南湖区七星街道样例社区***"},
		{"committee", MaskAddress, "新丰镇样例居委会3号", "新丰镇样例居委会***"},
		{"a village with a number", MaskAddress, "新疆样例市试验乡2村3号", "新疆样例市试验乡2村***"},
		{"town only", MaskAddress, "浙江省嘉兴市南湖区新丰镇样例路3号", "浙江省嘉兴市南湖区新丰镇***"},
		{"street only", MaskAddress, "嘉兴市南湖区建设街道样例路3号", "嘉兴市南湖区建设街道***"},
		{"district only", MaskAddress, "四川省南充市样例区试验路1号", "四川省南充市样例区***"},
		{"county only", MaskAddress, "嘉善县试验路1号", "嘉善县***"},
		{"city only, in an estate", MaskAddress, "嘉兴市样例小区3幢", "嘉兴市***"},
		{"a market is no city", MaskAddress, "南湖区样例超市3号", "南湖区***"},
		{"province only", MaskAddress, "浙江省试验路1号", "浙江省***"},
		{"autonomous region", MaskAddress, "新疆维吾尔自治区试验路1号", "新疆维吾尔自治区***"},
		{"a village after the house", MaskAddress, "嘉兴市南湖区试验路3号新村饭店", "嘉兴市南湖区***"},
		{"nothing below the village", MaskAddress, "南湖区新丰镇样例村", "南湖区新丰镇***"},
		{"no level", MaskAddress, "试验路1号", "***"},
		{"no address", MaskAddress, " ", ""},
	} {
		t.Run(c.about, func(t *testing.T) {
			if got := c.mask(c.in); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func FuzzMasks(f *testing.F) {
	for _, s := range []string{"511399199001010017", "张试样", "阿依古丽·样例", "13800000000", "0573-82080012", "6222000000000001234",
		"新疆样例市试验乡2村3号", "𠮷", "村", "", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsAny(s, "*＊") {
			t.Skip("a star may stand for itself")
		}
		number, name, address := Normalise(s), NormaliseName(s), strings.TrimSpace(s)
		for _, c := range []struct{ about, full, masked string }{
			{"name", name, MaskName(s)}, {"number", number, MaskID(s)}, {"number in public", number, MaskIDPublic(s)},
			{"phone", number, MaskPhone(s)}, {"account", number, MaskBank(s)}, {"address", address, MaskAddress(s)},
		} {
			if c.full == "" && c.masked != "" || c.full != "" && strings.Contains(c.masked, c.full) {
				t.Errorf("%s %q is masked %q", c.about, c.full, c.masked)
			}
			stars := strings.Count(c.masked, "*")
			if number := c.about != "name" && c.about != "address"; number && stars < min(4, utf8.RuneCountInString(c.full)) || c.full != "" && stars == 0 {
				t.Errorf("%s %q shows too much: %q", c.about, c.full, c.masked)
			}
		}
	})
}
