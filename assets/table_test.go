package assets

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ruhui/store/civil"
)

// tables lists every code table with its number of rows and its columns; the
// columns before the star make a row unique.
var tables = map[string]struct {
	rows    int
	columns string
}{
	"case_materials":   {31, "case material * name need group"},
	"case_types":       {9, "code * name"},
	"communities":      {15, "code * name town kind"},
	"doc_types":        {9, "code * name numeric"},
	"dwelling_type":    {6, "code * name"},
	"education":        {40, "code * name window"},
	"employment_form":  {9, "code * name"},
	"ethnic":           {58, "code * name"},
	"holidays":         {39, "date * kind"},
	"hukou":            {4, "code * name"},
	"issuing_states":   {197, "code * name"},
	"marital":          {8, "code * name"},
	"nanhu_towns":      {13, "code * name kind"},
	"political":        {14, "code * name"},
	"provinces":        {34, "code * name short"},
	"reason_codes":     {10, "code * name"},
	"relation":         {11, "code * name"},
	"return_reasons":   {5, "code * name"},
	"sex":              {4, "code * name"},
	"skill_level":      {6, "code * name"},
	"stay_reason":      {6, "code * name"},
	"union_industry":   {20, "code * name"},
	"union_unit_kinds": {16, "code * name"},
	"worker_group":     {10, "code * name eight platform"},
}

var firstLine = regexp.MustCompile(`^# source: \S.* date: \d{4}(-\d{2}-\d{2})?\n`)

func TestEveryTable(t *testing.T) {
	files, err := fs.Glob(Codes, "codes/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(tables) {
		t.Errorf("%d files, %d tables are described", len(files), len(tables))
	}
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "codes/"), ".csv")
		t.Run(name, func(t *testing.T) {
			want, described := tables[name]
			if !described {
				t.Fatal("nobody said what it should look like")
			}
			raw, err := Codes.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !firstLine.Match(raw) {
				t.Errorf("the first line gives no source and date: %.80q", raw)
			}
			rows := table(t, name)
			if len(rows) != want.rows {
				t.Errorf("%d rows, want %d", len(rows), want.rows)
			}
			checkRows(t, rows, want.columns)
		})
	}
}

// checkRows finds rows with other columns, without a code or a name, or whose
// code another row has.
func checkRows(t testing.TB, rows []Row, columns string) {
	t.Helper()
	key, rest, _ := strings.Cut(columns, " * ")
	keys, all := strings.Fields(key), strings.Fields(key+" "+rest)
	seen := map[string]bool{}
	for i, row := range rows {
		id := ""
		for _, column := range keys {
			id += row[column] + "/"
		}
		if len(row) != len(all) || seen[id] {
			t.Errorf("row %d: columns %v want %v, %s seen before: %t", i+1, row, all, id, seen[id])
		}
		seen[id] = true
		for _, column := range append(keys, "name") {
			if slices.Contains(all, column) && row[column] == "" {
				t.Errorf("row %d: no %s", i+1, column)
			}
		}
	}
}

