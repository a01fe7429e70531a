package district

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/record"
)

// demoOrganisation is the invented district, folded.
func demoOrganisation(t testing.TB) *Organisation {
	t.Helper()
	events, err := demo.Events()
	if err != nil {
		t.Fatal(err)
	}
	files := map[record.File][]record.Marked{}
	for _, m := range events {
		files[m.Event.File] = append(files[m.Event.File], m)
	}
	org := newOrganisation()
	for f, list := range files {
		org.fold(f, list)
	}
	return org
}

// readList reads a list against an organisation, as an import does.
func readList(t testing.TB, org *Organisation, kind, text string) (Report, []record.Fact) {
	t.Helper()
	s, err := readSheet([]byte(text))
	if err != nil {
		t.Fatalf("read sheet: %v", err)
	}
	var report Report
	how := importers[kind]
	r, ok := begin(s, how.columns, &report)
	i := &importing{reading: r, table: s, org: org, today: record.CodesRecorded{Source: "南湖区总工会", On: demo.Today}}
	if ok {
		how.read(i)
	}
	return report, i.facts
}

// apply puts facts into a copy of the organisation.
func apply(t testing.TB, org *Organisation, facts []record.Fact) *Organisation {
	t.Helper()
	org = org.clone()
	files := map[record.File][]record.Marked{}
	for n, f := range facts {
		body, err := json.Marshal(f.Body)
		if err != nil {
			t.Fatal(err)
		}
		at := record.HLC(n+1) * record.Tick
		files[f.File] = append(files[f.File], record.Marked{Event: record.Event{ID: placeID(f.File.Kind, fmt.Sprint(f.File.ID, n)), File: f.File, Type: f.Type, Version: 1, Body: body, At: at},
			Mark: record.Mark{Effective: at, Allowed: true}})
	}
	for f, list := range files {
		org.fold(f, list)
	}
	return org
}

const unionList = `代码,名称,类型,上级,镇街,社区,单位,群体,片区,统一社会信用代码,统计代码,行业,免缴会费,撤销日期
U101A,余新镇样例工业园联合工会,联合,U101B,余新镇,,样例小吃店、91330499MA2XXXX007,1、3,余新样例片区,,,制造业,4,
u101b,余新镇样例区域工会,区域,,330402101,330402101901,,,,81330499MJ9500019C,,,,
U015A,江南新家园社区工会,社区,七星街道总工会,七星,330402015901,,,,,,,4、5、6,2026/8/31
`

func TestImportUnions(t *testing.T) {
	org := demoOrganisation(t)
	report, facts := readList(t, org, ImportUnions, unionList)
	if len(report.Faults) > 0 || report.New != 2 || report.Changed+report.Same != 1 {
		t.Fatalf("report: %+v", report)
	}
	after := apply(t, org, facts)
	a, err := after.FindUnion("U101A")
	if err != nil {
		t.Fatal(err)
	}
	b, err := after.FindUnion("余新镇样例区域工会")
	if err != nil {
		t.Fatal(err)
	}
	if a.Parent != b.ID || b.Parent != demo.UnionID("U101") {
		t.Errorf("U101A hangs under %s, U101B under %s", a.Parent, b.Parent)
	}
	if len(a.Employers) != 2 || a.Employers[0] != demo.EmployerID(demo.SnackBar) || a.Industry != "03" || !slices.Equal(a.Groups, []string{"1", "3"}) {
		t.Errorf("U101A: %d employers, industry %q, groups %v", len(a.Employers), a.Industry, a.Groups)
	}
	if b.Code != "U101B" || b.Town != "330402101" || b.Kind != record.RegionalUnion || b.Dues.WaivedForms != nil {
		t.Errorf("U101B: %+v", b.UnionRecorded)
	}
	if ends := after.Unions[demo.UnionID("U015A")].DissolvedOn; ends != (civil.Date{Year: 2026, Month: 8, Day: 31}) {
		t.Errorf("U015A dissolved on %v", ends)
	}
	zones := after.Codes[tableZones].Rows
	if len(zones) != 7 || zones[6] != (record.Code{Code: "7", Text: "余新样例片区"}) {
		t.Errorf("zones: %v", zones)
	}
	again, more := readList(t, after, ImportUnions, unionList)
	if again.Same != 3 || len(more) > 0 {
		t.Errorf("again: %+v with %d facts", again, len(more))
	}
}

