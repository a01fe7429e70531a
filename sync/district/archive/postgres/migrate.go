package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"

	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/internal/schema"
)

//go:embed schema/*.sql
var files embed.FS

// Migrate brings the database to the newest schema. Each file is one
// transaction, so an interrupted migration goes on where it stopped; of two at
// once one fails and changes nothing. Error: [archive.ErrSchemaNewer].
func Migrate(ctx context.Context, dsn string) (err error) {
	db, err := connect(dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return schema.Migrate(ctx, goose.DialectPostgres, db, files)
}

// checkSchema compares without changing anything.
func checkSchema(ctx context.Context, db *sql.DB) error {
	var there bool
	if err := db.QueryRowContext(ctx, `SELECT count(*) > 0 FROM information_schema.tables
		WHERE table_name = $1 AND table_schema = current_schema()`, schema.Table).Scan(&there); err != nil {
		return fmt.Errorf("look for schema version: %w", err)
	}
	if !there {
		return archive.ErrSchemaOlder
	}
	return schema.Check(ctx, db, files)
}
