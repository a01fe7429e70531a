package assets

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
)

// Row is one line of a code table: its values by the name of their column.
type Row map[string]string

// Table reads the code table of that name ("ethnic", "provinces" …) in the
// order of its file. Every row has a value, perhaps empty, for every column.
// A table that is not there, or not well formed, is an error naming it.
func Table(name string) ([]Row, error) {
	raw, err := Codes.ReadFile("codes/" + name + ".csv")
	if err != nil {
		return nil, fmt.Errorf("read code table %s: %w", name, err)
	}
	rows, err := ParseTable(raw)
	if err != nil {
		return nil, fmt.Errorf("parse code table %s: %w", name, err)
	}
	return rows, nil
}

// ParseTable reads a code table from raw: UTF-8 CSV whose lines starting with #
// are comments and whose first other line names the columns. It serves files a
// district brings, too (its holidays, its villages), so it takes the byte order
// mark that spreadsheets put in front.
func ParseTable(raw []byte) ([]Row, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
	r.Comment = '#'
	lines, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("no line names the columns")
	}
	rows := make([]Row, 0, len(lines)-1)
	for _, line := range lines[1:] {
		row := make(Row, len(line))
		for i, column := range lines[0] {
			row[strings.TrimSpace(column)] = strings.TrimSpace(line[i])
		}
		rows = append(rows, row)
	}
	return rows, nil
}
