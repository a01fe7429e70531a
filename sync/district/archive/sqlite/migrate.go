package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/pressly/goose/v3"

	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/internal/schema"
)

//go:embed schema/*.sql
var files embed.FS

// application is what SQLite's file header says our archives are: RUHS.
const application = 0x52554853

// Migrate brings the file at path to the newest schema; it makes the file when
// there is none. An interrupted migration goes on where it stopped. Errors:
// [archive.ErrForeign], [archive.ErrSchemaNewer].
func Migrate(ctx context.Context, path string) (err error) {
	if err := create(path); err != nil {
		return err
	}
	d, err := openDatabase(path, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := claim(ctx, d.DB); err != nil {
		return err
	}
	return schema.Migrate(ctx, goose.DialectSQLite3, d.DB, files)
}

// create makes an empty file that only we may read.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("make archive: %w", err)
	}
	return f.Close()
}

// claim writes into an empty file whose it is and refuses another program's.
func claim(ctx context.Context, db *sql.DB) error {
	id, pages, err := header(ctx, db)
	switch {
	case err != nil:
		return err
	case id == application:
		return nil
	case id != 0 || pages > 1: // one page is there as soon as the file is in WAL mode
		return archive.ErrForeign
	}
	// A pragma takes no parameter; the number is ours.
	if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", application)); err != nil {
		return fmt.Errorf("claim archive: %w", err)
	}
	return nil
}

func header(ctx context.Context, db *sql.DB) (id, pages int64, err error) {
	for pragma, into := range map[string]*int64{"PRAGMA application_id": &id, "PRAGMA page_count": &pages} {
		if err := db.QueryRowContext(ctx, pragma).Scan(into); err != nil {
			return 0, 0, fmt.Errorf("read archive's header: %w", err)
		}
	}
	return id, pages, nil
}

// checkSchema compares without changing anything.
func checkSchema(ctx context.Context, db *sql.DB) error {
	id, _, err := header(ctx, db)
	if err != nil {
		return err
	}
	if id != application {
		return archive.ErrForeign
	}
	var there int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name = $1`, schema.Table).Scan(&there); err != nil {
		return fmt.Errorf("look for schema version: %w", err)
	}
	if there == 0 {
		return archive.ErrSchemaOlder
	}
	return schema.Check(ctx, db, files)
}
