package store

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"filippo.io/age"

	"ruhui/store/vault"
)

// sealing writes one backup: a tar file inside an age file. It is sealed to
// recovery and to a throw-away identity that never leaves this value: with that
// the finished file is opened and compared, although recovery's is not here.
type sealing struct {
	ctx   context.Context
	file  *os.File
	sum   hash.Hash // over the sealed bytes
	bytes int64
	age   io.WriteCloser
	tar   *tar.Writer
	check *age.X25519Identity
	parts []packed
}

// packed is what one entry held.
type packed struct {
	name string
	sum  [sha256.Size]byte
}

func newSealing(ctx context.Context, file *os.File, recovery age.Recipient) (*sealing, error) {
	check, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make identity: %w", err)
	}
	w := &sealing{ctx: ctx, file: file, sum: sha256.New(), check: check}
	if w.age, err = age.Encrypt(w, recovery, check.Recipient()); err != nil {
		return nil, diskError("seal backup", err)
	}
	w.tar = tar.NewWriter(w.age)
	return w, nil
}

// Write takes sealed bytes.
func (w *sealing) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.file.Write(p)
	w.sum.Write(p[:n]) // a hash never fails
	w.bytes += int64(n)
	return n, err
}

// add writes an entry of known size. fill writes its contents.
func (w *sealing) add(name string, size int64, fill func(io.Writer) error) error {
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, Format: tar.FormatPAX}); err != nil {
		return w.failed(err)
	}
	sum := sha256.New()
	if err := fill(io.MultiWriter(w.tar, sum)); err != nil {
		return w.failed(err)
	}
	w.parts = append(w.parts, packed{name, [sha256.Size]byte(sum.Sum(nil))})
	return nil
}

func (w *sealing) addBytes(name string, data []byte) error {
	return w.add(name, int64(len(data)), func(to io.Writer) error {
		_, err := io.Copy(to, bytes.NewReader(data))
		return err
	})
}

// failed tells errors of the disk from those that say already what they are.
func (w *sealing) failed(err error) error {
	var known *Error
	if errors.As(err, &known) || w.ctx.Err() != nil {
		return err
	}
	return diskError("write backup", err)
}

// finish puts the file on disk, reads it back and compares every entry.
func (w *sealing) finish() (Backed, error) {
	for _, end := range []func() error{w.tar.Close, w.age.Close, w.file.Sync} {
		if err := end(); err != nil {
			return Backed{}, w.failed(err)
		}
	}
	sum := w.sum.Sum(nil)
	if err := w.compare(sum); err != nil {
		return Backed{}, err
	}
	return Backed{Bytes: w.bytes, SHA256: hex.EncodeToString(sum)}, nil
}

func (w *sealing) compare(sum []byte) error {
	if _, err := w.file.Seek(0, io.SeekStart); err != nil {
		return diskError("read backup", err)
	}
	again := sha256.New()
	i := 0
	err := eachPart(io.TeeReader(w.file, again), w.check, func(name string, r io.Reader) error {
		part := sha256.New()
		if _, err := io.Copy(part, r); err != nil {
			return err
		}
		if i >= len(w.parts) || w.parts[i].name != name || [sha256.Size]byte(part.Sum(nil)) != w.parts[i].sum {
			return errors.New("an entry differs")
		}
		i++
		return w.ctx.Err()
	})
	switch {
	case w.ctx.Err() != nil:
		return w.ctx.Err()
	case err != nil || i != len(w.parts) || !bytes.Equal(again.Sum(nil), sum):
		return because(Unavailable, KeyBackupSpoiled, fmt.Errorf("read backup back: entry %d: %w", i, errors.Join(err, vault.ErrDamaged)))
	}
	return nil
}

// eachPart opens a backup and gives its entries in their order. It reads to the
// end, where age tells a whole file from one cut short.
func eachPart(sealed io.Reader, with age.Identity, take func(name string, r io.Reader) error) error {
	plain, err := age.Decrypt(sealed, with)
	if err != nil {
		return err
	}
	entries := tar.NewReader(plain)
	for {
		h, err := entries.Next()
		if errors.Is(err, io.EOF) {
			_, err := io.Copy(io.Discard, plain)
			return err
		}
		if err != nil {
			return err
		}
		if err := take(h.Name, entries); err != nil {
			return err
		}
	}
}

// copyBackup copies one that was made and compared a moment ago.
func copyBackup(ctx context.Context, to *os.File, made Backed) (Backed, error) {
	from, err := os.Open(made.Path)
	if err != nil {
		return Backed{}, diskError("copy backup", err)
	}
	defer from.Close() // only read: nothing can be lost
	w := &sealing{ctx: ctx, file: to, sum: sha256.New()}
	if _, err := io.Copy(w, from); err != nil {
		return Backed{}, w.failed(err)
	}
	if err := to.Sync(); err != nil {
		return Backed{}, w.failed(err)
	}
	if _, err := to.Seek(0, io.SeekStart); err != nil {
		return Backed{}, w.failed(err)
	}
	back := sha256.New()
	if _, err := io.Copy(back, to); err != nil {
		return Backed{}, w.failed(err)
	}
	if sum := hex.EncodeToString(back.Sum(nil)); sum != made.SHA256 {
		return Backed{}, because(Unavailable, KeyBackupSpoiled, errors.New("the copy differs"))
	}
	return Backed{Bytes: w.bytes, SHA256: made.SHA256}, nil
}
