package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruhui/sync/district/archive"
)

// copier keeps a second copy of the file in another folder: the file as it was
// when its log began, and the log, byte for byte, as far as it was committed.
// SQLite opens the two as it opens the archive after a crash. So everything is
// in the copy, erasures and schema too, and one transaction of the archive is
// one of the copy.
//
// A reader of our own, the pin, keeps SQLite in every process from folding the
// log into the file and from beginning it anew before the copy has it. When the
// log has grown, the copier folds it itself, while writers wait.
//
// What was copied is synced, then the copy is opened afresh and read back; only
// then it counts as safe.
type copier struct {
	archive *Archive
	path    string // of the archive
	copy    string // of its copy
	log     *slog.Logger

	hold *held // keeps other programs off the copy
	pins *sql.DB
	pin  *sql.Tx    // nil while nothing is being kept from folding
	gen  generation // of the copy's log; zero when it has none
	at   place      // how far the copy's log is
	read heads      // what was last read back

	doubt bool // what can be read of the copy may not be on its disk

	mu    sync.Mutex
	state archive.Copied
	safe  map[uuid.UUID]int64 // not changed once it is there

	due, quit, ended chan struct{}
}

// Sizes of the log in bytes, and times.
const (
	copyAbandon = 256 << 20 // from here on the archive is more important than a copy that stands still
	copyRest    = 50 * time.Millisecond
	copyRetry   = time.Second
	copyMost    = 30 * time.Second
)

// copyFold is the size from which on the copier folds the log; tests lower it.
var copyFold int64 = 8 << 20

// errAhead says that the copy holds what the archive does not.
var errAhead = errors.New("the copy holds more than the archive: restore from it, or name an empty folder")

func startCopying(a *Archive, path, dir string, log *slog.Logger) (*copier, error) {
	c := &copier{archive: a, path: path, copy: filepath.Join(dir, filepath.Base(path)), log: log,
		due: make(chan struct{}, 1), quit: make(chan struct{}), ended: make(chan struct{})}
	if same(c.path, c.copy) {
		return nil, errors.New("copy archive: the copy's folder is the archive's own")
	}
	var err error
	if c.pins, err = sql.Open("sqlite", uri(path, "mode=rw", "_pragma=busy_timeout(1000)", "_pragma=query_only(1)")); err != nil {
		return nil, fmt.Errorf("copy archive: %w", err)
	}
	go c.run()
	return c, nil
}

func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// wake says that something was written. It never waits.
func (c *copier) wake() {
	if c == nil {
		return
	}
	select {
	case c.due <- struct{}{}:
	default:
	}
}

// stop copies what is left, when that is possible, and ends.
func (c *copier) stop() error {
	if c == nil {
		return nil
	}
	close(c.quit)
	<-c.ended
	return errors.Join(c.hold.release(), c.pins.Close())
}

func (c *copier) run() {
	defer close(c.ended)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-c.quit
		cancel()
	}()
	defer cancel()
	for retry := copyRetry; ; {
		began := time.Now()
		err := c.round(ctx)
		c.note(err)
		// At most a fifth of the time, so as not to slow what it copies; on a machine
		// that has too much to do, safe comes late, but not ever later.
		pause := min(max(copyRest, 4*time.Since(began)), copyRetry)
		if err != nil {
			pause, retry = retry, min(2*retry, copyMost)
		} else {
			retry = copyRetry
		}
		if !c.waits(pause, err == nil) {
			c.last()
			return
		}
	}
}

// waits for the pause, then for something to do; false at the end.
func (c *copier) waits(pause time.Duration, forNews bool) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-c.quit:
		return false
	case <-timer.C:
	}
	if !forNews {
		return true
	}
	select {
	case <-c.quit:
		return false
	case <-c.due:
		return true
	}
}

// last is the round at the end: it only finishes what is going on.
func (c *copier) last() {
	if c.pin == nil {
		return
	}
	c.note(c.ship(context.Background()))
	c.unpin()
}

// round brings the copy up to date.
func (c *copier) round(ctx context.Context) error {
	if c.pin == nil {
		if err := c.establish(ctx); err != nil {
			c.unpin()
			return err
		}
	}
	if err := c.ship(ctx); err != nil {
		c.abandonIfLarge()
		return err
	}
	if c.pin == nil || c.at.offset < copyFold {
		return nil
	}
	return c.fold(ctx)
}

// abandonIfLarge lets the archive's log be folded without the copy, which is
// then made anew once it can be.
func (c *copier) abandonIfLarge() {
	if info, err := os.Stat(c.path + "-wal"); err == nil && info.Size() > copyAbandon {
		c.unpin()
	}
}

// note keeps how the last round ended, and tells it when that changed.
func (c *copier) note(err error) {
	if errors.Is(err, context.Canceled) {
		return // closing
	}
	c.mu.Lock()
	before := c.state.Fault
	c.state.Fault = err
	if err == nil {
		c.state.Read = time.Now()
	}
	c.mu.Unlock()
	switch {
	case c.log == nil:
	case err != nil && before == nil:
		c.log.Error("the second copy stands still", "err", err)
	case err == nil && before != nil:
		c.log.Info("the second copy keeps up again")
	}
}

// stands says how the copy stands and what is safe in it.
func (c *copier) stands() (archive.Copied, map[uuid.UUID]int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state, c.safe
}

// pinned begins a transaction that reads; until its end nobody folds what is
// committed after it.
func (c *copier) pinned(ctx context.Context) error {
	tx, err := c.pins.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return fmt.Errorf("pin log: %w", err)
	}
	var n int
	if err := tx.QueryRow(`SELECT count(*) FROM setting`).Scan(&n); err != nil {
		return errors.Join(fmt.Errorf("pin log: %w", err), tx.Rollback())
	}
	c.pin = tx
	return nil
}

func (c *copier) unpin() {
	if c.pin != nil {
		_ = c.pin.Rollback() // it wrote nothing
		c.pin = nil
	}
}

// holdingWriters runs f while nobody, in any process, writes.
func (c *copier) holdingWriters(ctx context.Context, f func() error) error {
	q, err := c.archive.writer.begin(ctx)
	if err != nil {
		return err
	}
	defer q.end()
	return f()
}

// fold empties the log into the archive and pins it again: the next writer
// begins it anew, and the copy follows then.
func (c *copier) fold(ctx context.Context) error {
	return c.holdingWriters(ctx, func() error {
		whole, err := c.shipLog()
		if !whole || err != nil {
			return err // later
		}
		c.unpin()
		_, err = c.archive.checkpoints.passive()
		return errors.Join(err, c.pinned(ctx))
	})
}
