package storetest

import (
	"fmt"
	"time"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// Visitor is an invented person: the n-th is the same in every test. The
// citizen number has a right check character and a county ending in 99, which
// no county has.
type Visitor struct {
	N      int
	Name   string
	Number string
	Sex    string // 1 or 2
	Birth  civil.Date
	Mobile string
	Home   string // registered address
}

var (
	surnames = []rune("张王李赵陈刘杨黄周吴徐孙胡朱高林何郭马罗单解仇曾")
	given    = []rune("试样测例演示甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳")
	homes    = []struct{ region, address string }{
		{"511399", "四川省南充市样例县试验镇"}, {"341299", "安徽省阜阳市样例县测试乡"}, {"411499", "河南省商丘市样例区演示街道"},
		{"362399", "江西省上饶市样例县试验乡"}, {"522799", "贵州省黔南布依族苗族自治州样例县测试镇"}, {"533299", "云南省丽江市样例县演示镇"},
	}
)

// VisitorN invents the n-th person, n from 0. Up to some tens of thousands all
// numbers differ.
func VisitorN(n int) Visitor {
	home := homes[n%len(homes)]
	birth := civil.Date{Year: 1960, Month: 1, Day: 1}.AddDays((n * 131) % 16000)
	body := fmt.Sprintf("%s%s%03d", home.region, birth.Compact(), n%999+1)
	sex := "2"
	if (n%999+1)%2 == 1 {
		sex = "1"
	}
	return Visitor{
		N: n, Number: body + checkCharacter(body), Sex: sex, Birth: birth,
		Name: string([]rune{surnames[n%len(surnames)], given[n/len(surnames)%len(given)],
			given[n/(len(surnames)*len(given))%len(given)]}),
		Mobile: fmt.Sprintf("199%08d", n+1000),
		Home:   fmt.Sprintf("%s样例村%d组%d号", home.address, n%20+1, n%300+1),
	}
}

// checkCharacter is that of GB 11643 (ISO 7064 MOD 11-2).
func checkCharacter(body string) string {
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(body[i]-'0') * weight
	}
	return string("10X98765432"[sum%11])
}

// Document is the visitor's identity card.
func (v Visitor) Document() record.Document {
	from := v.Birth.AddMonths(12 * 18)
	return record.Document{Type: ident.DocIDCard, Number: v.Number, Issuer: homes[v.N%len(homes)].address + "公安局",
		ValidFrom: civil.Date{Year: 2018, Month: from.Month, Day: min(from.Day, 28)},
		ValidTo:   civil.Date{Year: 2038, Month: from.Month, Day: min(from.Day, 28)}}
}

// Card is what the reader reads.
func (v Visitor) Card() map[record.Field]string {
	return map[record.Field]string{record.FieldName: v.Name, record.FieldSex: v.Sex, record.FieldEthnic: "01",
		record.FieldBirth: v.Birth.String(), record.FieldHukouAddress: v.Home}
}

// minutes after the morning's opening, so that visits of one test differ.
func (v Visitor) opened(now time.Time) time.Time {
	return now.Add(-8 * time.Minute).Truncate(time.Second)
}