func table(t testing.TB, name string) []Row {
	t.Helper()
	rows, err := Table(name)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// column returns the values of one column, in order.
func column(rows []Row, name string) []string {
	values := make([]string, len(rows))
	for i, row := range rows {
		values[i] = row[name]
	}
	return values
}

func TestDivisionsNest(t *testing.T) {
	towns := column(table(t, "nanhu_towns"), "code")
	for _, town := range towns {
		if !regexp.MustCompile(`^330402\d{3}$`).MatchString(town) {
			t.Errorf("town %s is not one of Nanhu's", town)
		}
	}
	for _, row := range table(t, "communities") {
		if len(row["code"]) != 12 || !strings.HasPrefix(row["code"], row["town"]) || !slices.Contains(towns, row["town"]) {
			t.Errorf("%s %s does not nest in a town", row["code"], row["name"])
		}
		if row["code"][9] != '9' || !strings.HasSuffix(row["name"], "（示例）") {
			t.Errorf("%s %s is invented and must say so", row["code"], row["name"])
		}
	}
}

func TestMaterialsBelongToCases(t *testing.T) {
	cases := column(table(t, "case_types"), "code")
	groups := map[string]bool{}
	for _, row := range table(t, "case_materials") {
		if !slices.Contains(cases, row["case"]) {
			t.Errorf("material %s of unknown case %s", row["material"], row["case"])
		}
		if !slices.Contains([]string{"must", "conditional", "optional"}, row["need"]) {
			t.Errorf("%s/%s: need %q", row["case"], row["material"], row["need"])
		}
		if row["group"] != "" && (row["case"] != "permit_apply" || row["need"] != "optional") {
			t.Errorf("%s/%s: only an optional proof of an application stands in a group", row["case"], row["material"])
		}
		groups[row["group"]] = true
	}
	for _, want := range []string{"employment", "dwelling", "study"} {
		if !groups[want] {
			t.Errorf("no proof of the group %s (居住证暂行条例 art. 2)", want)
		}
	}
}

func TestEveryCaseNeedsOrTakesSomething(t *testing.T) {
	with := column(table(t, "case_materials"), "case")
	for _, id := range column(table(t, "case_types"), "code") {
		if !slices.Contains(with, id) {
			t.Errorf("case %s has no material", id)
		}
	}
}

func TestEducationOffersEightAtTheWindow(t *testing.T) {
	var offered []string
	for _, row := range table(t, "education") {
		if row["window"] != "" {
			offered = append(offered, row["code"]+row["window"])
		}
	}
	want := "10研究生 20本科 30大专 40中专/职高/技校 60高中 70初中 80小学 90其他"
	if got := strings.Join(offered, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestHolidays(t *testing.T) {
	raw, err := Codes.ReadFile("codes/holidays.csv")
	if err != nil {
		t.Fatal(err)
	}
	calendar, err := civil.ParseCalendar(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]bool{
		"2026-02-14": true, "2026-02-16": false, "2026-05-09": true, "2026-09-20": true,
		"2026-09-25": false, "2026-10-07": false, "2026-10-08": true, "2026-10-10": true,
	} {
		date, err := civil.Parse(day)
		if err != nil {
			t.Fatal(err)
		}
		if work, known := calendar.IsWorkday(date); work != want || !known {
			t.Errorf("%s: worked %t, known %t; want %t, true", day, work, known, want)
		}
	}
}

func TestParseTable(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"comment, mark and spaces are dropped", "\ufeff# x\r\ncode, name\r\n1, 甲 \r\n", "1甲"},
		{"a quoted comma stays", "code,name\n1,\"甲,乙\"\n", "1甲,乙"},
		{"a table may be empty", "# x\ncode,name\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := ParseTable([]byte(c.raw))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, row := range rows {
				got += row["code"] + row["name"]
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	for _, raw := range []string{"", "# only a comment\n", "code,name\n1\n", "code,name\n1,\"甲\n"} {
		if rows, err := ParseTable([]byte(raw)); err == nil {
			t.Errorf("%q: got %v, want an error", raw, rows)
		}
	}
}

func TestTableNamesTheMissingOne(t *testing.T) {
	_, err := Table("nowhere")
	if err == nil || !strings.HasPrefix(err.Error(), "read code table nowhere: ") {
		t.Errorf("got %v", err)
	}
}

func FuzzParseTable(f *testing.F) {
	f.Add([]byte("# x\ncode,name\n1,甲\n"))
	f.Add([]byte("\ufeffcode\n\"1\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		rows, err := ParseTable(raw)
		if err != nil {
			return
		}
		for _, row := range rows {
			if len(row) != len(rows[0]) {
				t.Errorf("rows of %d and %d columns", len(row), len(rows[0]))
			}
		}
	})
}
