package postgres

import (
	"database/sql"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"ruhui/sync/district/archive/internal/rows"
)

// most is how many rows a statement takes: a batch in one.
const most = 1000

var dialect = rows.Dialect{
	Locking:   " FOR UPDATE",
	Expand:    expand,
	Arguments: arguments,
	Portion:   func(rows int) int { return min(rows, most) },
}

var arrayOf = map[rune]string{'b': "bytea[]", 'n': "bigint[]", 't': "text[]"}

// expand writes the list as arrays, one a column: the text is the same for any
// number of rows, so that it is prepared once.
func expand(query, kinds string, _ int) string {
	var b strings.Builder
	b.WriteString("SELECT * FROM unnest(")
	for i, kind := range kinds {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(i+1) + "::" + arrayOf[kind])
	}
	b.WriteString(")")
	return strings.Replace(query, "LIST", b.String(), 1)
}

// arguments turns rows into columns.
func arguments(kinds string, values []any) []any {
	width := len(kinds)
	columns := make([]any, width)
	for i, kind := range kinds {
		switch kind {
		case 'b':
			columns[i] = column(values, i, width, func(v any) []byte { return v.([]byte) })
		case 't':
			columns[i] = column(values, i, width, func(v any) string { return v.(string) })
		case 'n':
			columns[i] = column(values, i, width, number)
		}
	}
	return columns
}

func column[T any](values []any, first, width int, of func(any) T) []T {
	c := make([]T, 0, len(values)/width)
	for i := first; i < len(values); i += width {
		c = append(c, of(values[i]))
	}
	return c
}

func number(v any) pgtype.Int8 {
	switch n := v.(type) {
	case int64:
		return pgtype.Int8{Int64: n, Valid: true}
	case sql.NullInt64:
		return pgtype.Int8{Int64: n.Int64, Valid: n.Valid}
	}
	panic("a number in a list is an int64 or NULL")
}
