package store

import (
	"slices"
	"sync"

	"ruhui/store/ident"
)

// index holds the opened lines of all persons while somebody is signed in. A
// search reads all of them: twenty thousand lines take a few milliseconds, those
// a town has after years.
type index struct {
	mu      sync.RWMutex
	entries map[int64]*entry // by row; an entry is never changed once put
}

func newIndex(all []*entry) *index {
	x := &index{entries: make(map[int64]*entry, len(all))}
	for _, e := range all {
		x.put(e)
	}
	return x
}

// put takes an entry; the caller does not touch it afterwards. A nil index
// (nobody is signed in) forgets it.
func (x *index) put(e *entry) {
	if x == nil {
		return
	}
	for _, name := range []string{e.line.Name, e.line.Latin, e.line.Former} {
		if name != "" {
			e.readings = append(e.readings, ident.Pinyin(name))
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.entries[e.row] = e
}

func (x *index) remove(row int64) {
	if x == nil {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.entries, row)
}

// byRow gives the entries of some rows, those unknown left out.
func (x *index) byRow(rows []int64) []*entry {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var found []*entry
	for _, r := range rows {
		if e := x.entries[r]; e != nil && !slices.Contains(found, e) {
			found = append(found, e)
		}
	}
	return found
}
