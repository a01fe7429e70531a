package store_test

import (
	"testing"
)

// Every table is STRICT, so that what SQLite would bend into another type is an
// error of ours and not of whoever reads it years later.
func TestSchema_is_strict(t *testing.T) {
	_, s, _ := opened(t)
	lax := must[[]string](t)(s.Column(background, `SELECT name FROM pragma_table_list
		WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`))
	if len(lax) > 0 {
		t.Errorf("not STRICT: %v", lax)
	}
	if all := must[[]string](t)(s.Column(background, `SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 1`)); len(all) < 20 {
		t.Errorf("looked at %d tables only", len(all))
	}
}

// The pragmas hold on every connection, also on those opened later: that is why
// they stand in the database's name.
func TestPragmas_hold_on_every_connection(t *testing.T) {
	_, s, _ := opened(t)
	for pragma, want := range map[string]struct{ writer, reader string }{
		"journal_mode":       {"wal", "wal"},
		"synchronous":        {"2", ""}, // FULL; readers sync nothing
		"foreign_keys":       {"1", "1"},
		"secure_delete":      {"1", ""},
		"temp_store":         {"2", "2"},
		"trusted_schema":     {"0", "0"},
		"cell_size_check":    {"1", "1"},
		"query_only":         {"0", "1"},
		"wal_autocheckpoint": {"0", ""},
		"busy_timeout":       {"10000", "10000"},
	} {
		writer, readers, err := s.Pragma(background, pragma)
		if err != nil {
			t.Fatal(err)
		}
		if writer != want.writer {
			t.Errorf("%s of the writer is %s, want %s", pragma, writer, want.writer)
		}
		if len(readers) < 2 {
			t.Fatalf("%d readers only", len(readers))
		}
		for _, got := range readers {
			if want.reader != "" && got != want.reader {
				t.Errorf("%s of a reader is %s, want %s", pragma, got, want.reader)
			}
		}
	}
}
