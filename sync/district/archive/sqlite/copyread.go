package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"

	"github.com/google/uuid"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/internal/rows"
)

// heads are journals' last entries. The hash is that of the entry's row.
type heads map[uuid.UUID]head

type head struct {
	seq  int64
	hash record.Hash
}

// readHeads lists the journals, with the hashes of those that are not in known
// as they are.
func readHeads(tx archive.Tx, known heads) (heads, error) {
	all, err := tx.Journals()
	if err != nil {
		return nil, err
	}
	read := make(heads, len(all))
	for _, j := range all {
		h := known[j.ID]
		if h.seq != j.Head {
			h.seq = j.Head
			if h.hash, _, err = tx.HashAt(j.ID, j.Head); err != nil {
				return nil, err
			}
		}
		read[j.ID] = h
	}
	return read, nil
}

func (c *copier) sourceHeads(ctx context.Context) (read heads, err error) {
	err = c.archive.Read(ctx, func(tx archive.Tx) error {
		read, err = readHeads(tx, c.read)
		return err
	})
	return read, err
}

// readBack opens the copy afresh and looks for what has been added: as many
// entries, each with its event, and the same hash at the end.
func (c *copier) readBack(ctx context.Context, want heads) error {
	if c.read != nil && maps.Equal(c.read, want) {
		return nil
	}
	if err := reading(ctx, c.copy, func(q *running) error {
		for journal, h := range want {
			if before, ok := c.read[journal]; ok && before == h {
				continue
			}
			if err := q.holds(journal, c.read[journal].seq, h); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	c.publish(want)
	return nil
}

// holds looks for the entries of a journal behind one.
func (q *running) holds(journal uuid.UUID, after int64, h head) error {
	var events int64
	row := q.tx.QueryRowContext(q.ctx, `SELECT count(e.id) FROM entry n JOIN event e ON e.id = n.event
		WHERE n.journal = (SELECT id FROM journal WHERE uuid = $1) AND n.seq > $2 AND n.seq <= $3`, journal[:], after, h.seq)
	if err := row.Scan(&events); err != nil {
		return fmt.Errorf("read copy: %w", err)
	}
	hash, _, err := rows.New(q, &dialect).HashAt(journal, h.seq)
	if err != nil {
		return fmt.Errorf("read copy: %w", err)
	}
	if events != h.seq-after || hash != h.hash {
		return fmt.Errorf("read copy: of journal %s, %d entries up to %d are not as they were written", journal, h.seq-after, h.seq)
	}
	return nil
}

// publish says what is safe.
func (c *copier) publish(h heads) {
	safe := make(map[uuid.UUID]int64, len(h))
	for journal, head := range h {
		safe[journal] = head.seq
	}
	c.read = h
	c.mu.Lock()
	defer c.mu.Unlock()
	c.safe = safe
}

// behind says whether the archive holds all of that.
func (c *copier) behind(ctx context.Context, held heads) error {
	return c.archive.Read(ctx, func(tx archive.Tx) error {
		for journal, h := range held {
			j, err := tx.Journal(journal)
			if err != nil {
				return err
			}
			hash, _, err := tx.HashAt(journal, h.seq)
			if err != nil {
				return err
			}
			if j.Head < h.seq || hash != h.hash {
				return errAhead
			}
		}
		return nil
	})
}

// headsOf reads the heads of a copy that was opened afresh.
func headsOf(ctx context.Context, path string) (read heads, err error) {
	err = reading(ctx, path, func(q *running) error {
		var id int64
		if err := q.tx.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
			return fmt.Errorf("read copy: %w", err)
		}
		if id != application {
			return archive.ErrForeign
		}
		read, err = readHeads(rows.New(q, &dialect), nil)
		return err
	})
	return read, err
}

// reading opens a database, reads, and closes it. It is opened without the right
// to write: otherwise closing would fold and remove its log.
func reading(ctx context.Context, path string, read func(*running) error) (err error) {
	db, err := sql.Open("sqlite", uri(path, "mode=ro", "_pragma=query_only(1)", "_pragma=temp_store(2)"))
	if err != nil {
		return fmt.Errorf("open copy: %w", err)
	}
	d := &database{DB: db, free: make(chan *connection, 1), closed: make(chan struct{})}
	d.free <- &connection{statements: map[string]*sql.Stmt{}}
	defer func() { err = errors.Join(err, d.Close()) }()
	q, err := d.begin(ctx)
	if err != nil {
		return err
	}
	defer q.end()
	return read(q)
}

// damaged says that a file is no database, or not a whole one.
func damaged(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR: // the last: an older schema
		return true
	}
	return false
}
