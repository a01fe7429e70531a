// Package rows is the SQL that both archives share: an [archive.Tx] over
// database/sql. What they say differently is in a [Dialect]; opening, retrying
// and migrating are theirs.
//
// Whatever concerns many rows at once is written with a list: "WITH v(a, b) AS
// (LIST) …" becomes rows of VALUES in SQLite and unnest of arrays in
// PostgreSQL, so that a batch of a thousand events costs a few statements.
package rows

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"ruhui/sync/district/archive"
)

// Runner executes statements in one transaction. Statement texts are few and
// may be kept prepared.
type Runner interface {
	Query(query string, args ...any) (*sql.Rows, error)
	Exec(query string, args ...any) error
}

// Dialect is what the two databases say differently.
type Dialect struct {
	// Locking ends a SELECT whose rows are to be held until the end; empty where a
	// writer has the database for itself.
	Locking string
	// Expand puts a list of rows into a query in place of LIST; kinds has a letter
	// for each column: b bytes, n number, t text.
	Expand func(query, kinds string, rows int) string
	// Arguments makes the arguments for an expanded list out of values row by row.
	Arguments func(kinds string, values []any) []any
	// Portion says how many of so many rows go into the next statement.
	Portion func(rows int) int
}

// Tx is one transaction.
type Tx struct {
	run      Runner
	dialect  *Dialect
	journals map[uuid.UUID]int64 // rows, as far as met
}

var _ archive.Tx = (*Tx)(nil)

// New gives the transaction that run executes in.
func New(run Runner, dialect *Dialect) *Tx {
	return &Tx{run: run, dialect: dialect, journals: map[uuid.UUID]int64{}}
}

// one reads one row; found is false when there is none.
func (t *Tx) one(query string, args []any, into ...any) (found bool, err error) {
	err = t.each(query, args, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(into...)
	})
	return found, err
}

// each runs scan for every row.
func (t *Tx) each(query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := t.run.Query(query, args...)
	if err != nil {
		return doing(query, err)
	}
	for rows.Next() {
		if err := scan(rows); err != nil {
			return errors.Join(doing(query, err), rows.Close())
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return doing(query, err)
	}
	return nil
}

func (t *Tx) exec(query string, args ...any) error {
	if err := t.run.Exec(query, args...); err != nil {
		return doing(query, err)
	}
	return nil
}

// doing says which statement failed by its first words, which name verb and
// table and no value.
func doing(query string, err error) error {
	words := strings.Fields(query)
	return fmt.Errorf("%s: %w", strings.Join(words[:min(len(words), 4)], " "), err)
}

// list collects rows for one query.
type list struct {
	kinds  string
	values []any
}

func newList(kinds string, rows int) *list {
	return &list{kinds: kinds, values: make([]any, 0, rows*len(kinds))}
}

func (l *list) add(values ...any) { l.values = append(l.values, values...) }

// numbers is a list of one column.
func numbers(column []int64) *list {
	l := newList("n", len(column))
	for _, n := range column {
		l.add(n)
	}
	return l
}

// eachOf runs a query over a list, in as many portions as the dialect wants.
func (t *Tx) eachOf(l *list, query string, scan func(*sql.Rows) error) error {
	return t.portions(l, query, func(text string, args []any) error { return t.each(text, args, scan) })
}

func (t *Tx) execOf(l *list, query string) error {
	return t.portions(l, query, func(text string, args []any) error { return t.exec(text, args...) })
}

func (t *Tx) portions(l *list, query string, run func(text string, args []any) error) error {
	width := len(l.kinds)
	for left := l.values; len(left) > 0; {
		n := t.dialect.Portion(len(left) / width)
		text := t.dialect.Expand(query, l.kinds, n)
		if err := run(text, t.dialect.Arguments(l.kinds, left[:n*width])); err != nil {
			return err
		}
		left = left[n*width:]
	}
	return nil
}