func TestImportUnionsNamesEachFault(t *testing.T) {
	const head = "code,name,kind,parent,town,communities,employers,groups,uscc,industry,dissolved\n"
	for name, c := range map[string]struct {
		line   string
		column string
		what   FaultKey
	}{
		"no code":           {",样例工会,社区,,新丰镇,,,,,,", "代码", FaultMissing},
		"no such kind":      {"X1,样例工会,俱乐部,,新丰镇,,,,,,", "类型", FaultUnknown},
		"no such town":      {"X1,样例工会,社区,,上海,,,,,,", "镇街", FaultUnknown},
		"no such parent":    {"X1,样例工会,社区,U999,新丰镇,,,,,,", "上级", FaultUnknown},
		"its own parent":    {"X1,样例工会,社区,X1,新丰镇,,,,,,", "上级", FaultCircle},
		"no such community": {"X1,样例工会,社区,,新丰镇,330402103777,,,,,", "社区", FaultUnknown},
		"no such employer":  {"X1,样例工会,社区,,新丰镇,,样例公司,,,,", "单位", FaultUnknown},
		"no such group":     {"X1,样例工会,行业,,新丰镇,,,99,,,", "群体", FaultUnknown},
		"credit code":       {"X1,样例工会,社区,,新丰镇,,,,81330499MJ9500019D,,", "统一社会信用代码", FaultCheck},
		"no such industry":  {"X1,样例工会,社区,,新丰镇,,,,,99,", "行业", FaultUnknown},
		"no such day":       {"X1,样例工会,社区,,新丰镇,,,,,,2026-02-30", "撤销日期", FaultForm},
		"twice":             {"X1,样例工会,社区,,新丰镇,,,,,,\nx1,样例工会,社区,,新丰镇,,,,,,", "代码", FaultTwice},
	} {
		t.Run(name, func(t *testing.T) {
			report, _ := readList(t, demoOrganisation(t), ImportUnions, head+"U999A,样例好工会,社区,,新丰镇,,,,,,\n"+c.line+"\n")
			line := 3 + strings.Count(c.line, "\n")
			if len(report.Faults) != 1 || report.Faults[0] != (Fault{line, c.column, c.what}) {
				t.Errorf("faults %v, want one of line %d, %s: %s", report.Faults, line, c.column, c.what)
			}
		})
	}
}

func TestImportUnionsFindsLongCircles(t *testing.T) {
	report, _ := readList(t, demoOrganisation(t), ImportUnions, "code,name,kind,parent,town\nA1,样例甲,联合,A2,新丰镇\nA2,样例乙,联合,A3,新丰镇\nA3,样例丙,联合,A1,新丰镇\nA4,样例丁,联合,A1,新丰镇\n")
	if len(report.Faults) != 4 {
		t.Errorf("faults %v, want all four: they hang in a circle or under one", report.Faults)
	}
}

func TestImportEmployers(t *testing.T) {
	const list = "名称,统一社会信用代码,单位类型,镇街,地址,电话,劳务派遣,注销日期\n" +
		"嘉兴样例电子有限公司,91330499ma2xxxx007,私营,新丰镇,新丰镇样例路8号,0573-00000008,否,\n" +
		"样例劳务有限公司,91330499MA2X002110,170,凤桥,,13800000000,是,\n" +
		"样例早餐摊,,600,新丰镇,,,,2026年8月1日\n"
	org := demoOrganisation(t)
	report, facts := readList(t, org, ImportEmployers, list)
	if len(report.Faults) > 0 || report.New != 2 || report.Same != 1 || len(facts) != 3 {
		t.Fatalf("report %+v with %d facts", report, len(facts))
	}
	after := apply(t, org, facts)
	id, _ := after.findEmployer("91330499MA2X002110")
	if e := after.Employers[id]; !e.Dispatch || e.Town != "330402100" || e.Kind != "170" {
		t.Errorf("dispatch firm: %+v", e.EmployerRecorded)
	}
	id, _ = after.findEmployer("样例早餐摊")
	if e := after.Employers[id]; e.ClosedOn != (civil.Date{Year: 2026, Month: 8, Day: 1}) {
		t.Errorf("closed on %v", e.ClosedOn)
	}
	if again, more := readList(t, after, ImportEmployers, list); again.Same != 3 || len(more) > 0 {
		t.Errorf("again: %+v with %d facts", again, len(more))
	}
	bad, _ := readList(t, org, ImportEmployers, "名称,统一社会信用代码,电话\n样例,91330499MA2XXXX008,1\n")
	if !slices.Equal(bad.Faults, []Fault{{2, "统一社会信用代码", FaultCheck}, {2, "电话", FaultForm}}) {
		t.Errorf("faults %v", bad.Faults)
	}
}

