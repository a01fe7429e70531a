package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
)

// FileName is the vault's file in the data folder. The one before it is kept
// beside it with ".1" added.
const FileName = "vault.age"

// KeptName is the one before it, which [LoadKept] opens.
const KeptName = FileName + keptSuffix

// maxVault is above 255 keys with dozens of recipients, in bytes.
const maxVault = 1 << 20

// Create makes the first key of a new terminal and its vault in dir, for the
// recipients: the centre's and recovery. A vault that is there already is never
// overwritten: that is an error matching [fs.ErrExist].
func Create(dir string, to ...age.Recipient) (*Keys, error) {
	path := filepath.Join(dir, FileName)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			err = fs.ErrExist
		}
		return nil, fmt.Errorf("create vault: %w", err)
	}
	k, err := newKeys()
	if err != nil {
		return nil, err
	}
	if err := k.Save(dir, to...); err != nil {
		return nil, err
	}
	return k, nil
}

// Save writes the vault for the recipients, who need not be those of before: so
// a rotated centre's identity takes over. It returns once the new file has been
// read back and is safely on disk; the one before stays as vault.age.1.
func (k *Keys) Save(dir string, to ...age.Recipient) error {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.save(dir, to)
}

func (k *Keys) save(dir string, to []age.Recipient) error {
	plain, err := k.plain()
	if err != nil {
		return fmt.Errorf("save vault: %w", err)
	}
	defer clear(plain)
	sealed, err := SealTo(plain, to...)
	if err != nil {
		return fmt.Errorf("save vault: %w", err)
	}
	if err := Replace(filepath.Join(dir, FileName), sealed); err != nil {
		return fmt.Errorf("save vault: %w", err)
	}
	return nil
}

// Load opens the vault in dir with whichever identity fits: the centre's
// present one, an earlier one, or recovery. Errors match [fs.ErrNotExist],
// [ErrIdentity], [ErrDamaged] or [ErrNewer].
func Load(dir string, with ...age.Identity) (*Keys, error) {
	return load(filepath.Join(dir, FileName), with)
}

// LoadKept opens the vault of before the last Save, for a technician whose
// vault.age is damaged. It may lack the newest key: rows sealed under that one
// answer [ErrNoKey], and its number is not used again.
func LoadKept(dir string, with ...age.Identity) (*Keys, error) {
	k, err := load(filepath.Join(dir, KeptName), with)
	if err != nil {
		return nil, err
	}
	if k.next != 0 {
		k.next++
	}
	return k, nil
}

// Recover puts a vault in the place of one that is damaged or gone: the keys of
// the one kept from before, and a new one that seals from now on. The one kept
// stays as it is. Errors are those of LoadKept and of the disk.
func Recover(dir string, to []age.Recipient, with ...age.Identity) (*Keys, error) {
	k, err := LoadKept(dir, with...)
	if err != nil {
		return nil, err
	}
	if err := k.add(); err != nil {
		return nil, err
	}
	plain, err := k.plain()
	if err != nil {
		return nil, fmt.Errorf("recover vault: %w", err)
	}
	defer clear(plain)
	sealed, err := SealTo(plain, to...)
	if err != nil {
		return nil, fmt.Errorf("recover vault: %w", err)
	}
	if err := Overwrite(filepath.Join(dir, FileName), sealed); err != nil {
		return nil, fmt.Errorf("recover vault: %w", err)
	}
	return k, nil
}

func load(path string, with []age.Identity) (*Keys, error) {
	sealed, err := readLimited(path, maxVault)
	if err != nil {
		return nil, fmt.Errorf("load vault: %w", err)
	}
	plain, err := OpenWith(sealed, with...)
	if err != nil {
		return nil, fmt.Errorf("load vault: %w", err)
	}
	defer clear(plain)
	k, err := readKeys(plain)
	if err != nil {
		return nil, fmt.Errorf("load vault: %w", err)
	}
	return k, nil
}
