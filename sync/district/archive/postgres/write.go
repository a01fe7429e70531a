package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/internal/rows"
)

// How long a change is tried again before its error is given: a standby that
// takes over needs some seconds, a terminal comes again by itself.
const (
	patience   = 20 * time.Second
	firstPause = 4 * time.Millisecond
	mostPause  = 500 * time.Millisecond
	// A row that is there already is tried a few times: usually another process
	// has just stored the same event, and the next run finds it.
	mostDuplicates = 5
)

// errAgain marks an error after which nothing was committed and the whole may
// succeed when it is run again.
type errAgain struct{ error }

func (e errAgain) Unwrap() error { return e.error }

// Write implements archive.Archive.
func (a *Archive) Write(ctx context.Context, change func(archive.Tx) error) error {
	duplicates, pause := 0, firstPause
	for began := time.Now(); ; pause = min(2*pause, mostPause) {
		err := a.once(ctx, change)
		var again errAgain
		if !errors.As(err, &again) || ctx.Err() != nil {
			return err
		}
		if code(again.error) == uniqueViolation {
			duplicates++
		}
		if duplicates == mostDuplicates || time.Since(began) > patience {
			return again.error
		}
		select {
		case <-ctx.Done():
			return again.error
		case <-time.After(pause/2 + rand.N(pause)): // apart, so that two do not meet again
		}
	}
}

// once runs a change in one transaction.
func (a *Archive) once(ctx context.Context, change func(archive.Tx) error) (err error) {
	conn, err := a.db.Conn(ctx)
	if err != nil {
		return errAgain{fmt.Errorf("connect: %w", err)}
	}
	// After an error the pool itself throws a lost connection away.
	defer func() { _ = conn.Close() }()
	// Rows are locked before they are judged, so that each statement may see the
	// latest: no higher isolation is needed.
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return errAgain{fmt.Errorf("begin: %w", err)}
	}
	defer func() { _ = tx.Rollback() }() // ErrTxDone after a commit; the server rolls back what it lost
	r := &runner{ctx: ctx, tx: tx}
	err = change(rows.New(r, &dialect))
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		if r.first == nil {
			r.first = err // rows that broke off while being read
		}
		if repeatable(r.first) || lost(conn) && ctx.Err() == nil {
			return errAgain{err}
		}
		return err
	}
	return committed(tx.Commit())
}

// committed judges the answer to a commit.
func committed(err error) error {
	switch {
	case err == nil:
		return nil
	case repeatable(err), pgconn.SafeToRetry(err): // refused, or never sent
		return errAgain{fmt.Errorf("commit: %w", err)}
	case code(err) != "":
		return fmt.Errorf("commit: %w", err)
	}
	return fmt.Errorf("commit: %w: %w", archive.ErrUnknown, err)
}

// lost says that the connection is gone.
func lost(conn *sql.Conn) bool {
	closed := true
	err := conn.Raw(func(c any) error {
		closed = c.(*stdlib.Conn).Conn().IsClosed()
		return nil
	})
	return err != nil || closed
}

// Codes of PostgreSQL's errors, its appendix A.
const (
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	uniqueViolation      = "23505"
	readOnlyTransaction  = "25006" // a standby
	tooManyConnections   = "53300"
	adminShutdown        = "57P01"
	crashShutdown        = "57P02"
	cannotConnectNow     = "57P03"
)

// repeatable errors are the database's way to ask for the same again.
func repeatable(err error) bool {
	switch c := code(err); c {
	case serializationFailure, deadlockDetected, uniqueViolation, readOnlyTransaction, tooManyConnections,
		adminShutdown, crashShutdown, cannotConnectNow:
		return true
	default:
		return len(c) == 5 && c[:2] == "08" // connection exceptions
	}
}

// code is the SQLSTATE, "" for what no server said.
func code(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
