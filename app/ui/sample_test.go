package ui

var Sexes = []Choice{{"1", "男"}, {"2", "女"}}

var ethnics = []Choice{
	{"01", "汉族"}, {"02", "蒙古族"}, {"03", "回族"}, {"04", "藏族"}, {"05", "维吾尔族"},
	{"06", "苗族"}, {"07", "彝族"}, {"08", "壮族"}, {"09", "布依族"}, {"10", "朝鲜族"}, {"11", "满族"}, {"15", "土家族"},
}

// SampleForm is a form as a registration needs it.
func SampleForm() *Form {
	f := NewForm()
	f.Section("人员信息")
	f.PersonName("Name").Label("姓名").Require().Limit(50)
	f.Choice("Sex", Sexes).Label("性别").Require()
	f.Number("DocNo").Label("公民身份号码").Require().Limit(18).Private()
	f.Date("Birth").Label("出生日期").Require()
	f.Choice("Ethnic", ethnics).Label("民族")
	f.Phone("Mobile").Label("手机号码").Require()
	f.Section("居住信息")
	f.Text("Address").Label("现居住地址").Wide().Require()
	f.Date("ArrivedOn").Label("来嘉日期")
	f.Amount("MonthlyWage").Label("月工资").Hint("元，可不填")
	f.Check("IsMigrantWorker").Label("农民工")
	f.Plain("Issuer").Label("签发机关").ReadOnly(true)
	f.Lines("Remark", 3).Label("备注")
	return f
}

func SampleValues() map[string]string {
	return map[string]string{
		"Name": "张试样", "Sex": "1", "DocNo": "330499199001010018", "Birth": "1990-01-01", "Ethnic": "01",
		"Mobile": "13800000000", "Address": "浙江省嘉兴市南湖区新丰镇样例社区样例路12号3幢401室",
		"ArrivedOn": "2026-09-01", "IsMigrantWorker": "1", "Issuer": "样例市公安局",
	}
}
