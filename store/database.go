package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
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
	statements map[string]*sql.Stmt // queries are literals, so there are few
	how        durability           // of the writer
}

// durability is how far a transaction is brought before its commit returns.
type durability int

const (
	synced  durability = iota // on the disk: a slip in the visitor's hand is a promise
	written                   // in order behind those before; on the disk with the next that is synced
)

// readers is how many read at once: a search, a list, the engine, those who fold
// what it brought, one to spare.
const readers = 6

// openDatabase opens the file with the pragmas in the name, because a pragma
// executed later reaches one connection only. There is one connection that
// writes, in immediate transactions, so that two writers queue here and not at
// the file; the others only read.
func openDatabase(path string, writes bool) (*database, error) {
	with := []string{
		"_pragma=busy_timeout(10000)",
		"_pragma=foreign_keys(1)",
		"_pragma=temp_store(2)", // memory: nothing of ours goes to a temporary file
		"_pragma=trusted_schema(0)",
		"_pragma=cell_size_check(1)",
	}
	if writes {
		with = append(with,
			"_txlock=immediate",
			"_pragma=journal_mode(WAL)",
			"_pragma=synchronous(FULL)", // see durability
			"_pragma=secure_delete(1)",
			"_pragma=cache_size(-16000)",
			"_pragma=wal_autocheckpoint(0)", // checkpointer.go does it beside the saves
			"_pragma=journal_size_limit(16777216)")
	} else {
		with = append(with, "_txlock=deferred", "_pragma=query_only(1)")
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
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/…
	}
	u := url.URL{Scheme: "file", Path: slashed, RawQuery: strings.Join(parameters, "&")}
	return u.String()
}

// take waits for a connection.
func (d *database) take(ctx context.Context) (*connection, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-d.closed:
		return nil, because(Unavailable, KeySignedOut, sql.ErrConnDone)
	case c := <-d.free:
		if c.Conn != nil {
			return c, nil
		}
		conn, err := d.Conn(ctx)
		if err != nil {
			d.free <- c
			return nil, sqlError("connect", err)
		}
		c.Conn = conn
		return c, nil
	}
}

// Close waits for what is being read or written and closes the file. Who comes
// later is told so instead of waiting.
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

// run executes statements outside a transaction of ours: schema and pragmas.
func (d *database) run(ctx context.Context, f func(*sql.Conn) error) error {
	c, err := d.take(ctx)
	if err != nil {
		return err
	}
	defer func() { d.free <- c }()
	return f(c.Conn)
}

// source is a transaction to read from, and in the writer's case to write to.
type source struct {
	ctx  context.Context
	tx   *sql.Tx
	conn *connection
	db   *database
}

// begin starts a transaction: on the writer an immediate one. It ends with end,
// whatever becomes of it.
func (d *database) begin(ctx context.Context) (*source, error) { return d.beginAs(ctx, synced) }

func (d *database) beginAs(ctx context.Context, how durability) (*source, error) {
	c, err := d.take(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.commitAs(how); err != nil {
		d.free <- c
		return nil, err
	}
	// Cancelling is looked at between statements: watching for it inside each
	// would cost a goroutine per statement.
	tx, err := c.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		d.free <- c
		return nil, sqlError("begin", err)
	}
	return &source{ctx: ctx, tx: tx, conn: c, db: d}, nil
}

// commitAs sets how the next commit is brought to disk.
func (c *connection) commitAs(how durability) error {
	if c.how == how {
		return nil
	}
	pragma := map[durability]string{synced: "PRAGMA synchronous = FULL", written: "PRAGMA synchronous = NORMAL"}[how]
	if _, err := c.ExecContext(context.Background(), pragma); err != nil {
		return sqlError("set durability", err)
	}
	c.how = how
	return nil
}

// end rolls back, which after a commit does nothing, and gives the connection
// back.
func (q *source) end() {
	_ = q.tx.Rollback() // ErrTxDone after a commit; otherwise SQLite rolls back when the connection is next used
	q.db.free <- q.conn
}

func (q *source) statement(query string) (*sql.Stmt, error) {
	if err := q.ctx.Err(); err != nil {
		return nil, err
	}
	if s := q.conn.statements[query]; s != nil {
		return s, nil
	}
	s, err := q.conn.PrepareContext(context.WithoutCancel(q.ctx), query)
	if err != nil {
		return nil, sqlError("prepare", err)
	}
	q.conn.statements[query] = s
	return s, nil
}

func (q *source) query(query string, args ...any) (*sql.Rows, error) {
	s, err := q.statement(query)
	if err != nil {
		return nil, err
	}
	rows, err := s.Query(args...)
	if err != nil {
		return nil, sqlError("query", err)
	}
	return rows, nil
}

// row reads one row; found is false when there is none.
func (q *source) row(query string, args []any, into ...any) (found bool, err error) {
	s, err := q.statement(query)
	if err != nil {
		return false, err
	}
	switch err := s.QueryRow(args...).Scan(into...); {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, sqlError("query", err)
	}
	return true, nil
}

func (q *source) exec(query string, args ...any) (sql.Result, error) {
	s, err := q.statement(query)
	if err != nil {
		return nil, err
	}
	r, err := s.Exec(args...)
	if err != nil {
		return nil, sqlError("write", err)
	}
	return r, nil
}

// insert gives the row id of the new row.
func (q *source) insert(query string, args ...any) (int64, error) {
	r, err := q.exec(query, args...)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// each runs scan for every row and closes the rows.
func each(rows *sql.Rows, err error, scan func() error) error {
	if err != nil {
		return err
	}
	defer rows.Close() // its error is also Err's, read below
	for rows.Next() {
		if err := scan(); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return sqlError("query", err)
	}
	return nil
}
