package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// How a backup is called: ruhui-0123456789ab-20260914-173000-closing.age. The time
// never goes back, so that it tells their order. One that would be called like
// another gets a number behind that, and one made on another day by the machine's
// clock says so: …-closing-2-on20260911.age.
const (
	backupDay    = "20060102"
	backupStamp  = "20060102-150405"
	backupSuffix = ".age"
	sumSuffix    = ".sha256"
	partSuffix   = ".part"
	onPrefix     = "on"
)

// keptBackups is how many of each kind a folder keeps of a terminal.
const keptBackups = 14

// backupFile is one in a folder.
type backupFile struct {
	name  string
	stamp string // 20260914-173000
	n     int    // 0 for the first of that time
	on    string // 20260914, by the machine's clock
	kind  BackupKind
}

// readName takes apart what follows a terminal's prefix.
func readName(name, rest string) backupFile {
	words := strings.Split(rest[len(backupStamp)+1:], "-")
	b := backupFile{name: name, stamp: rest[:len(backupStamp)], on: rest[:len(backupDay)], kind: BackupKind(words[0])}
	for _, w := range words[1:] {
		if day, is := strings.CutPrefix(w, onPrefix); is {
			b.on = day
		} else if n, err := strconv.Atoi(w); err == nil {
			b.n = n
		}
	}
	return b
}

// backupsIn lists a terminal's backups, the oldest first.
func backupsIn(folder, prefix string) ([]backupFile, error) {
	list, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var found []backupFile
	for _, f := range list {
		name := f.Name()
		rest, ours := strings.CutPrefix(strings.TrimSuffix(name, backupSuffix), prefix)
		if !ours || !strings.HasSuffix(name, backupSuffix) || len(rest) <= len(backupStamp) {
			continue
		}
		found = append(found, readName(name, rest))
	}
	slices.SortStableFunc(found, func(a, b backupFile) int { return cmp.Or(strings.Compare(a.stamp, b.stamp), cmp.Compare(a.n, b.n)) })
	return found, nil
}

// nameBackup gives a finished backup its name, never that of another nor an
// earlier one's place in their order, and puts its sum beside it, in the form
// that sha256sum checks.
func nameBackup(part, prefix string, at, clock time.Time, kind BackupKind, sum string) (string, error) {
	folder, stamp := filepath.Dir(part), at.Format(backupStamp)
	there, err := backupsIn(folder, prefix)
	if err != nil {
		return "", diskError("name backup", err)
	}
	name, last := prefix+stamp+"-"+string(kind), 0
	for _, b := range there {
		if b.stamp == stamp && b.kind == kind {
			last = max(last, b.n, 1)
		}
	}
	if last > 0 {
		name += fmt.Sprintf("-%d", last+1)
	}
	if on := clock.Format(backupDay); on != at.Format(backupDay) {
		name += "-" + onPrefix + on
	}
	path := filepath.Join(folder, name+backupSuffix)
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
