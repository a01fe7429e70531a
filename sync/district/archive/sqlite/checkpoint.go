package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"time"
)

// The write-ahead log is folded into the file when nothing was written for a
// while, or when it has grown beyond so many bytes. When it is begun anew it is
// cut to walKept, so that its size tells how much is in it.
const (
	walRest = 2 * time.Second
	walMost = 16 << 20
	walKept = 1 << 20
)

// checkpointer folds the log into the file beside the writers. Inside the
// commits, where SQLite does it by itself, every hundredth terminal would wait.
type checkpointer struct {
	writer *database
	db     *sql.DB
	wal    string

	due, quit, ended chan struct{}
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
			if !c.large() {
				continue
			}
		case <-rest.C:
		}
		// What it cannot move now, or fails to, it moves next time; only the log
		// grows meanwhile.
		_, _ = c.passive()
		if c.large() {
			c.holdingWriters()
		}
	}
}

func (c *checkpointer) large() bool {
	info, err := os.Stat(c.wal)
	return err == nil && info.Size() > walMost
}

// passive waits for nobody, and nobody waits for it. whole says that all of the
// log is in the file: then the next writer begins it anew, unless somebody still
// reads from it.
func (c *checkpointer) passive() (whole bool, err error) {
	frames, moved, err := c.move()
	return frames >= 0 && frames == moved, err
}

// frames says how many frames of the log are committed and on disk, -1 when
// another program is folding it just now.
func (c *checkpointer) frames() (int, error) {
	frames, _, err := c.move()
	return frames, err
}

func (c *checkpointer) move() (frames, moved int, err error) {
	var busy int
	if err := c.db.QueryRow("PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &frames, &moved); err != nil {
		return -1, 0, fmt.Errorf("fold log: %w", err)
	}
	if busy != 0 {
		return -1, 0, nil
	}
	return frames, moved, nil
}

// holdingWriters moves the little that was written while the rest was moved: a
// log that is always being written would never begin anew.
func (c *checkpointer) holdingWriters() {
	conn, err := c.writer.take(context.Background())
	if err != nil {
		return // closing
	}
	defer func() { c.writer.free <- conn }()
	_, _ = c.passive()
}
