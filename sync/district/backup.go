package district

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"filippo.io/age"

	"ruhui/store/vault"
	"ruhui/sync/district/archive"
)

// A backup is an age file, to the identity named at start and to recovery, with a
// tar of the folder's keys and the database. The age and tar programs open it
// without us.

// BackupParts are the names within a backup, in order.
var BackupParts = []string{SecretsName, vault.FileName, backupDatabase}

const backupDatabase = "district.db"

// maxPart bounds what one part of a backup may unpack to, in bytes.
const maxPart = 1 << 40

// WriteBackup packs the keys in dir and a snapshot of the database into a new
// file at path, and reads it back before it gets its name: a backup that is there
// can be restored. [BackupExists] for a file that is there already.
func WriteBackup(path, dir, snapshot string, start *age.X25519Identity, recovery string) (err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("back up: %w", errors.Join(BackupExists, err))
	}
	to, err := vault.ParseRecipient(recovery)
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	beside := path + ".new"
	defer func() { // after a rename there is none
		if left := os.Remove(beside); left != nil && !errors.Is(left, fs.ErrNotExist) {
			err = errors.Join(err, left)
		}
	}()
	sources := []string{filepath.Join(dir, SecretsName), filepath.Join(dir, vault.FileName), snapshot}
	wrote, err := packBackup(beside, sources, start.Recipient(), to)
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	read, err := readBackup(beside, start, discard)
	if err != nil {
		return fmt.Errorf("read backup: %w", err)
	}
	if !bytes.Equal(wrote, read) {
		return errors.New("back up: the disk gives back other bytes than were written")
	}
	return os.Rename(beside, path)
}

// packBackup gives the hash of all that was packed.
func packBackup(path string, sources []string, to ...age.Recipient) (sum []byte, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Sync(), f.Close()) }()
	sealed, err := age.Encrypt(f, to...)
	if err != nil {
		return nil, err
	}
	all, out := sha256.New(), tar.NewWriter(sealed)
	for i, name := range BackupParts {
		if err := packPart(out, all, name, sources[i]); err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	return all.Sum(nil), errors.Join(out.Close(), sealed.Close())
}

func packPart(out *tar.Writer, all hash.Hash, name, source string) error {
	in, err := os.Open(source)
	if err != nil {
		return err
	}
	defer in.Close() // only read: nothing can be lost
	about, err := in.Stat()
	if err != nil {
		return err
	}
	if err := out.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: about.Size(), ModTime: about.ModTime()}); err != nil {
		return err
	}
	_, err = io.Copy(io.MultiWriter(out, all), in)
	return err
}

// ReadBackup unpacks a backup into dir, which is empty. Errors: [BackupForeign]
// for identities that do not open it, [BackupDamaged].
func ReadBackup(path, dir string, with age.Identity) error {
	_, err := readBackup(path, with, func(name string, part io.Reader) (err error) {
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Sync(), f.Close()) }()
		_, err = io.Copy(f, part)
		return err
	})
	if err != nil {
		return fmt.Errorf("read backup: %w", err)
	}
	return nil
}

func discard(_ string, part io.Reader) error {
	_, err := io.Copy(io.Discard, part)
	return err
}

// readBackup hands each part to take and gives the hash of all of them.
func readBackup(path string, with age.Identity, take func(name string, part io.Reader) error) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, errors.Join(FileUnreadable, err)
	}
	defer f.Close() // only read: nothing can be lost
	plain, err := age.Decrypt(f, with)
	if none := (*age.NoIdentityMatchError)(nil); errors.As(err, &none) {
		return nil, BackupForeign
	}
	if err != nil {
		return nil, BackupDamaged
	}
	all, in := sha256.New(), tar.NewReader(plain)
	var names []string
	for {
		part, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || !slices.Contains(BackupParts, part.Name) || slices.Contains(names, part.Name) || part.Size > maxPart {
			return nil, BackupDamaged
		}
		names = append(names, part.Name)
		// The copy's own error is the disk's, a short part is the backup's.
		whole := &counted{in: io.TeeReader(in, all)}
		if err := take(part.Name, whole); err != nil {
			return nil, errors.Join(whole.damage, err)
		}
		if whole.n != part.Size {
			return nil, BackupDamaged
		}
	}
	if _, err := io.Copy(io.Discard, plain); err != nil || !slices.Equal(names, BackupParts) {
		return nil, BackupDamaged
	}
	return all.Sum(nil), nil
}

// counted tells an error of reading the backup from one of writing elsewhere.
type counted struct {
	in     io.Reader
	n      int64
	damage error
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		c.damage = BackupDamaged
	}
	return n, err
}

// NewEpoch begins a new history after a restore that the program did not do
// itself, such as one of PostgreSQL's.
func (d *District) NewEpoch(ctx context.Context) error {
	return d.archive.Write(ctx, func(tx archive.Tx) error {
		_, err := OpenEpoch(tx, d.Time())
		return err
	})
}

// Reseal seals the folder's keys for another start identity: after a restore with
// the recovery identity, because the one before was lost.
func (s *Secrets) Reseal(dir string, start age.Recipient) error {
	recovery, err := vault.ParseRecipient(s.Recovery)
	if err != nil {
		return fmt.Errorf("seal keys anew: %w", err)
	}
	if err := s.Bodies.Save(dir, start, recovery); err != nil {
		return fmt.Errorf("seal keys anew: %w", err)
	}
	return writeSecrets(dir, s, start, recovery)
}
