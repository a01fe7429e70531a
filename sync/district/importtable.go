package district

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// sheet is a spreadsheet as it was read: one header row and lines below it.
type sheet struct {
	first string // the first line when it is a comment: where the table comes from
	lines []sheetLine
}

// sheetLine is one row: its cells by the name in the header, and its number as a
// spreadsheet program shows it.
type sheetLine struct {
	number int
	cells  map[string]string
}

// Limits of a file to import: a district has some ten thousand employers.
const (
	maxImport      = 32 << 20 // bytes
	maxImportLines = 200_000
)

// readSheet reads CSV (UTF-8, UTF-16 or GBK, with commas, semicolons or tabs) or
// the first sheet of an XLSX file. Empty rows and rows that begin with # are
// left out. Errors are [FileNoTable] and [FileEmpty].
func readSheet(file []byte) (*sheet, error) {
	if len(file) > maxImport {
		return nil, FileNoTable
	}
	var rows []sheetRow
	var err error
	if bytes.HasPrefix(file, []byte("PK\x03\x04")) {
		rows, err = sheetRows(file)
	} else {
		rows, err = csvRows(file)
	}
	if err != nil {
		return nil, errors.Join(FileNoTable, err)
	}
	return sheetOf(rows)
}

type sheetRow struct {
	number int
	cells  []string
}

func sheetOf(rows []sheetRow) (*sheet, error) {
	t := &sheet{}
	var header []string
	for _, r := range rows {
		for i := range r.cells {
			r.cells[i] = strings.TrimSpace(r.cells[i])
		}
		switch {
		case strings.Join(r.cells, "") == "":
		case strings.HasPrefix(r.cells[0], "#"):
			if header == nil && t.first == "" {
				t.first = strings.TrimRight(strings.Join(r.cells, ","), ",")
			}
		case header == nil:
			header = headerOf(r.cells)
		default:
			t.lines = append(t.lines, sheetLine{r.number, cellsOf(header, r.cells)})
		}
	}
	if header == nil {
		return nil, FileEmpty
	}
	return t, nil
}

// headerOf gives the names of columns as they are looked up: what stands in
// brackets behind a name is advice to who fills the sheet in.
func headerOf(cells []string) []string {
	names := make([]string, len(cells))
	for i, c := range cells {
		c = strings.ToLower(norm.NFKC.String(c))
		if at := strings.IndexAny(c, "(["); at > 0 {
			c = c[:at]
		}
		names[i] = strings.Trim(c, " *:")
	}
	return names
}

func cellsOf(header, cells []string) map[string]string {
	m := make(map[string]string, len(header))
	for i, name := range header {
		if name == "" || m[name] != "" {
			continue
		}
		m[name] = ""
		if i < len(cells) { // a workbook's rows end with their last filled cell
			m[name] = cells[i]
		}
	}
	return m
}

func sheetRows(file []byte) ([]sheetRow, error) {
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{
		UnzipSizeLimit: 8 * maxImport, UnzipXMLSizeLimit: 8 * maxImport, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd"})
	if err != nil {
		return nil, fmt.Errorf("open workbook: %w", err)
	}
	defer book.Close() // removes its temporary files; what was read is ours
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return nil, errors.New("workbook without sheets")
	}
	// As shown, not raw: a code of twelve digits stored as a number would come
	// out as 3.30402E+11, a date as a count of days.
	cells, err := book.GetRows(sheets[0])
	if err != nil {
		return nil, fmt.Errorf("read sheet: %w", err)
	}
	rows := make([]sheetRow, 0, len(cells))
	for i, c := range cells {
		rows = append(rows, sheetRow{i + 1, c})
	}
	return rows, nil
}

func csvRows(file []byte) ([]sheetRow, error) {
	text, err := utf8Of(file)
	if err != nil {
		return nil, err
	}
	if strings.ContainsRune(text, 0) {
		return nil, errors.New("neither text nor workbook")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = separatorOf(text), -1, true
	var rows []sheetRow
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read CSV: %w", err)
		}
		if len(rows) == maxImportLines {
			return nil, errors.New("too many lines")
		}
		number, _ := r.FieldPos(0)
		rows = append(rows, sheetRow{number, cells})
	}
}

// utf8Of recognises how a text is encoded. Spreadsheet programs on Chinese
// Windows save CSV in GBK and say so nowhere; valid UTF-8 with letters beyond
// ASCII is hardly ever GBK by chance.
func utf8Of(file []byte) (string, error) {
	switch {
	case bytes.HasPrefix(file, []byte("\ufeff")):
		return string(file[3:]), nil
	case bytes.HasPrefix(file, []byte{0xff, 0xfe}), bytes.HasPrefix(file, []byte{0xfe, 0xff}):
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(file)
		return string(text), err
	case utf8.Valid(file):
		return string(file), nil
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(file)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", errors.New("neither UTF-8 nor GBK")
	}
	return string(text), nil
}

// separatorOf is what stands most often in the first line that is no comment.
func separatorOf(text string) rune {
	for l := range strings.Lines(text) {
		if strings.HasPrefix(l, "#") || strings.TrimSpace(l) == "" {
			continue
		}
		best := ','
		for _, s := range []rune{';', '\t'} {
			if strings.Count(l, string(s)) > strings.Count(l, string(best)) {
				best = s
			}
		}
		return best
	}
	return ','
}
