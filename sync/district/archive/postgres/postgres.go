// Package postgres is the archive of a large district: several server processes
// behind one PostgreSQL, or behind a database that speaks its protocol. It uses
// nothing those lack: rows are locked, never advisory locks; news is asked for,
// never listened to.
//
// A change that the database aborts to resolve a deadlock or a conflict, or
// whose connection was lost before its commit was sent, runs again, whole. When
// the answer to a commit is lost, nobody knows what became of it, and the caller
// is told so.
//
// Its backup is PostgreSQL's own: pg_dump --format custom, and for a restore
// pg_restore --single-transaction into an empty database; then a new epoch is
// begun. Its second copy is a synchronous standby (see [Archive.Safe]).
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/internal/rows"
)

// Archive is an opened database. It may be shared between goroutines.
type Archive struct {
	db    *sql.DB
	stand standby
}

// Open connects to the database that Migrate prepared, and does not change its
// schema. dsn is a connection string of PostgreSQL, either form. Errors:
// [archive.ErrSchemaOlder], [archive.ErrSchemaNewer].
func Open(ctx context.Context, dsn string) (archive.Archive, error) {
	db, err := connect(dsn)
	if err != nil {
		return nil, err
	}
	if err := checkSchema(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Archive{db: db}, nil
}

// connect makes a pool; the first connection is made when it is needed.
func connect(dsn string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("read connection string: not of PostgreSQL's form") // the error would tell the password
	}
	if _, set := config.RuntimeParams["application_name"]; !set {
		config.RuntimeParams["application_name"] = "ruhui district"
	}
	db := stdlib.OpenDB(*config)
	most := max(16, 4*runtime.NumCPU())
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	db.SetConnMaxIdleTime(5 * time.Minute)
	return db, nil
}

// Read implements archive.Archive.
func (a *Archive) Read(ctx context.Context, read func(archive.Tx) error) error {
	tx, err := a.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // there is nothing to lose
	return read(rows.New(&runner{ctx: ctx, tx: tx}, &dialect))
}

// Safe implements archive.Archive. Everything committed is in a second copy when
// commits wait for a synchronous standby, and one says that it has written this
// far to its disk. The user needs the role pg_monitor to see that.
func (a *Archive) Safe(ctx context.Context) (map[uuid.UUID]int64, error) {
	return a.stand.safe(ctx, a.db)
}

// Copied implements archive.Archive. A standby is PostgreSQL's own business, and
// Safe says what it has.
func (a *Archive) Copied() (archive.Copied, bool) { return archive.Copied{}, false }

// Ready implements archive.Archive. A standby is not ready: nothing can be
// written to it.
func (a *Archive) Ready(ctx context.Context) error {
	var recovering bool
	if err := a.db.QueryRowContext(ctx, `SELECT pg_is_in_recovery()`).Scan(&recovering); err != nil {
		return fmt.Errorf("ask database: %w", err)
	}
	if recovering {
		return errors.New("database is a standby")
	}
	return nil
}

// Close implements archive.Archive.
func (a *Archive) Close() error { return a.db.Close() }

// runner implements rows.Runner and keeps the first error: what comes after it
// in a transaction only says that the transaction has failed.
type runner struct {
	ctx   context.Context
	tx    *sql.Tx
	first error
}

// Query implements rows.Runner.
func (r *runner) Query(query string, args ...any) (*sql.Rows, error) {
	found, err := r.tx.QueryContext(r.ctx, query, args...)
	return found, r.note(err)
}

// Exec implements rows.Runner.
func (r *runner) Exec(query string, args ...any) error {
	_, err := r.tx.ExecContext(r.ctx, query, args...)
	return r.note(err)
}

func (r *runner) note(err error) error {
	if err != nil && r.first == nil {
		r.first = err
	}
	return err
}
