// Package schema brings a database to the newest of the numbered SQL files and
// says whether it is there. The files are run by goose, whose one table keeps
// which have been.
package schema

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"ruhui/sync/district/archive"
)

// Table keeps which files have been run.
const Table = "schema_version"

// Migrate runs what is missing. files has a folder schema.
func Migrate(ctx context.Context, dialect database.Dialect, db *sql.DB, files fs.FS) error {
	inner, err := fs.Sub(files, "schema")
	if err != nil {
		return fmt.Errorf("list schema files: %w", err)
	}
	p, err := goose.NewProvider(dialect, db, inner, goose.WithTableName(Table), goose.WithDisableGlobalRegistry(true),
		goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("read schema files: %w", err)
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if current > target {
		return archive.ErrSchemaNewer
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// Check compares the database's version with the newest file's. It changes
// nothing; the table must be there.
func Check(ctx context.Context, db *sql.DB, files fs.FS) error {
	names, err := fs.Glob(files, "schema/*.sql")
	if err != nil {
		return fmt.Errorf("list schema files: %w", err)
	}
	var version int
	if err := db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM `+Table).Scan(&version); err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	switch {
	case version < len(names): // they are numbered from 1
		return archive.ErrSchemaOlder
	case version > len(names):
		return archive.ErrSchemaNewer
	}
	return nil
}
