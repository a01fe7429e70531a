package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/vault"
)

// erasedName is the folder beside the backups that lists erasures: one small
// age file to recovery for each, under a random name. Files are only ever added,
// so that several terminals, and copies of one, may share a folder.
const erasedName = "erased"

// erasure is what such a file says.
type erasure struct {
	Version int        `json:"v"`
	File    uuid.UUID  `json:"file"`
	UpTo    record.HLC `json:"upTo"`
}

// listErasures lists all erasures in each backup folder that can be reached.
func (s *Store) listErasures(ctx context.Context) error {
	var errs []error
	for _, folder := range s.backupFolders() {
		err := s.listErasuresIn(ctx, folder)
		if KeyOf(err) == KeyBackupFolder {
			err = nil // the next backup there brings it
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (s *Store) listErasuresIn(ctx context.Context, folder string) error {
	all := map[uuid.UUID]erasure{}
	if err := s.look(ctx, nil, func(v *view) error {
		rows, err := v.query(`SELECT uuid, file, upto FROM erasure`)
		return each(rows, err, func() error {
			var name uuid.UUID
			var upTo int64
			e := erasure{Version: 1}
			err := rows.Scan(idInto(&name), idInto(&e.File), &upTo)
			e.UpTo = hlcOf(upTo)
			all[name] = e
			return err
		})
	}); err != nil || len(all) == 0 {
		return err
	}
	if err := s.findBackupFolder(folder); err != nil {
		return err
	}
	folder = filepath.Join(folder, erasedName)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return diskError("make list of erasures", err)
	}
	for name, e := range all {
		if err := s.listErasure(filepath.Join(folder, name.String()+backupSuffix), e); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) listErasure(path string, e erasure) error {
	if there, err := exists(path); there || err != nil {
		return err
	}
	to, err := vault.ParseRecipient(s.Setup().Recipients.Recovery)
	if err != nil {
		return because(Unavailable, KeyDamaged, err)
	}
	plain, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write erasure: %w", err)
	}
	sealed, err := vault.SealTo(plain, to)
	if err != nil {
		return err
	}
	if err := vault.Replace(path, sealed); err != nil {
		return diskError("list erasure", err)
	}
	return nil
}

// maxErasure bounds what is read as one, in bytes.
const maxErasure = 64 << 10

// erasuresBeside reads what is listed beside a backup. Another district's, which
// this identity does not open, are none of ours; one that is damaged is an
// error: serving what was to be erased must not happen in silence.
func erasuresBeside(backup string, with age.Identity) ([]erasure, error) {
	folder := filepath.Join(filepath.Dir(backup), erasedName)
	list, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, diskError("read list of erasures", err)
	}
	var all []erasure
	for _, f := range list {
		if !strings.HasSuffix(f.Name(), backupSuffix) {
			continue // about to be renamed
		}
		sealed, err := readFile(filepath.Join(folder, f.Name()), maxErasure)
		if err != nil {
			return nil, diskError("read erasure", err)
		}
		plain, err := vault.OpenWith(sealed, with)
		if errors.Is(err, vault.ErrIdentity) {
			continue
		}
		var e erasure
		if err := errors.Join(err, json.Unmarshal(plain, &e)); err != nil || e.Version != 1 {
			return nil, because(Unavailable, KeyErasureList, fmt.Errorf("read erasure %s: %w", f.Name(), errors.Join(err, vault.ErrDamaged)))
		}
		all = append(all, e)
	}
	return all, nil
}

func readFile(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read: nothing can be lost
	return io.ReadAll(io.LimitReader(f, most))
}
