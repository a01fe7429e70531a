package sqlite

import (
	"context"
	"database/sql"
	"os"
	"time"
)

// The write-ahead log is folded into the file when nothing was written for a
// while, or when it has grown beyond so many bytes. Beyond walTooMuch writers
// wait for it: otherwise a log that is always being written never begins anew.
const (
	walRest    = 2 * time.Second
	walMost    = 16 << 20
	walTooMuch = 128 << 20
)

// checkpointer folds the log into the file beside the writer. Inside the
// commits, where SQLite does it by itself, every hundredth terminal would wait.
type checkpointer struct {
	writer *database
	db     *sql.DB
	wal    string
	due    chan struct{}
	ended  chan struct{}
	quit   chan struct{}
}

func startCheckpoints(path string, writer *database) *checkpointer {
	c := &checkpointer{writer: writer, wal: path + "-wal",
		due: make(chan struct{}, 1), ended: make(chan struct{}), quit: make(chan struct{})}
	// Opening touches no disk yet; an error would be one of the driver's name.
	c.db, _ = sql.Open("sqlite", uri(path, "mode=rw", "_pragma=busy_timeout(0)", "_pragma=synchronous(FULL)"))
	c.db.SetMaxOpenConns(1)
	go c.run()
	return c
}

// wake says that something was written. It never waits.
func (c *checkpointer) wake() {
	select {
	case c.due <- struct{}{}:
	default:
	}
}

func (c *checkpointer) stop() error {
	close(c.quit)
	<-c.ended
	return c.db.Close()
}

func (c *checkpointer) run() {
	defer close(c.ended)
	rest := time.NewTimer(walRest)
	for {
		select {
		case <-c.quit:
			return
		case <-c.due:
			rest.Reset(walRest)
			if c.size() < walMost {
				continue
			}
		case <-rest.C:
		}
		if c.size() > walTooMuch {
			c.holdingWriters()
			continue
		}
		// Passive: it waits for nobody and nobody waits for it. What it cannot
		// move now, or fails to, it moves next time; only the log grows meanwhile.
		_, _ = c.db.Exec("PRAGMA wal_checkpoint(PASSIVE)")
	}
}

func (c *checkpointer) size() int64 {
	info, err := os.Stat(c.wal)
	if err != nil {
		return 0
	}
	return info.Size()
}

func (c *checkpointer) holdingWriters() {
	conn, err := c.writer.take(context.Background())
	if err != nil {
		return // closing
	}
	defer func() { c.writer.free <- conn }()
	_, _ = c.db.Exec("PRAGMA wal_checkpoint(TRUNCATE)") // busy while somebody reads from the log: next time
}
