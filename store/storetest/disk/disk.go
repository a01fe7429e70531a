package disk

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Kind is what SQLite asks of a file.
type Kind int

// The kinds of operation.
const (
	Read Kind = iota
	Write
	Sync
	Truncate
	Create
	Delete
)

func (k Kind) String() string {
	return [...]string{"read", "write", "sync", "truncate", "create", "delete"}[k]
}

// Op is one change of a file, or its sync.
type Op struct {
	Kind Kind
	Path string // below the watched folder
	At   int64  // where bytes were written, or the length after a truncation
	Data []byte // what was written
	Safe bool   // a deletion whose folder was synced with it
}

// Disk is one watched folder. It may be shared between goroutines.
type Disk struct {
	root string

	mu     sync.Mutex
	trace  *Trace // nil while nothing is written down
	fail   [Delete + 1]int
	failed bool
	room   int64
	scarce bool
}

var (
	watching sync.Mutex
	watched  []*Disk
)

// Watch stands between SQLite and what is below root, until the test ends. Only
// files opened from then on are watched.
func Watch(tb testing.TB, root string) *Disk {
	tb.Helper()
	if err := register(); err != nil {
		tb.Fatal(err)
	}
	root, err := filepath.Abs(root)
	if err != nil {
		tb.Fatal(err)
	}
	d := &Disk{root: root}
	watching.Lock()
	watched = append(watched, d)
	watching.Unlock()
	tb.Cleanup(func() {
		watching.Lock()
		defer watching.Unlock()
		watched = slices.DeleteFunc(watched, func(w *Disk) bool { return w == d })
	})
	return d
}

// diskOf finds the watched folder a file is in, and its name there.
func diskOf(path string) (*Disk, string) {
	watching.Lock()
	defer watching.Unlock()
	for _, d := range watched {
		if rel, below := strings.CutPrefix(path, d.root+string(filepath.Separator)); below {
			return d, rel
		}
	}
	return nil, ""
}

// Fail lets the n-th operation of a kind fail, counted from now: once, the next
// ones succeed. Zero lets all succeed.
func (d *Disk) Fail(kind Kind, n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fail = [Delete + 1]int{}
	d.fail[kind], d.failed = n, false
}

// Failed tells whether the operation of the last [Disk.Fail] came and failed.
func (d *Disk) Failed() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.failed
}

// Room lets the files grow by so many bytes together and no more.
func (d *Disk) Room(bytes int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.room, d.scarce = bytes, true
}

// Clear gives room without bounds again.
func (d *Disk) Clear() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.scarce = false
}

// fails counts an operation and says whether it is the one to fail.
func (d *Disk) fails(kind Kind) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail[kind] == 0 {
		return false
	}
	d.fail[kind]--
	if d.fail[kind] == 0 {
		d.failed = true
	}
	return d.fail[kind] == 0
}

// full takes the room for a write and says whether there was none.
func (d *Disk) full(path string, end int64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.scarce {
		return false
	}
	info, err := os.Stat(filepath.Join(d.root, path))
	if err != nil {
		return false // the write itself will say what is wrong
	}
	grows := max(end-info.Size(), 0)
	if grows > d.room {
		return true
	}
	d.room -= grows
	return false
}

// met notes the making of a file: by SQLite, or by others since [Disk.Record].
func (d *Disk) met(path string, there bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.trace != nil && (!there || !d.trace.knows(path)) {
		d.trace.add(Op{Kind: Create, Path: path})
	}
}

// note writes an operation down.
func (d *Disk) note(op Op) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.trace != nil {
		d.trace.add(op)
	}
}
