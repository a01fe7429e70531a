package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"ruhui/store/vault"
)

// refuseShare gives NetworkShare for a folder on another machine's disk: there
// neither locks nor syncs can be relied on.
func refuseShare(dir string, opt Options) error {
	look := onShare
	if opt.onShare != nil {
		look = opt.onShare
	}
	remote, err := look(dir)
	if err != nil {
		return diskError("look at disk", err)
	}
	if remote {
		return fault(Unavailable, KeyNetworkShare)
	}
	return nil
}

// allThere tries that no file of a terminal is missing or empty: NotSetUp where
// there is no terminal, Damaged where there is part of one.
func allThere(dir string) error {
	inner := filepath.Join(dir, dataName)
	switch found, err := exists(inner); {
	case err != nil:
		return diskError("find terminal", err)
	case !found:
		return fault(Unavailable, KeyNotSetUp)
	}
	for _, names := range [][]string{{dbName}, {vault.FileName, vault.KeptName}, {staffName}} {
		if err := oneThere(inner, names); err != nil {
			return err
		}
	}
	return nil
}

// oneThere tries that of files that stand in for each other one has contents.
func oneThere(dir string, names []string) error {
	for _, name := range names {
		info, err := os.Stat(filepath.Join(dir, name))
		switch {
		case err == nil && (info.IsDir() || info.Size() > 0):
			return nil
		case err != nil && !errors.Is(err, os.ErrNotExist):
			return diskError("find "+name, err)
		}
	}
	return because(Unavailable, KeyDamaged, fmt.Errorf("find %s: it is missing or empty", names[0]))
}

// writable gives ReadOnlyFolder for a folder or a database nothing can be
// written to, which SQLite would only call impossible to open.
func (s *Store) writable() error {
	for _, path := range []string{s.dir, filepath.Join(s.dir, dbName)} {
		if err := mayWrite(path); err != nil {
			return diskError("look at rights", err)
		}
	}
	return nil
}

// checkedAtStart is how large a database may be, in bytes, to be looked through
// as a whole before the window opens: it takes about a quarter of a second.
const checkedAtStart = 64 << 20

// checkStart looks for damaged pages. A large database is only tried where the
// terminal itself is kept; [Store.CheckFile] then reads the rest.
func (s *Store) checkStart(ctx context.Context) error {
	info, err := os.Stat(filepath.Join(s.dir, dbName))
	if err != nil {
		return diskError("measure database", err)
	}
	if info.Size() <= checkedAtStart {
		return s.CheckFile(ctx)
	}
	return s.quickCheck(ctx, `PRAGMA quick_check(self)`, `PRAGMA quick_check(journal)`, `PRAGMA quick_check(secret)`,
		`PRAGMA quick_check(word)`, `PRAGMA quick_check(author)`, `PRAGMA quick_check(counter)`)
}

// CheckFile reads every page of the database once and gives Damaged when one is
// not as SQLite wrote it. It takes about a second for 250 MB and keeps nobody
// waiting: for the time after the window has opened. [Store.Verify] says more.
func (s *Store) CheckFile(ctx context.Context) error {
	return s.quickCheck(ctx, `PRAGMA quick_check(1)`)
}

// quickCheck calls damaged only what is so twice: SQLite tells of a page that
// could not be read this once in the same way as of one that is wrong.
func (s *Store) quickCheck(ctx context.Context, pragmas ...string) error {
	return s.look(ctx, nil, func(v *view) error {
		for _, pragma := range pragmas {
			said := ""
			for try := 0; try < 2 && said != "ok"; try++ {
				if _, err := v.row(pragma, nil, &said); err != nil {
					return err
				}
			}
			if said != "ok" {
				return because(Unavailable, KeyDamaged, errors.New("check database: not ok"))
			}
		}
		return nil
	})
}
