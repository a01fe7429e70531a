package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"
)

// The write-ahead log is folded into the database when nothing was written for
// a while, or when it has grown beyond so many bytes.
const (
	walRest = 2 * time.Second
	walMost = 16 << 20
)

// checkpointer folds the log into the database between the saves. Inside them,
// where SQLite does it by itself, every thirtieth visitor would wait for it.
type checkpointer struct {
	db    *sql.DB
	wal   string
	due   chan struct{}
	ended chan struct{}
	stopC chan struct{}
}

func startCheckpoints(path string) *checkpointer {
	c := &checkpointer{wal: path + "-wal", due: make(chan struct{}, 1), ended: make(chan struct{}), stopC: make(chan struct{})}
	// Opening touches no disk yet; an error would be one of the driver's name.
	c.db, _ = sql.Open("sqlite", uri(path, "_pragma=busy_timeout(0)", "_pragma=synchronous(FULL)"))
	c.db.SetMaxOpenConns(1)
	go c.run()
	return c
}

// wake says that something was written. It never waits.
func (c *checkpointer) wake() {
	if c == nil {
		return
	}
	select {
	case c.due <- struct{}{}:
	default:
	}
}

func (c *checkpointer) stop() error {
	close(c.stopC)
	<-c.ended
	return c.db.Close()
}

func (c *checkpointer) run() {
	defer close(c.ended)
	rest := time.NewTimer(walRest)
	for {
		select {
		case <-c.stopC:
			return
		case <-c.due:
			rest.Reset(walRest)
			if info, err := os.Stat(c.wal); err != nil || info.Size() < walMost {
				continue
			}
		case <-rest.C:
		}
		// Passive: it waits for nobody and nobody waits for it. What it cannot
		// move now, or fails to, it moves next time; only the log grows meanwhile.
		_, _ = c.db.Exec("PRAGMA wal_checkpoint(PASSIVE)")
	}
}

// Checkpoint folds all of the log into the database and empties it, so that
// what was overwritten is gone from the log too, and the folder has the size
// its contents need.
func (s *Store) Checkpoint(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var busy, pages, moved int
	if err := s.writer.run(ctx, func(c *sql.Conn) error {
		return c.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
	}); err != nil {
		return sqlError("checkpoint", err)
	}
	if busy != 0 {
		return because(Unavailable, KeyBusy, fmt.Errorf("checkpoint: %w", errors.New("a reader holds the log")))
	}
	return nil
}
