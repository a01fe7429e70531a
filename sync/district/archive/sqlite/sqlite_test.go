package sqlite_test

import (
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"path/filepath"
	"testing"

	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/archivetest"
	"ruhui/sync/district/archive/sqlite"
)

func TestArchive(t *testing.T) {
	archivetest.Run(t, func(t *testing.T) archive.Archive { return open(t, made(t)) })
}

// made gives the path of a new archive.
func made(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "district?#%.db") // a path is not a query
	if err := sqlite.Migrate(t.Context(), path); err != nil {
		t.Fatal("migrate:", err)
	}
	return path
}

func open(t testing.TB, path string) archive.Archive {
	t.Helper()
	a, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal("open:", err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error("close:", err)
		}
	})
	return a
}

func TestOpen_refuses_what_it_does_not_know(t *testing.T) {
	for name, c := range map[string]struct {
		prepare string
		want    error
	}{
		"older":   {`DELETE FROM schema_version WHERE version_id > 0`, archive.ErrSchemaOlder},
		"newer":   {`INSERT INTO schema_version (version_id, is_applied) VALUES (99, 1)`, archive.ErrSchemaNewer},
		"foreign": {`PRAGMA application_id = 1`, archive.ErrForeign},
	} {
		t.Run(name, func(t *testing.T) {
			path := made(t)
			run(t, path, c.prepare)
			if _, err := sqlite.Open(t.Context(), path, sqlite.Options{}); !errors.Is(err, c.want) {
				t.Errorf("open: got %v, want %v", err, c.want)
			}
		})
	}
	if _, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "none.db"), sqlite.Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("open a missing file: got %v, want that it does not exist", err)
	}
}

func TestMigrate_refuses_what_it_does_not_know(t *testing.T) {
	path := made(t)
	run(t, path, `INSERT INTO schema_version (version_id, is_applied) VALUES (99, 1)`)
	if err := sqlite.Migrate(t.Context(), path); !errors.Is(err, archive.ErrSchemaNewer) {
		t.Errorf("migrate: got %v, want %v", err, archive.ErrSchemaNewer)
	}
	foreign := filepath.Join(t.TempDir(), "foreign.db")
	run(t, foreign, `CREATE TABLE theirs (x)`)
	if err := sqlite.Migrate(t.Context(), foreign); !errors.Is(err, archive.ErrForeign) {
		t.Errorf("migrate: got %v, want %v", err, archive.ErrForeign)
	}
}

func TestMigrate_again_changes_nothing(t *testing.T) {
	path := made(t)
	a := open(t, path)
	if err := a.Write(t.Context(), func(tx archive.Tx) error { return tx.PutSetting("epoch", "one") }); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Migrate(t.Context(), path); err != nil {
		t.Fatal("migrate again:", err)
	}
	if err := a.Read(t.Context(), func(tx archive.Tx) error {
		if v, err := tx.Setting("epoch"); err != nil || v != "one" {
			t.Errorf("epoch: got %q, %v", v, err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// run executes a statement as another program would.
func run(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: path}).String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error("close:", err)
		}
	}()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(statement, err)
	}
}
