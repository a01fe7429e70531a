// Package sqlite is the archive of a district on one server: one file, nothing
// to install. A transaction is on disk when it was committed.
//
// One connection writes, in immediate transactions, so that writers queue in
// this program and other programs at the file; some connections read beside it.
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"

	"github.com/google/uuid"

	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/internal/rows"
)

// Options say how an archive is opened.
type Options struct {
	// Copy is a folder, on another disk with room for the archive twice, that gets
	// a continuous second copy; none when empty. One server keeps a copy. When the copy cannot be kept up, the archive goes on without it
	// and says so ([Archive.Copied], [Archive.Ready]).
	Copy string
	// Logger is told what a person should look at; nil is silent.
	Logger *slog.Logger
}

// Archive is an opened file. It may be shared between goroutines.
type Archive struct {
	writer, reader *database
	checkpoints    *checkpointer
	copier         *copier // nil when no copy is kept
	closing        sync.Once
	closed         error
}

// Open opens the file at path, which Migrate made, and does not change its
// schema. Errors: fs.ErrNotExist, [archive.ErrForeign], [archive.ErrSchemaOlder],
// [archive.ErrSchemaNewer].
func Open(ctx context.Context, path string, opt Options) (archive.Archive, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	a := new(Archive)
	var err error
	if a.reader, err = openDatabase(path, false); err != nil {
		return nil, err
	}
	if err := checkSchema(ctx, a.reader.DB); err != nil {
		return nil, errors.Join(err, a.reader.Close())
	}
	if a.writer, err = openDatabase(path, true); err != nil {
		return nil, errors.Join(err, a.reader.Close())
	}
	a.checkpoints = startCheckpoints(path, a.writer)
	if opt.Copy != "" {
		if a.copier, err = startCopying(a, path, opt.Copy, opt.Logger); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return a, nil
}

// Write implements archive.Archive. Within this program writers wait for each
// other as long as it takes, for another program ten seconds.
func (a *Archive) Write(ctx context.Context, change func(archive.Tx) error) error {
	err := a.writer.transact(ctx, change)
	a.checkpoints.wake()
	a.copier.wake()
	return err
}

// Read implements archive.Archive.
func (a *Archive) Read(ctx context.Context, read func(archive.Tx) error) error {
	return a.reader.transact(ctx, read)
}

// transact runs f in one transaction, which is committed when f returns nil.
func (d *database) transact(ctx context.Context, f func(archive.Tx) error) error {
	q, err := d.begin(ctx)
	if err != nil {
		return err
	}
	defer q.end()
	if err := f(rows.New(q, &dialect)); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := q.tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// Safe implements archive.Archive.
func (a *Archive) Safe(context.Context) (map[uuid.UUID]int64, error) {
	if a.copier == nil {
		return nil, nil
	}
	_, safe := a.copier.stands()
	return safe, nil
}

// Copied implements archive.Archive.
func (a *Archive) Copied() (archive.Copied, bool) {
	if a.copier == nil {
		return archive.Copied{}, false
	}
	state, _ := a.copier.stands()
	return state, true
}

// Ready implements archive.Archive.
func (a *Archive) Ready(ctx context.Context) error {
	if err := a.writer.transact(ctx, func(tx archive.Tx) error {
		_, err := tx.Setting("epoch")
		return err
	}); err != nil {
		return err
	}
	if state, kept := a.Copied(); kept && state.Fault != nil {
		return fmt.Errorf("%w: %w", archive.ErrCopy, state.Fault)
	}
	return nil
}

// Close ends when what is being read and written has ended. The second time it
// does nothing.
func (a *Archive) Close() error {
	a.closing.Do(func() {
		err := errors.Join(a.copier.stop(), a.checkpoints.stop())
		a.closed = errors.Join(err, a.reader.Close(), a.writer.Close())
	})
	return a.closed
}
