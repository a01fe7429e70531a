package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
)

// errBusy says that somebody still reads what is to be folded; later nobody will.
var errBusy = errors.New("copy archive: a reader holds the log")

// establish begins to keep the copy. After a kill the copy's log is the
// archive's own, less its end: then it goes on there. Otherwise the archive is
// folded and pinned, so that its file stands still, and compared with the copy
// byte for byte; one that differs is made anew.
func (c *copier) establish(ctx context.Context) error {
	if err := c.holdCopy(); err != nil {
		return err
	}
	if err := c.pinned(ctx); err != nil {
		return err
	}
	if !c.doubt {
		if on, err := c.goOn(); on || err != nil {
			return err
		}
	}
	c.unpin()
	c.gen, c.at = generation{}, place{}
	if err := c.holdingWriters(ctx, func() error {
		whole, err := c.archive.checkpoints.passive()
		if err == nil && !whole {
			err = errBusy
		}
		return errors.Join(err, c.pinned(ctx))
	}); err != nil {
		return err
	}
	there, err := c.former(ctx)
	if err != nil {
		return err
	}
	if there && !c.doubt {
		if equal, err := equalFiles(ctx, c.path, c.copy); equal || err != nil {
			return err
		}
	}
	return c.base(ctx)
}

// goOn says whether the copy's log is a beginning of the archive's. Only a log
// whose file was compared or made has ever been begun.
func (c *copier) goOn() (on bool, err error) {
	if _, err := os.Stat(c.copy); err != nil {
		return false, nil // none, or not to be read: what follows will say
	}
	log, err := openLog(c.path)
	if log == nil || err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	mine, err := openLog(c.copy)
	if mine == nil || err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, mine.Close()) }()
	g, found, err := readGeneration(log)
	if !found || err != nil {
		return false, err
	}
	if m, found, err := readGeneration(mine); !found || m != g || err != nil {
		return false, err
	}
	at, err := g.walk(mine, g.begin(), math.MaxInt64, func(int64, []byte) error { return nil })
	if err != nil {
		return false, err
	}
	equal, err := sameStart(log, mine, at.offset)
	if equal && err == nil {
		c.gen, c.at = g, at
	}
	return equal, err
}

// sameStart compares the first bytes of two files.
func sameStart(a, b io.ReaderAt, n int64) (bool, error) {
	return equalReaders(context.Background(), io.NewSectionReader(a, 0, n), io.NewSectionReader(b, 0, n))
}

// former folds the copy that is there and reads back what it holds: until it is
// compared or made anew, that is safe. A copy that cannot be read is none. One
// that is ahead of the archive is not touched.
func (c *copier) former(ctx context.Context) (there bool, err error) {
	info, err := os.Stat(c.copy)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for copy: %w", err)
	}
	if err := foldCopy(c.copy); damaged(err) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	held, err := headsOf(ctx, c.copy)
	if damaged(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := c.behind(ctx, held); err != nil {
		return false, err
	}
	if !c.doubt {
		c.publish(held)
	}
	return true, nil
}

// base copies the archive's file, which stands still, and puts it in the place
// of the copy.
func (c *copier) base(ctx context.Context) (err error) {
	from, err := os.Open(c.path)
	if err != nil {
		return fmt.Errorf("copy archive: %w", err)
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := os.OpenFile(c.copy+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("copy archive: %w", err)
	}
	_, err = io.Copy(to, cancelled{ctx, from})
	if err := errors.Join(err, to.Sync(), to.Close()); err != nil {
		// Half a file would only take the room the next try needs.
		return fmt.Errorf("copy archive: %w", errors.Join(err, os.Remove(c.copy+".new")))
	}
	for _, name := range []string{c.copy + "-wal", c.copy + "-shm"} { // of the copy before, folded or damaged
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("replace copy: %w", err)
		}
	}
	if err := errors.Join(os.Rename(c.copy+".new", c.copy), syncFolder(filepath.Dir(c.copy))); err != nil {
		return fmt.Errorf("replace copy: %w", err)
	}
	c.doubt, c.read = false, nil // all of it is to be read back
	return nil
}

// cancelled is a reader that ends with its context.
type cancelled struct {
	ctx context.Context
	io.Reader
}

func (r cancelled) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

func equalFiles(ctx context.Context, a, b string) (equal bool, err error) {
	x, err := os.Open(a)
	if err != nil {
		return false, fmt.Errorf("compare copy: %w", err)
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	y, err := os.Open(b)
	if err != nil {
		return false, fmt.Errorf("compare copy: %w", err)
	}
	defer func() { err = errors.Join(err, y.Close()) }()
	return equalReaders(ctx, x, y)
}

func equalReaders(ctx context.Context, a, b io.Reader) (bool, error) {
	x, y := make([]byte, 1<<20), make([]byte, 1<<20)
	for {
		n, errA := io.ReadFull(cancelled{ctx, a}, x)
		m, errB := io.ReadFull(b, y)
		switch {
		case !ended(errA) || !ended(errB):
			return false, fmt.Errorf("compare copy: %w", errors.Join(errA, errB))
		case n != m || !bytes.Equal(x[:n], y[:m]):
			return false, nil
		case errA != nil:
			return true, nil
		}
	}
}

// ended says that reading went well, to the end or not.
func ended(err error) bool {
	return err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
