package storetest

import (
	"archive/tar"
	"errors"
	"io"
	"os"

	"filippo.io/age"
)

// Archive makes a file like a backup's with the given entries: name, contents,
// name, contents …
func Archive(path string, to age.Recipient, entries ...string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sealed, err := age.Encrypt(f, to)
	if err != nil {
		return err
	}
	w := tar.NewWriter(sealed)
	for i := 0; i+1 < len(entries); i += 2 {
		if err := w.WriteHeader(&tar.Header{Name: entries[i], Size: int64(len(entries[i+1])), Mode: 0o600}); err != nil {
			return err
		}
		if _, err := io.WriteString(w, entries[i+1]); err != nil {
			return err
		}
	}
	return errors.Join(w.Close(), sealed.Close())
}
