package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ship copies what was committed since, syncs it, and reads it back.
func (c *copier) ship(ctx context.Context) error {
	want, err := c.sourceHeads(ctx) // before the log is measured: all of it is in there
	if err != nil {
		return err
	}
	whole, err := c.shipLog()
	if err != nil {
		return err
	}
	if !whole {
		c.wake()
		return nil
	}
	return c.readBack(ctx, want)
}

// shipLog appends what the log holds of whole transactions to the copy's. whole
// is false when that could not be found out just now.
func (c *copier) shipLog() (whole bool, err error) {
	log, err := openLog(c.path)
	if log == nil || err != nil {
		return err == nil, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	g, length, err := c.measure(log)
	if length <= walHeaderSize || err != nil {
		return length == walHeaderSize, err
	}
	if g != c.gen {
		if err := c.beginGeneration(g); err != nil {
			return false, err
		}
	}
	at, err := c.appendLog(log, length)
	if err != nil {
		return false, err
	}
	c.at = at
	return at.offset == length, nil
}

// measure says how much of the log is committed and on disk: what readers see.
// What lies behind may still be lost by a power cut, and must not be in the copy
// alone. 0 means that it could not be told.
func (c *copier) measure(log *os.File) (g generation, length int64, err error) {
	before, found, err := readGeneration(log)
	if !found || err != nil {
		return g, walHeaderSize, err // nothing was ever written to it
	}
	frames, err := c.archive.checkpoints.frames()
	if err != nil || frames < 0 {
		return g, 0, err
	}
	g, found, err = readGeneration(log)
	if !found || g != before || err != nil {
		return g, 0, err
	}
	return g, g.length(frames), nil
}

func (c *copier) appendLog(log *os.File, length int64) (at place, err error) {
	if c.at.offset == length {
		return c.at, nil
	}
	to, err := os.OpenFile(c.copy+"-wal", os.O_WRONLY, 0)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			c.unpin() // it is not our copy any more: look again
		}
		return at, fmt.Errorf("open copy's log: %w", err)
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	at, err = c.gen.walk(log, c.at, length, func(offset int64, frame []byte) error {
		if _, err := to.WriteAt(frame, offset); err != nil {
			return fmt.Errorf("write copy's log: %w", err)
		}
		return nil
	})
	if err != nil {
		return at, err
	}
	if err := to.Sync(); err != nil {
		return at, c.doubtful(fmt.Errorf("sync copy's log: %w", err))
	}
	return at, nil
}

// doubtful is an error after which nobody knows what of the copy is on its disk,
// though it can be read: it has to be made anew.
func (c *copier) doubtful(err error) error {
	c.doubt = true
	c.unpin()
	return err
}

// beginGeneration folds the copy's log, which holds the whole of the one before,
// into the copy, as was done with the archive's, and begins the next one.
func (c *copier) beginGeneration(g generation) error {
	if c.gen != (generation{}) {
		if err := foldCopy(c.copy); err != nil {
			return c.doubtful(err)
		}
		c.gen = generation{}
	}
	f, err := os.OpenFile(c.copy+"-wal", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("begin copy's log: %w", err)
	}
	_, err = f.Write(g[:])
	if err := errors.Join(err, f.Sync(), f.Close(), syncFolder(filepath.Dir(c.copy))); err != nil {
		return fmt.Errorf("begin copy's log: %w", err)
	}
	c.gen, c.at = g, g.begin()
	return nil
}

// foldCopy lets SQLite fold the copy's log into it. It is done or not done:
// SQLite goes on after a crash.
func foldCopy(path string) error {
	db, err := sql.Open("sqlite", uri(path, "mode=rw", "_pragma=synchronous(FULL)"))
	if err != nil {
		return fmt.Errorf("fold copy: %w", err)
	}
	var busy, frames, moved int
	err = db.QueryRow("PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	if err == nil && busy != 0 {
		err = errors.New("another program has it open")
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("fold copy: %w", err)
	}
	return nil
}

// syncFolder makes the names in a folder last.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(syncNames(f), f.Close())
}
