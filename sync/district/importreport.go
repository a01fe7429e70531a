package district

import (
	"fmt"
	"slices"
	"strings"

	"ruhui/store/civil"
)

// Fault is what is wrong in one line of an imported file.
type Fault struct {
	Line   int      `json:"line"`   // as the spreadsheet program counts
	Column string   `json:"column"` // the header's Chinese name; "" for the line as a whole
	What   FaultKey `json:"what"`
}

// FaultKey says what is wrong with a value; a key of [FaultTexts]. It never holds
// the value.
type FaultKey string

// What may be wrong with a value.
const (
	FaultMissing   FaultKey = "missing"   // must not be empty
	FaultForm      FaultKey = "form"      // not of the prescribed form
	FaultUnknown   FaultKey = "unknown"   // names something that is not there
	FaultAmbiguous FaultKey = "ambiguous" // names several things
	FaultTwice     FaultKey = "twice"     // another line has it
	FaultCheck     FaultKey = "check"     // the check character disagrees
	FaultElsewhere FaultKey = "elsewhere" // does not lie in that town
	FaultTaken     FaultKey = "taken"     // somebody else has it
	FaultCircle    FaultKey = "circle"    // leads back to itself
	FaultColumn    FaultKey = "column"    // the header lacks the column
)

// FaultTexts says each in Chinese.
var FaultTexts = map[FaultKey]string{
	FaultMissing:   "不能为空",
	FaultForm:      "格式不对",
	FaultUnknown:   "系统里找不到",
	FaultAmbiguous: "对应多个，请改用代码",
	FaultTwice:     "与前面的行重复",
	FaultCheck:     "校验位不对，请核对",
	FaultElsewhere: "不在所填的镇（街道）",
	FaultTaken:     "已被他人使用",
	FaultCircle:    "上级关系成环",
	FaultColumn:    "缺少这一列",
}

// Report tells what an import did, or would have done without its faults.
type Report struct {
	Lines   int     `json:"lines"`
	New     int     `json:"new"`
	Changed int     `json:"changed"`
	Same    int     `json:"same"`
	Faults  []Fault `json:"faults,omitempty"`
}

// Column is one column of a file to import.
type Column struct {
	Name    string // as the header says it in Chinese
	Other   string // in English
	Must    bool   // no line may leave it empty
	Example string
	Help    string
}

// reading collects the faults of one file while its lines are read.
type reading struct {
	columns []Column
	report  *Report
	line    sheetLine
}

// begin checks the header. ok is false when a column that must be there is not.
func begin(t *sheet, columns []Column, report *Report) (*reading, bool) {
	r := &reading{columns: columns, report: report}
	report.Lines = len(t.lines)
	if len(t.lines) == 0 {
		return r, true
	}
	r.line = t.lines[0]
	ok := true
	for _, c := range columns {
		if !c.Must {
			continue
		}
		_, chinese := r.line.cells[c.Name]
		_, english := r.line.cells[c.Other]
		if !chinese && !english {
			ok = false
			report.Faults = append(report.Faults, Fault{Column: c.Name, What: FaultColumn})
		}
	}
	return r, ok
}

// next takes up a line and notes what it must not leave empty.
func (r *reading) next(l sheetLine) (ok bool) {
	r.line = l
	ok = true
	for _, c := range r.columns {
		if c.Must && r.get(c.Name) == "" {
			r.fault(c.Name, FaultMissing)
			ok = false
		}
	}
	return ok
}

// get gives a cell by its column's Chinese name.
func (r *reading) get(name string) string {
	if v := r.line.cells[name]; v != "" {
		return v
	}
	i := slices.IndexFunc(r.columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return ""
	}
	return r.line.cells[r.columns[i].Other]
}

// list gives a cell's parts: several stand with 、;,/ or line ends between them.
func (r *reading) list(name string) []string {
	parts := strings.FieldsFunc(r.get(name), func(c rune) bool { return strings.ContainsRune("、；;，,/|\n", c) })
	var list []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}

// day reads a date however sheets write it; zero for an empty cell.
func (r *reading) day(name string) civil.Date {
	text := strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-", "日", "").Replace(r.get(name))
	if text == "" {
		return civil.Date{}
	}
	d, err := civil.Parse(padded(text))
	if err != nil {
		r.fault(name, FaultForm)
	}
	return d
}

// padded writes 2026-1-2 as 2026-01-02.
func padded(date string) string {
	var y, m, d int
	if n, err := fmt.Sscanf(date, "%d-%d-%d", &y, &m, &d); n != 3 || err != nil {
		return date
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

// yes reads a cell that says yes or no; empty is no.
func (r *reading) yes(name string) bool {
	switch strings.ToLower(r.get(name)) {
	case "是", "1", "y", "yes", "true", "√":
		return true
	case "", "否", "0", "n", "no", "false":
		return false
	}
	r.fault(name, FaultForm)
	return false
}

func (r *reading) fault(column string, what FaultKey) {
	f := Fault{r.line.number, column, what}
	if !slices.Contains(r.report.Faults, f) {
		r.report.Faults = append(r.report.Faults, f)
	}
}

// bad counts the faults so far, to see whether a line added some.
func (r *reading) bad() int { return len(r.report.Faults) }
