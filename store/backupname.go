package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// How a backup is called: ruhui-0123456789ab-20260914-173000-closing.age.
const (
	backupDay    = "20060102"
	backupStamp  = "20060102-150405"
	backupSuffix = ".age"
	sumSuffix    = ".sha256"
	partSuffix   = ".part"
)

// keptBackups is how many of each kind a folder keeps of a terminal.
const keptBackups = 14

// backupFile is one in a folder.
type backupFile struct {
	name string
	on   string // 20260914
	kind BackupKind
}

// backupsIn lists a terminal's backups, the oldest first.
func backupsIn(folder, prefix string) ([]backupFile, error) {
	list, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var found []backupFile
	for _, f := range list { // sorted by name, which begins with the time
		name := f.Name()
		rest, ours := strings.CutPrefix(strings.TrimSuffix(name, backupSuffix), prefix)
		if !ours || !strings.HasSuffix(name, backupSuffix) || len(rest) <= len(backupStamp) {
			continue
		}
		kind, _, _ := strings.Cut(rest[len(backupStamp)+1:], "-") // a second one of that second has a number
		found = append(found, backupFile{name, rest[:len(backupDay)], BackupKind(kind)})
	}
	return found, nil
}

// nameBackup gives a finished backup its name, never that of another, and puts
// its sum beside it, in the form that sha256sum checks.
func nameBackup(part, goal, sum string) (string, error) {
	path := goal + backupSuffix
	for n := 2; ; n++ {
		taken, err := exists(path)
		if err != nil {
			return "", diskError("name backup", err)
		}
		if !taken {
			break
		}
		path = fmt.Sprintf("%s-%d%s", goal, n, backupSuffix)
	}
	line := sum + "  " + filepath.Base(path) + "\n"
	if err := os.WriteFile(path+sumSuffix, []byte(line), 0o600); err != nil {
		return "", diskError("write sum of backup", err)
	}
	if err := os.Rename(part, path); err != nil {
		return "", diskError("name backup", err)
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return "", diskError("sync backup folder", err)
	}
	return path, nil
}

// rotateBackups removes the oldest of a kind, never the one just made, and what
// backups that were cut off more than a day ago have left.
func rotateBackups(folder, prefix string, kind BackupKind, made string, now time.Time) error {
	all, err := backupsIn(folder, prefix)
	if err != nil {
		return diskError("list backups", err)
	}
	all = slices.DeleteFunc(all, func(b backupFile) bool { return b.kind != kind || b.name == made })
	var errs []error
	for _, b := range all[:max(len(all)-keptBackups+1, 0)] {
		errs = append(errs, os.Remove(filepath.Join(folder, b.name)))
		if err := os.Remove(filepath.Join(folder, b.name+sumSuffix)); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	parts, err := filepath.Glob(filepath.Join(folder, prefix+"*"+partSuffix))
	errs = append(errs, err)
	for _, p := range parts {
		if info, err := os.Stat(p); err == nil && now.Sub(info.ModTime()) > 24*time.Hour {
			errs = append(errs, os.Remove(p))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return diskError("remove old backups", err)
	}
	return nil
}
