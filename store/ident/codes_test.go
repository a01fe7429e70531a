package ident

import "testing"

func tables() map[string]Table {
	return map[string]Table{"sex": Sexes, "marital": Maritals, "ethnic": Ethnics, "education": Educations,
		"education groups": EducationGroups, "political": Politicals, "hukou": Hukous, "relation": Relations, "document": DocTypes}
}

func TestTables_map_codes_to_texts_and_back(t *testing.T) {
	for name, table := range tables() {
		seen := map[string]bool{}
		for _, item := range table.Items() {
			if item.Code == "" || item.Name == "" || seen[item.Code] {
				t.Errorf("%s: line %+v is empty or comes twice", name, item)
			}
			seen[item.Code] = true
			if table.Name(item.Code) != item.Name || table.Code(item.Name) != item.Code {
				t.Errorf("%s: %+v is not found again", name, item)
			}
			if c := table.Check(item.Code); c != (Check{}) {
				t.Errorf("%s: %s: %+v", name, item.Code, c)
			}
		}
		if c := table.Check("XX"); c != warn(UnknownCode) {
			t.Errorf("%s: an unknown code is %+v", name, c)
		}
		if c := table.Check(""); c != (Check{}) {
			t.Errorf("%s: no code is %+v", name, c)
		}
	}
}

func TestTable_cannot_be_changed_from_outside(t *testing.T) {
	Sexes.Items()[1].Name = "x"
	if got := Sexes.Name("1"); got != "男" {
		t.Errorf("the table now says %q", got)
	}
}

func TestTables_have_the_standards_lines(t *testing.T) {
	for _, c := range []struct {
		table      Table
		code, name string
	}{
		{Sexes, string(Male), "男"}, {Sexes, string(Female), "女"}, {Sexes, string(SexUnknown), "未知"}, {Sexes, string(SexUnstated), "未说明"},
		{Maritals, "10", "未婚"}, {Maritals, "23", "复婚"}, {Maritals, "90", "未说明"},
		{Ethnics, "01", "汉族"}, {Ethnics, "05", "维吾尔族"}, {Ethnics, "11", "满族"}, {Ethnics, "15", "土家族"}, {Ethnics, "22", "畲族"},
		{Ethnics, "30", "土族"}, {Ethnics, "37", "仡佬族"}, {Ethnics, "44", "俄罗斯族"}, {Ethnics, "49", "京族"}, {Ethnics, "56", "基诺族"},
		{Ethnics, "97", "其他"}, {Ethnics, "98", "外国血统中国籍"},
		{Educations, "18", "研究生班结业"}, {Educations, "28", "大学普通班毕业"}, {Educations, "47", "技工学校毕业"}, {Educations, "83", "小学肄业"},
		{EducationGroups, "40", "中专/职高/技校"}, {Politicals, "01", "中共党员"}, {Politicals, "13", "群众"}, {Politicals, "99", "未说明"},
		{Hukous, "3", "居民户口（未区分城乡）"}, {Educations, "60", "普通高级中学教育"}, {Relations, "09", "房东"}, {Relations, "99", "其他"},
		{DocTypes, "hmt_permit", "港澳台居民居住证"}, {DocTypes, "none", "无证件"},
	} {
		if got := c.table.Name(c.code); got != c.name {
			t.Errorf("code %s is %q, want %q", c.code, got, c.name)
		}
	}
	if n := len(Ethnics.Items()); n != 58 {
		t.Errorf("%d lines of peoples, want 56 and two", n)
	}
	if n := len(EducationGroups.Items()); n != 8 {
		t.Errorf("%d groups of education, want 8", n)
	}
}

func TestEthnicCode(t *testing.T) {
	for name, want := range map[string]string{"汉": "01", "汉族": "01", "维吾尔": "05", "其他": "97", "火星": "", "": ""} {
		if got := EthnicCode(name); got != want {
			t.Errorf("EthnicCode(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestEducation(t *testing.T) {
	for _, c := range []struct{ in, code, group string }{
		{"14", "14", "10"}, {"21", "21", "20"}, {"47", "47", "40"}, {"72", "73", "70"}, {"82", "83", "80"}, {"73", "73", "70"},
		{"90", "90", "90"}, {" ６１ ", "61", "60"}, {"50", "", ""}, {"", "", ""}, {"7", "", ""},
	} {
		if got := EducationCode(c.in); got != c.code {
			t.Errorf("EducationCode(%q) = %q, want %q", c.in, got, c.code)
		}
		if got := EducationGroup(c.in); got != c.group {
			t.Errorf("EducationGroup(%q) = %q, want %q", c.in, got, c.group)
		}
	}
	for _, item := range Educations.Items() {
		if group := EducationGroup(item.Code); EducationGroups.Name(group) == "" {
			t.Errorf("%s is in group %q, which no form offers", item.Code, group)
		}
	}
}

func TestDocType_numeric_codes(t *testing.T) {
	for doc, want := range map[DocType]string{DocIDCard: "111", DocHousehold: "113", DocPassport: "414", DocTWPass: "511",
		DocHMPass: "516", DocHMT: "550", DocForeignPR: "553", DocNone: "", DocTempID: "", "": ""} {
		got := doc.Numeric()
		if got != want {
			t.Errorf("%s is %q, want %q", doc, got, want)
		}
		if back, ok := DocTypeOf(got); ok != (want != "") || ok && back != doc {
			t.Errorf("%q is read back as %q %t, want %s", got, back, ok, doc)
		}
	}
}
