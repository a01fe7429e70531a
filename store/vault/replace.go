package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	keptSuffix  = ".1"   // the version before
	writeSuffix = ".new" // being written; left over only by a power cut
)

// reached is called after each step that changes the disk. A test ends the
// process there.
var reached = func() {}

// Replace puts data in the place of the file at path, so that at each instant,
// a power cut included, there is either the old file or the new one, whole.
// The one before is kept with ".1" added. It returns once the new one has been
// read back and both names are safely on disk. Files get mode 0600.
func Replace(path string, data []byte) error {
	switch before, err := os.ReadFile(path); {
	case err == nil:
		// A copy, not a rename or a link: the file itself never goes away, and
		// sticks formatted with FAT have no links.
		if err := put(path+keptSuffix, before); err != nil {
			return fmt.Errorf("keep %s: %w", filepath.Base(path), err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("keep %s: %w", filepath.Base(path), err)
	}
	if err := put(path, data); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}

// Overwrite is Replace without keeping the file before: for what must be gone
// when something else takes its place.
func Overwrite(path string, data []byte) error {
	if err := put(path, data); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}

func put(path string, data []byte) error {
	beside := path + writeSuffix
	if err := write(beside, data); err != nil {
		return err
	}
	back, err := os.ReadFile(beside)
	if err != nil {
		return err
	}
	if !bytes.Equal(back, data) {
		return errors.New("the disk gives back other bytes than were written")
	}
	if err := os.Rename(beside, path); err != nil {
		return err
	}
	reached()
	if err := syncDir(filepath.Dir(path)); err != nil {
		return err
	}
	reached()
	return nil
}

func write(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	reached()
	if _, err := f.Write(data); err != nil {
		return errors.Join(err, f.Close())
	}
	reached()
	if err := f.Sync(); err != nil {
		return errors.Join(err, f.Close())
	}
	reached()
	return f.Close()
}

// readLimited reads a file that is never larger than limit bytes; a larger one
// is [ErrDamaged], not a reason to fill the memory.
func readLimited(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read: nothing can be lost
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, ErrDamaged
	}
	return data, err
}
