package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"ruhui/store/record"
)

//go:embed schema/*.sql
var schemas embed.FS

// What SQLite's file header says a database is. Demonstration and real work
// differ here already, so that swapped files are refused too.
const (
	realApplication = 0x52554855 // RUHU
	demoApplication = 0x52554844 // RUHD
)

func application(demo bool) int64 {
	if demo {
		return demoApplication
	}
	return realApplication
}

// checkApplication refuses a database of another program, of the other mode, or
// of a newer program.
func checkApplication(db *database, demo bool, newest int) error {
	id, version, err := stamps(db)
	if err != nil {
		return err
	}
	switch {
	case id != realApplication && id != demoApplication:
		return fault(Invalid, KeyForeignFile)
	case id == demoApplication && !demo:
		return fault(Forbidden, KeyDemoFolder)
	case id == realApplication && demo:
		return fault(Forbidden, KeyRealFolder)
	case version > int64(newest):
		return fault(Unavailable, KeyNewerProgram)
	}
	return nil
}

// stamps are what the file's header says: whose it is and of which schema.
func stamps(db *database) (application, version int64, err error) {
	err = db.run(context.Background(), func(c *sql.Conn) error {
		if err := c.QueryRowContext(context.Background(), "PRAGMA application_id").Scan(&application); err != nil {
			return sqlError("read application id", err)
		}
		if err := c.QueryRowContext(context.Background(), "PRAGMA user_version").Scan(&version); err != nil {
			return sqlError("read schema version", err)
		}
		return nil
	})
	return application, version, err
}

// schemaFiles are in the order of their numbers: the n-th brings a database to
// version n.
func schemaFiles() ([]string, error) { return fs.Glob(schemas, "schema/*.sql") }

// migrate brings a database to the newest schema. Each file is one transaction
// together with its number, so an interrupted upgrade goes on where it stopped.
func migrate(ctx context.Context, db *database) error {
	files, err := schemaFiles()
	if err != nil {
		return fmt.Errorf("list schema files: %w", err)
	}
	_, version, err := stamps(db)
	if err != nil {
		return err
	}
	return db.run(ctx, func(c *sql.Conn) error {
		for n := int(version); n < len(files); n++ {
			if err := migrateTo(ctx, c, files[n], n+1); err != nil {
				return err
			}
		}
		return nil
	})
}

func migrateTo(ctx context.Context, c *sql.Conn, file string, version int) error {
	text, err := schemas.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read schema: %w", err)
	}
	tx, err := c.BeginTx(ctx, nil)
	if err != nil {
		return sqlError("begin migration", err)
	}
	defer func() { _ = tx.Rollback() }() // after the commit there is nothing to roll back
	// A pragma takes no parameter; the number is ours.
	for _, statement := range []string{string(text), fmt.Sprintf("PRAGMA user_version = %d", version)} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return sqlError("migrate "+file, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return sqlError("commit migration", err)
	}
	return nil
}

// hlcValue and hlcOf keep all 64 bits of a clock reading in SQLite's signed
// integers.
func hlcValue(h record.HLC) int64 { return int64(h) }
func hlcOf(n int64) record.HLC    { return record.HLC(uint64(n)) }

// nullable is NULL for a zero id.
func nullable[T ~int64](n T) sql.NullInt64 { return sql.NullInt64{Int64: int64(n), Valid: n != 0} }
