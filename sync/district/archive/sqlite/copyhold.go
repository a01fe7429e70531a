package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// held is a lock on a copy: a transaction on an empty file beside it that keeps
// everybody else out. SQLite knows every system's locks, and they end with the
// program, however it ends.
type held struct {
	db *sql.DB
	tx *sql.Tx
}

// holdCopy takes the lock, anew each time: the folder may be another by now.
func (c *copier) holdCopy() error {
	if err := c.hold.release(); err != nil {
		return err
	}
	c.hold = nil
	db, err := sql.Open("sqlite", uri(c.copy+".lock", "mode=rwc", "_txlock=exclusive", "_pragma=busy_timeout(0)"))
	if err != nil {
		return fmt.Errorf("lock copy: %w", err)
	}
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		return errors.Join(fmt.Errorf("lock copy, which another server may keep: %w", err), db.Close())
	}
	c.hold = &held{db, tx}
	return nil
}

func (h *held) release() error {
	if h == nil {
		return nil
	}
	_ = h.tx.Rollback() // it wrote nothing
	return h.db.Close()
}
