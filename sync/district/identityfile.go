package district

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"ruhui/store/civil"
)

// ReadIdentity reads an identity file such as init and the age program write:
// lines of comment and one secret key. [IdentityMissing] when it is not there or
// holds none.
func ReadIdentity(path string) (*age.X25519Identity, error) {
	if path == "" {
		return nil, IdentityMissing
	}
	data, err := readSmall(path)
	if err != nil {
		return nil, fmt.Errorf("read identity file: %w", errors.Join(IdentityMissing, err))
	}
	defer clear(data)
	list, err := age.ParseIdentities(bytes.NewReader(data))
	if err != nil || len(list) != 1 {
		// The library's own error may repeat the key.
		return nil, fmt.Errorf("read identity file: %w", IdentityMissing)
	}
	id, ok := list[0].(*age.X25519Identity)
	if !ok {
		return nil, fmt.Errorf("read identity file: %w", IdentityMissing)
	}
	return id, nil
}

// writeIdentity writes a new identity file of mode 0600, with what it is for in
// its first lines, and reads it back. A file that is there already is never
// touched: [fs.ErrExist].
func writeIdentity(path, purpose string, id *age.X25519Identity, now time.Time) error {
	var text strings.Builder
	for line := range strings.Lines(purpose) {
		text.WriteString("# " + strings.TrimSuffix(line, "\n") + "\n")
	}
	fmt.Fprintf(&text, "# created: %s\n# public key: %s\n%s\n", now.In(civil.Shanghai).Format(time.RFC3339), id.Recipient(), id)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write identity file: %w", err)
	}
	_, err = f.WriteString(text.String())
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write identity file: %w", err)
	}
	back, err := ReadIdentity(path)
	if err != nil {
		return err
	}
	if back.String() != id.String() {
		return errors.New("write identity file: the disk gives back another key than was written")
	}
	return nil
}

// NewIdentity makes a start identity for the district in dir and writes it to a
// new file at path, outside the folder. [IdentityInside], [IdentityExists].
func NewIdentity(path, dir string, now time.Time) (*age.X25519Identity, error) {
	if within, err := inside(path, dir); err != nil || within {
		return nil, fmt.Errorf("make identity: %w", errors.Join(IdentityInside, err))
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make identity: %w", err)
	}
	err = writeIdentity(path, identityPurpose, id, now)
	if errors.Is(err, fs.ErrExist) {
		err = errors.Join(IdentityExists, err)
	}
	return id, err
}

// inside says that path lies in folder, wherever links lead. What does not
// exist yet lies where its folder does.
func inside(path, folder string) (bool, error) {
	place, err := truePath(path)
	if err != nil {
		return false, err
	}
	base, err := truePath(folder)
	if err != nil {
		return false, err
	}
	rel, err := filepath.Rel(base, place)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)), nil
}

func truePath(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	there, err := filepath.EvalSymlinks(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return there, err
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path, nil
	}
	if parent, err = truePath(parent); err != nil {
		return "", err
	}
	return filepath.Join(parent, filepath.Base(path)), nil
}
