package technician

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
)

// state is how the terminal stands, without anybody's data.
type state struct {
	Terminal uuid.UUID     `json:"terminal"`
	Number   int           `json:"number"` // printed on slips
	Version  string        `json:"version"`
	System   string        `json:"system"`
	Dir      string        `json:"-"`    // may bear a user's name
	Size     int64         `json:"size"` // bytes of the folder
	Waiting  store.Waiting `json:"waiting"`
	Due      bool          `json:"backupDue"`
	Copied   string        `json:"copied,omitempty"` // why it is a copy, "" where it is none
	At       time.Time     `json:"at"`
}

// report is what the test found, too.
type report struct {
	state
	Entries int           `json:"entries"`
	Events  int           `json:"events"`
	Erased  int           `json:"erased"`
	Faults  []store.Fault `json:"faults"`
}

func (t Tools) state(ctx context.Context) (s state, err error) {
	terminal := t.Store.Terminal()
	s = state{Terminal: terminal.ID, Number: terminal.Number, Version: t.Version, System: runtime.GOOS + "/" + runtime.GOARCH,
		Dir: t.Dir, Due: t.Store.BackupDue(), At: t.Store.Now()}
	if s.Size, err = t.Store.Size(); err != nil {
		return s, err
	}
	if s.Waiting, err = t.Store.Waiting(ctx); err != nil {
		return s, err
	}
	copied, is, err := t.Store.Copied(ctx)
	if is {
		s.Copied = string(copied.Why)
	}
	return s, err
}

// test reads the whole database and walks the chain of the journal.
func (t Tools) test(ctx context.Context) (r report, err error) {
	if r.state, err = t.state(ctx); err != nil {
		return r, err
	}
	v, err := t.Store.Verify(ctx)
	if err != nil && store.KeyOf(err) != store.KeyDamaged {
		return r, err
	}
	r.Entries, r.Events, r.Erased, r.Faults = v.Entries, v.Events, v.Erased, v.Faults
	if err != nil && len(r.Faults) == 0 { // too damaged to be walked
		r.Faults = []store.Fault{{What: store.FileDamaged}}
	}
	return r, nil
}

// exportName is the folder beside the data that what is exported goes to.
const exportName = "export"

// export writes the report to a file: counts, ids of the machine and kinds of
// faults, nothing of any visitor or member of staff.
func (t Tools) export(ctx context.Context) (path string, err error) {
	r, err := t.test(ctx)
	if err != nil {
		return "", err
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	dir := filepath.Join(t.Dir, exportName)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make folder for reports: %w", err)
	}
	path = filepath.Join(dir, fmt.Sprintf("ruhui-%02d-%s.json", r.Number, r.At.Format("20060102-150405")))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	_, err = f.Write(text)
	return path, errors.Join(err, f.Close())
}

func fact(label, value string) ui.Fact { return ui.Fact{Label: assets.Text(label), Value: value} }

func (s state) facts() []ui.Fact {
	if s.Terminal == uuid.Nil {
		return nil // not read yet
	}
	backup := "Technician.Done"
	if s.Due {
		backup = "Technician.Due"
	}
	facts := []ui.Fact{fact("Technician.Number", fmt.Sprintf("%02d", s.Number)), fact("Technician.Version", s.Version+"  "+s.System),
		fact("Technician.Folder", s.Dir), fact("Technician.Size", megabytes(s.Size)),
		fact("Technician.Waiting", assets.Text("Technician.Events", "n", s.Waiting.Events)), fact("Technician.BackupToday", assets.Text(backup))}
	if s.Copied != "" {
		facts = append(facts, fact("Technician.Copied", store.Messages[s.Copied].What))
	}
	return facts
}

func megabytes(n int64) string { return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MB" }

func (r *report) facts() []ui.Fact {
	if r == nil {
		return []ui.Fact{{Value: assets.Text("Technician.NotTested")}}
	}
	file, journal := "Technician.Intact", 0
	for _, f := range r.Faults {
		if f.What == store.FileDamaged {
			file = "Technician.Damaged"
		} else {
			journal++
		}
	}
	chain := assets.Text("Technician.Entries", "n", r.Entries)
	if journal > 0 {
		chain = assets.Text("Technician.Faults", "n", journal)
	}
	return []ui.Fact{fact("Technician.File", assets.Text(file)), fact("Technician.Journal", chain)}
}
