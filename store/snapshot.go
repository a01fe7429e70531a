package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"ruhui/store/vault"
)

// aboutName is the first entry of a backup: what it is.
const aboutName = "about.json"

// aboutVersion is the form of backups this program writes.
const aboutVersion = 1

// about says what a backup is.
type about struct {
	Version  int        `json:"v"`
	Terminal uuid.UUID  `json:"terminal"`
	Journal  uuid.UUID  `json:"journal"`
	Head     int64      `json:"head"` // last entry of the journal in it
	Demo     bool       `json:"demo,omitempty"`
	Kind     BackupKind `json:"kind"`
	Made     time.Time  `json:"made"`
}

// writeBackup writes the database as of one moment, then vault and staff files.
// Those come after, because a key is always in the vault before anything is
// sealed under it, and old keys never leave it.
func (s *Store) writeBackup(ctx context.Context, w *sealing, kind BackupKind) error {
	return s.look(ctx, nil, func(v *view) error {
		a := about{Version: aboutVersion, Terminal: s.Terminal().ID, Demo: s.opt.Demo, Kind: kind, Made: s.backupTime()}
		if _, err := v.row(`SELECT j.uuid, j.head FROM self s JOIN journal j ON j.id = s.journal`, nil,
			idInto(&a.Journal), &a.Head); err != nil {
			return err
		}
		text, err := json.Marshal(a)
		if err != nil {
			return fmt.Errorf("describe backup: %w", err)
		}
		if err := w.addBytes(aboutName, text); err != nil {
			return err
		}
		if err := v.writePages(w); err != nil {
			return err
		}
		return s.writeFiles(w)
	})
}

// writePages writes the database file as it would be if its log were folded in.
func (v *view) writePages(w *sealing) error {
	var pages, size int64
	for pragma, n := range map[string]*int64{`PRAGMA page_count`: &pages, `PRAGMA page_size`: &size} {
		if _, err := v.row(pragma, nil, n); err != nil {
			return err
		}
	}
	return w.add(dbName, pages*size, func(to io.Writer) error {
		rows, err := v.query(`SELECT data FROM sqlite_dbpage ORDER BY pgno`)
		return each(rows, err, func() error {
			var page sql.RawBytes
			if err := rows.Scan(&page); err != nil {
				return sqlError("read page", err)
			}
			_, err := to.Write(page)
			return err
		})
	})
}

// writeFiles writes what lies beside the database.
func (s *Store) writeFiles(w *sealing) error {
	names := []string{vault.FileName}
	staff, err := os.ReadDir(filepath.Join(s.dir, staffName))
	if err != nil {
		return diskError("list staff files", err)
	}
	names = append(names, keptVault)
	for _, f := range staff {
		if filepath.Ext(f.Name()) != writingSuffix {
			names = append(names, path.Join(staffName, f.Name()))
		}
	}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(name)))
		if errors.Is(err, fs.ErrNotExist) && name != vault.FileName {
			continue // there is no earlier vault yet, or a colleague's file has just left
		}
		if err != nil {
			return diskError("read "+name, err)
		}
		if err := w.addBytes(name, data); err != nil {
			return err
		}
	}
	return nil
}

// writingSuffix is that of files package vault is about to rename.
const writingSuffix = ".new"

// keptVault is the vault of before the last change, as package vault keeps it.
const keptVault = vault.FileName + ".1"
