package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// database is a pool of connections, each with the statements prepared on it.
// It is our own and not database/sql's, whose prepared statements would want a
// second connection while a transaction has the only one.
type database struct {
	*sql.DB
	free   chan *connection
	closed chan struct{}
}

type connection struct {
	*sql.Conn
	statements map[string]*sql.Stmt // queries are literals and lists of few sizes
}

// readers is how many read at once.
const readers = 6

// openDatabase opens the file with the pragmas in the name, because a pragma
// executed later reaches one connection only.
func openDatabase(path string, writes bool) (*database, error) {
	with := []string{
		"mode=rw",
		"_pragma=busy_timeout(10000)",
		"_pragma=temp_store(2)", // memory: nothing of ours goes to a temporary file
		"_pragma=trusted_schema(0)",
		"_pragma=cell_size_check(1)",
	}
	if writes {
		with = append(with,
			"_txlock=immediate",
			"_pragma=journal_mode(WAL)",
			"_pragma=synchronous(FULL)", // a receipt is a promise
			"_pragma=secure_delete(1)",
			"_pragma=cache_size(-32000)",
			"_pragma=wal_autocheckpoint(0)", // checkpoint.go does it beside the writer
			"_pragma=journal_size_limit("+strconv.Itoa(walKept)+")")
	} else {
		with = append(with, "_txlock=deferred", "_pragma=query_only(1)", "_pragma=cache_size(-4000)")
	}
	db, err := sql.Open("sqlite", uri(path, with...))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	size := 1
	if !writes {
		size = readers
	}
	d := &database{DB: db, free: make(chan *connection, size), closed: make(chan struct{})}
	for range size {
		d.free <- &connection{statements: map[string]*sql.Stmt{}} // opened when it is first used
	}
	return d, nil
}

// uri writes a path as SQLite's own file URI, whatever letters it has.
func uri(path string, parameters ...string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/…
	}
	u := url.URL{Scheme: "file", Path: slashed, RawQuery: strings.Join(parameters, "&")}
	return u.String()
}

// take waits for a connection. It is given back to d.free.
func (d *database) take(ctx context.Context) (*connection, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-d.closed:
		return nil, sql.ErrConnDone
	case c := <-d.free:
		if c.Conn != nil {
			return c, nil
		}
		conn, err := d.Conn(ctx)
		if err != nil {
			d.free <- c
			return nil, fmt.Errorf("connect: %w", err)
		}
		c.Conn = conn
		return c, nil
	}
}

// Close waits for what is being read or written and closes the file.
func (d *database) Close() error {
	close(d.closed)
	var errs []error
	for range cap(d.free) {
		c := <-d.free
		for _, s := range c.statements {
			errs = append(errs, s.Close())
		}
		if c.Conn != nil {
			errs = append(errs, c.Conn.Close())
		}
	}
	return errors.Join(append(errs, d.DB.Close())...)
}

// running is a transaction. It implements rows.Runner.
type running struct {
	ctx  context.Context
	tx   *sql.Tx
	conn *connection
	db   *database
}

// begin starts a transaction: on the writer an immediate one. It ends with end,
// whatever becomes of it. Cancelling is looked at between statements: watching
// for it inside each would cost a goroutine per statement.
func (d *database) begin(ctx context.Context) (*running, error) {
	c, err := d.take(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := c.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		d.free <- c
		return nil, fmt.Errorf("begin: %w", err)
	}
	return &running{ctx: ctx, tx: tx, conn: c, db: d}, nil
}

// end rolls back, which after a commit does nothing, and gives the connection
// back.
func (q *running) end() {
	_ = q.tx.Rollback() // ErrTxDone after a commit; otherwise SQLite rolls back when the connection is next used
	q.db.free <- q.conn
}

func (q *running) statement(query string) (*sql.Stmt, error) {
	if err := q.ctx.Err(); err != nil {
		return nil, err
	}
	if s := q.conn.statements[query]; s != nil {
		return s, nil
	}
	s, err := q.conn.PrepareContext(context.WithoutCancel(q.ctx), query)
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	q.conn.statements[query] = s
	return s, nil
}

// Query implements rows.Runner.
func (q *running) Query(query string, args ...any) (*sql.Rows, error) {
	s, err := q.statement(query)
	if err != nil {
		return nil, err
	}
	return s.Query(args...)
}

// Exec implements rows.Runner.
func (q *running) Exec(query string, args ...any) error {
	s, err := q.statement(query)
	if err != nil {
		return err
	}
	_, err = s.Exec(args...)
	return err
}