func TestImportCommunities(t *testing.T) {
	const list = "code,name,town,kind\n330402103001,样例社区,,\n330402103201,样例村,新丰镇,\n330402103901,新丰样例社区,新丰镇,社区\n"
	org := demoOrganisation(t)
	report, facts := readList(t, org, ImportCommunities, list)
	if len(report.Faults) > 0 || report.New != 2 || report.Changed != 1 {
		t.Fatalf("report %+v", report)
	}
	after := apply(t, org, facts)
	village := after.Communities[placeID(record.KindCommunity, "330402103201")]
	if village.Kind != "village" || village.Town != demo.Xinfeng {
		t.Errorf("village: %+v", village.CommunityRecorded)
	}
	if renamed := after.Communities[demo.CommunityID("330402103901")]; renamed.Name != "新丰样例社区" {
		t.Errorf("the known one is called %q", renamed.Name)
	}
	bad, _ := readList(t, org, ImportCommunities, "code,name,town,kind\n330402103,样例,,\n330402103001,样例,七星街道,\n330499103001,样例,,\n330402103002,样例,,小区\n")
	want := []Fault{{2, "代码", FaultForm}, {2, "代码", FaultUnknown}, {3, "代码", FaultElsewhere}, {4, "代码", FaultUnknown}, {5, "类型", FaultForm}}
	for _, f := range bad.Faults {
		if !slices.Contains(want, f) {
			t.Errorf("fault %v not wanted", f)
		}
	}
	if len(bad.Faults) < 4 {
		t.Errorf("faults %v", bad.Faults)
	}
}

func TestImportHolidays(t *testing.T) {
	org := demoOrganisation(t)
	report, facts := readList(t, org, ImportHolidays, "# source: 国务院办公厅关于2027年部分节假日安排的通知 date: 2026-11-05\ndate,kind\n2026-12-31,休\n2027/1/1,off\n2027-01-02,班\n")
	if len(report.Faults) > 0 || len(facts) != 1 {
		t.Fatalf("report %+v with %d facts", report, len(facts))
	}
	after := apply(t, org, facts).Codes["holidays"]
	kinds := map[string]string{}
	for _, c := range after.Rows {
		kinds[c.Code] = c.Text
	}
	if kinds["2026-01-01"] != "off" || kinds["2026-12-31"] != "off" || kinds["2027-01-01"] != "off" || kinds["2027-01-02"] != "work" {
		t.Errorf("days: 2026-01-01 %q, 2026-12-31 %q, 2027-01-01 %q, 2027-01-02 %q", kinds["2026-01-01"], kinds["2026-12-31"], kinds["2027-01-01"], kinds["2027-01-02"])
	}
	if after.Source != "国务院办公厅关于2027年部分节假日安排的通知" || after.On.String() != "2026-11-05" {
		t.Errorf("source %q of %v", after.Source, after.On)
	}
	bad, _ := readList(t, org, ImportHolidays, "date,kind\n2027-01-01,休\n2027-01-01,班\n2027-1,休\n2027-01-03,玩\n")
	if !slices.Equal(bad.Faults, []Fault{{3, "日期", FaultTwice}, {4, "日期", FaultForm}, {5, "类型", FaultForm}}) {
		t.Errorf("faults %v", bad.Faults)
	}
}

func TestImportWithoutAColumn(t *testing.T) {
	report, facts := readList(t, demoOrganisation(t), ImportUnions, "代码,名称\nX1,样例\n")
	if !slices.Equal(report.Faults, []Fault{{0, "类型", FaultColumn}, {0, "镇街", FaultColumn}}) || len(facts) > 0 {
		t.Errorf("faults %v with %d facts", report.Faults, len(facts))
	}
}

func TestEveryKeyHasAText(t *testing.T) {
	for _, key := range []FaultKey{FaultMissing, FaultForm, FaultUnknown, FaultAmbiguous, FaultTwice, FaultCheck, FaultElsewhere, FaultTaken, FaultCircle, FaultColumn} {
		if FaultTexts[key] == "" {
			t.Errorf("fault %q has no text", key)
		}
	}
	for key, text := range Messages {
		if what, next, two := strings.Cut(text, "\n"); !two || what == "" || next == "" || strings.Contains(next, "\n") {
			t.Errorf("%s does not have two lines", key)
		}
	}
}
