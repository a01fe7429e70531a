package store

import (
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/civil"
)

// idScanner reads a 16-byte BLOB; NULL is the zero id. The uuid package's own
// reading would take text as well.
type idScanner struct{ id *uuid.UUID }

func idInto(id *uuid.UUID) idScanner { return idScanner{id} }

// Scan implements sql.Scanner.
func (s idScanner) Scan(src any) error {
	switch b := src.(type) {
	case nil:
		*s.id = uuid.Nil
		return nil
	case []byte:
		if len(b) == len(s.id) {
			copy(s.id[:], b)
			return nil
		}
	}
	return fmt.Errorf("read id: not 16 bytes")
}

// blobOf is NULL for a zero id.
func blobOf(id uuid.UUID) []byte {
	if id == uuid.Nil {
		return nil
	}
	return id[:]
}

// dayOf writes a date as 20260914, 0 for none.
func dayOf(d civil.Date) int64 { return int64(d.Year*10000 + d.Month*100 + d.Day) }

func dateOf(n int64) civil.Date {
	return civil.Date{Year: int(n / 10000), Month: int(n / 100 % 100), Day: int(n % 100)}
}
