package district

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

const sheetText = "# source: 区里下发 date: 2026-09-01\n代码（必填）,名称 *,备注\n330402103001,样例社区,\"有,逗号\"\n\n330402103201,样例村,\n"

// wantSheet is what each way of writing sheetText must be read as.
func wantSheet(t *testing.T, file []byte) {
	t.Helper()
	got, err := readSheet(file)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	want := []map[string]string{{"代码": "330402103001", "名称": "样例社区", "备注": "有,逗号"}, {"代码": "330402103201", "名称": "样例村", "备注": ""}}
	if len(got.lines) != len(want) {
		t.Fatalf("%d lines, want %d", len(got.lines), len(want))
	}
	for i, l := range got.lines {
		if !reflect.DeepEqual(l.cells, want[i]) {
			t.Errorf("line %d: got %v, want %v", i, l.cells, want[i])
		}
	}
	if got.lines[0].number != 3 || got.lines[1].number != 5 {
		t.Errorf("lines numbered %d and %d, want 3 and 5 as a spreadsheet shows them", got.lines[0].number, got.lines[1].number)
	}
	if got.first != "# source: 区里下发 date: 2026-09-01" {
		t.Errorf("first line: %q", got.first)
	}
}

func TestSheetIsReadHoweverItWasSaved(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(sheetText))
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(sheetText))
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{
		"UTF-8":           []byte(sheetText),
		"with a mark":     append([]byte("\ufeff"), sheetText...),
		"GBK":             gbk,
		"UTF-16":          utf16,
		"Windows's lines": bytes.ReplaceAll([]byte(sheetText), []byte("\n"), []byte("\r\n")),
	} {
		t.Run(name, func(t *testing.T) { wantSheet(t, file) })
	}
}

func TestSheetWithOtherSeparators(t *testing.T) {
	for _, text := range []string{"代码;名称\n1;样例，带逗号,的\n", "代码\t名称\n1\t样例，带逗号,的\n"} {
		got, err := readSheet([]byte(text))
		if err != nil || len(got.lines) != 1 || got.lines[0].cells["名称"] != "样例，带逗号,的" {
			t.Errorf("%q: %v", text[:10], err)
		}
	}
}

// workbook writes rows as a spreadsheet program does.
func workbook(t testing.TB, rows [][]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	for i, r := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := book.SetSheetRow("Sheet1", cell, &r); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWorkbook(t *testing.T) {
	wantSheet(t, workbook(t, [][]any{{"# source: 区里下发 date: 2026-09-01"}, {"代码（必填）", "名称 *", "备注"},
		{int64(330402103001), "样例社区", "有,逗号"}, {}, {"330402103201", "样例村"}}))
}

func TestWorkbookKeepsDates(t *testing.T) {
	book := excelize.NewFile()
	style, err := book.NewStyle(&excelize.Style{NumFmt: 14}) // what Excel gives a typed date
	if err != nil {
		t.Fatal(err)
	}
	for cell, v := range map[string]any{"A1": "日期", "B1": "类型", "A2": 46388, "B2": "休"} {
		if err := book.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SetCellStyle("Sheet1", "A2", "A2", style); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	got, err := readSheet(out.Bytes())
	if err != nil || len(got.lines) != 1 {
		t.Fatalf("read: %v", err)
	}
	r := &reading{columns: holidayColumns, report: new(Report)}
	r.next(got.lines[0])
	if day := r.day("日期"); day.String() != "2027-01-01" || len(r.report.Faults) > 0 {
		t.Errorf("got %v with %v, want 2027-01-01", day, r.report.Faults)
	}
}

func TestSheetThatIsNone(t *testing.T) {
	for name, c := range map[string]struct {
		file []byte
		want Wrong
	}{
		"nothing": {nil, FileEmpty}, "blank lines": {[]byte("\n,,\n\n"), FileEmpty}, "only a comment": {[]byte("# a\n"), FileEmpty},
		"photo": {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), FileNoTable}, "broken workbook": {[]byte("PK\x03\x04zzzz"), FileNoTable},
		"open quote": {[]byte("代码\n\"1\n"), FileNoTable},
	} {
		if _, err := readSheet(c.file); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func FuzzReadSheet(f *testing.F) {
	f.Add([]byte(sheetText))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte{0xff, 0xfe, 0x31, 0x00, 0x0a, 0x00})
	f.Fuzz(func(t *testing.T, file []byte) {
		s, err := readSheet(file)
		if err != nil {
			if Messages[WrongOf(err)] == "" {
				t.Fatalf("an error nobody can read: %v", err)
			}
			return
		}
		for _, l := range s.lines {
			if l.number < 2 {
				t.Fatalf("line %d stands before any header", l.number)
			}
		}
	})
}
