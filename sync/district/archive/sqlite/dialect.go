package sqlite

import (
	"math/bits"
	"strings"
	"sync"

	"ruhui/sync/district/archive/internal/rows"
)

// most is how many rows a statement takes: beyond it nothing is gained, and
// each size is a statement of its own to keep prepared.
const most = 128

var dialect = rows.Dialect{
	Expand:    expand,
	Arguments: func(_ string, values []any) []any { return values },
	Portion:   portion,
}

// portion takes powers of two, so that there are few sizes.
func portion(rows int) int {
	if rows >= most {
		return most
	}
	return 1 << (bits.Len(uint(rows)) - 1)
}

type shape struct {
	query string
	rows  int
}

// expanded keeps the texts: there are as many as queries in package rows, times
// the sizes.
var expanded sync.Map

// expand writes the list as VALUES.
func expand(query, kinds string, rows int) string {
	if text, ok := expanded.Load(shape{query, rows}); ok {
		return text.(string)
	}
	one := "(" + strings.Repeat("?,", len(kinds)-1) + "?)"
	values := "VALUES " + strings.Repeat(one+",", rows-1) + one
	text := strings.Replace(query, "LIST", values, 1)
	expanded.Store(shape{query, rows}, text)
	return text
}
