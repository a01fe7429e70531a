package rows

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// fixed reads bytes of just that length into a buffer; NULL leaves zeros.
type fixed []byte

// Scan implements sql.Scanner.
func (f fixed) Scan(src any) error {
	switch b := src.(type) {
	case nil:
		clear(f)
		return nil
	case []byte:
		if len(b) == len(f) {
			copy(f, b)
			return nil
		}
	}
	return fmt.Errorf("read column: not %d bytes", len(f))
}

func id(u *uuid.UUID) fixed     { return u[:] }
func hash(h *record.Hash) fixed { return h[:] }

// number reads an integer into any of ours; NULL is 0. A clock reading keeps
// all its 64 bits in a signed column.
type number[T ~int64 | ~uint64 | ~int] struct{ to *T }

// Scan implements sql.Scanner.
func (n number[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*n.to = 0
	case int64:
		*n.to = T(v)
	default:
		return errors.New("read column: not a number")
	}
	return nil
}

func clock(h *record.HLC) number[record.HLC] { return number[record.HLC]{h} }
func row(n *int64) number[int64]             { return number[int64]{n} }

// text reads a string into any of ours; NULL is empty.
type text[T ~string] struct{ to *T }

// Scan implements sql.Scanner.
func (t text[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*t.to = ""
	case string:
		*t.to = T(v)
	default:
		return errors.New("read column: not a text")
	}
	return nil
}

// truth reads 0 and 1.
type truth struct{ to *bool }

// Scan implements sql.Scanner.
func (t truth) Scan(src any) error {
	n, _ := src.(int64)
	*t.to = n != 0
	return nil
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// idOrNull is NULL for a zero id.
func idOrNull(u *uuid.UUID) any {
	if *u == uuid.Nil {
		return []byte(nil)
	}
	return u[:]
}

// hashOrNull is NULL for a zero hash.
func hashOrNull(h *record.Hash) any {
	if *h == (record.Hash{}) {
		return []byte(nil)
	}
	return h[:]
}

// rowOrNull is NULL for 0.
func rowOrNull(n int64) any {
	if n == 0 {
		return sql.NullInt64{}
	}
	return n
}
