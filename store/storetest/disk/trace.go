package disk

import (
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Image is what is on a disk: contents by path below the folder.
type Image map[string][]byte

// Trace is what happened to the files from [Disk.Record] on.
type Trace struct {
	disk   *Disk
	before Image
	ops    []Op
}

// exists says whether a file is there.
func (d *Disk) exists(path string) bool {
	_, err := os.Lstat(filepath.Join(d.root, path))
	return err == nil
}

// Record begins to write down. What is in the files now counts as synced.
func (d *Disk) Record(tb testing.TB) *Trace {
	tb.Helper()
	t := &Trace{disk: d, before: ReadImage(tb, d.root)}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trace = t
	return t
}

// Stop ends writing down.
func (t *Trace) Stop() {
	t.disk.mu.Lock()
	defer t.disk.mu.Unlock()
	t.disk.trace = nil
}

// knows says whether the trace tells where a file came from.
func (t *Trace) knows(path string) bool {
	_, before := t.before[path]
	return before || slices.ContainsFunc(t.ops, func(op Op) bool { return op.Path == path })
}

func (t *Trace) add(op Op) { t.ops = append(t.ops, op) }

// Len is how many operations there were so far: a moment, as [Trace.Cuts]
// counts them.
func (t *Trace) Len() int {
	t.disk.mu.Lock()
	defer t.disk.mu.Unlock()
	return len(t.ops)
}

// Count tells how many operations there were of a kind.
func (t *Trace) Count(kind Kind) (n int) {
	for _, op := range t.ops[:t.Len()] {
		if op.Kind == kind {
			n++
		}
	}
	return n
}

// Cuts calls check with what the power being cut at the moment may have left,
// moment being the number of operations that had begun: all that was not synced
// lost, all of it kept, and random sets of its sectors. Where everything had
// been synced there is one image.
func (t *Trace) Cuts(moment, random int, rng *rand.Rand, check func(Image)) {
	if !t.unsynced(moment) {
		check(t.image(moment, none))
		return
	}
	check(t.image(moment, none))
	check(t.image(moment, all))
	for range random {
		check(t.image(moment, func(op Op) chosen { return some(op, rng) }))
	}
}

// chosen are the parts of a change that reached the disk; nil for none.
type chosen []bool

func none(Op) chosen { return nil }

func all(op Op) chosen {
	c := make(chosen, sectors(op))
	for i := range c {
		c[i] = true
	}
	return c
}

func some(op Op, rng *rand.Rand) chosen {
	c := make(chosen, sectors(op))
	kept := false
	for i := range c {
		c[i] = rng.IntN(2) == 0
		kept = kept || c[i]
	}
	if !kept {
		return nil
	}
	return c
}

// sectorSize is the least that a disk writes whole, in bytes.
const sectorSize = 512

func sectors(op Op) int { return max((len(op.Data)+sectorSize-1)/sectorSize, 1) }

// file is what becomes of one path while a trace is played.
type file struct {
	there   bool
	data    []byte
	pending []Op
}

func (t *Trace) play(moment int) map[string]*file {
	files := map[string]*file{}
	for path, data := range t.before {
		files[path] = &file{there: true, data: data}
	}
	for _, op := range t.ops[:moment] {
		f := files[op.Path]
		if f == nil {
			f = &file{}
			files[op.Path] = f
		}
		f.pending = append(f.pending, op)
		if op.Kind == Sync || op.Kind == Delete && op.Safe {
			if f.fresh() {
				deleted(files, filepath.Dir(op.Path))
			}
			f.apply(all)
		}
	}
	return files
}

// fresh says that the name of a file is not safe yet. Its first sync makes it
// so, because SQLite then syncs the folder as well.
func (f *file) fresh() bool {
	return slices.ContainsFunc(f.pending, func(op Op) bool { return op.Kind == Create })
}

// deleted lets a folder that was synced forget the files removed from it.
func deleted(files map[string]*file, folder string) {
	for path, f := range files {
		if n := len(f.pending); n > 0 && f.pending[n-1].Kind == Delete && filepath.Dir(path) == folder {
			f.apply(all)
		}
	}
}

func (t *Trace) unsynced(moment int) bool {
	for _, f := range t.play(moment) {
		if len(f.pending) > 0 {
			return true
		}
	}
	return false
}

// image is what the disk holds when of each unsynced change those parts are
// there that choose gives.
func (t *Trace) image(moment int, choose func(Op) chosen) Image {
	left := Image{}
	for path, f := range t.play(moment) {
		f.apply(choose)
		if f.there {
			left[path] = f.data
		}
	}
	return left
}

func (f *file) apply(choose func(Op) chosen) {
	if len(f.pending) == 0 {
		return
	}
	f.data = slices.Clone(f.data) // contents are shared between images
	lost := false                 // the file that is being written has no name on disk
	for _, op := range f.pending {
		c := choose(op)
		switch {
		case op.Kind == Create:
			if lost = c == nil; !lost {
				f.there, f.data = true, nil
			}
		case lost || c == nil || !f.there:
		case op.Kind == Delete:
			f.there, f.data = false, nil
		case op.Kind == Truncate:
			f.data = resized(f.data, op.At)
		case op.Kind == Write:
			f.write(op, c)
		}
	}
	f.pending = nil
}

func resized(data []byte, size int64) []byte {
	fresh := make([]byte, size)
	copy(fresh, data)
	return fresh
}

// write puts the chosen sectors in place. The file has grown to where the last
// of them ends; what lies between and was not written reads as zeros.
func (f *file) write(op Op, c chosen) {
	for i, kept := range c {
		from, to := i*sectorSize, min((i+1)*sectorSize, len(op.Data))
		if !kept || from >= to {
			continue
		}
		if end := op.At + int64(to); end > int64(len(f.data)) {
			f.data = resized(f.data, end)
		}
		copy(f.data[op.At+int64(from):], op.Data[from:to])
	}
}

// ReadImage reads all files below a folder but SQLite's shared memory, which no
// disk keeps.
func ReadImage(tb testing.TB, root string) Image {
	tb.Helper()
	image := Image{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "-shm") {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		image[rel], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return image
}

// Write puts the image into a folder.
func (i Image) Write(tb testing.TB, root string) {
	tb.Helper()
	for path, data := range i {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
}

// Under gives the image with the files of one folder in another.
func (i Image) Under(from, to string) Image {
	moved := maps.Clone(i)
	for path, data := range i {
		if rest, below := strings.CutPrefix(path, from+string(filepath.Separator)); below {
			delete(moved, path)
			moved[filepath.Join(to, rest)] = data
		}
	}
	return moved
}
