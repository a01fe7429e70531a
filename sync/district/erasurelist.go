package district

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/vault"
	"ruhui/sync/district/archive"
)

// ErasedName is the folder beside the backups that lists what was erased since
// they were made: one small age file for each order. A restore carries them out
// before the district serves.
const ErasedName = "erased"

const erasedSuffix = ".age"

// erasedForm is what such a file says.
type erasedForm struct {
	Version int        `json:"v"`
	Person  uuid.UUID  `json:"person"`
	UpTo    record.HLC `json:"upTo"`
}

// ListErasures lists all orders to erase in a folder with backups, sealed to the
// start identity and to recovery. What is listed already stays.
func (d *District) ListErasures(ctx context.Context, folder string, start *age.X25519Identity) error {
	recovery, err := vault.ParseRecipient(d.secrets.Recovery)
	if err != nil {
		return fmt.Errorf("list erasures: %w", err)
	}
	var all []archive.Erasure
	if err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		all, err = tx.Erasures(0)
		return err
	}); err != nil {
		return fmt.Errorf("list erasures: %w", err)
	}
	if len(all) == 0 {
		return nil
	}
	folder = filepath.Join(folder, ErasedName)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("list erasures: %w", err)
	}
	for _, e := range all {
		// Named by a hash of all of it: a name that is there says the same already.
		path := filepath.Join(folder, uuid.NewSHA1(e.Person, fmt.Append(d.secrets.Token, e.UpTo)).String()+erasedSuffix)
		if _, err := os.Lstat(path); err == nil {
			continue
		}
		plain, err := json.Marshal(erasedForm{1, e.Person, e.UpTo})
		if err != nil {
			return fmt.Errorf("write erasure: %w", err)
		}
		sealed, err := vault.SealTo(plain, start.Recipient(), recovery)
		if err != nil {
			return err
		}
		if err := vault.Overwrite(path, sealed); err != nil {
			return fmt.Errorf("list erasures: %w", err)
		}
	}
	return nil
}

// EraseListed carries out what is listed beside a backup, and gives how many
// orders there were. A file of another district is none of ours; a damaged one is
// an error: serving what was to be erased must not happen in silence.
func (d *District) EraseListed(ctx context.Context, folder string, with age.Identity) (int, error) {
	folder = filepath.Join(folder, ErasedName)
	list, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read list of erasures: %w", err)
	}
	done := 0
	for _, f := range list {
		if !strings.HasSuffix(f.Name(), erasedSuffix) {
			continue // about to be renamed
		}
		sealed, err := readSmall(filepath.Join(folder, f.Name()))
		if err != nil {
			return done, fmt.Errorf("read list of erasures: %w", err)
		}
		plain, err := vault.OpenWith(sealed, with)
		if errors.Is(err, vault.ErrIdentity) {
			continue
		}
		var e erasedForm
		if err := errors.Join(err, json.Unmarshal(plain, &e)); err != nil || e.Version != 1 {
			return done, fmt.Errorf("read erasure %s: %w", f.Name(), errors.Join(BackupDamaged, err))
		}
		if _, err := d.Erase(ctx, e.Person, e.UpTo); err != nil {
			return done, err
		}
		done++
	}
	return done, nil
}
