package store

import (
	"context"
	"sync"
)

// index holds in memory what a search reads of all persons while somebody is
// signed in: the sounds of their names, masked numbers, telephone tails. What a
// hit shows beside these is read from disk, because it is for a few only.
//
// A person takes some 120 bytes: three signatures of 64 bits, which decide most
// comparisons, and a short record behind them ([segment]). A changed person is
// put at the end anew; segments that are mostly such gaps are closed up.
type index struct {
	mu       sync.RWMutex
	segments []*segment // nil where one was closed up
	slots    map[int64]slot
	sounds   *soundTable
	gone     map[int64]bool // removed while the rest was being read; nil afterwards
	wiped    bool
	state    Known

	stop context.CancelFunc // of the reading
	done chan struct{}      // closed when the reading has ended
}

// slot is where a person is: a segment and a place in it.
type slot struct{ segment, place int32 }

func newIndex() *index {
	return &index{slots: map[int64]slot{}, sounds: newSoundTable(), gone: map[int64]bool{},
		stop: func() {}, done: make(chan struct{})}
}

// put takes a person as they are now.
func (x *index) put(e *entry) {
	x.putPrepared(prepare(e.row, dayOf(e.visited), &e.line))
}

// putPrepared takes what was just committed of a person. A nil index (nobody is
// signed in) forgets it.
func (x *index) putPrepared(p *prepared) {
	if x == nil {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.wiped {
		return
	}
	delete(x.gone, p.row)
	x.drop(p.row)
	x.add(p)
}

// fill takes persons as they were read from disk. Whoever was written meanwhile
// is here already, as they are now, or was removed.
func (x *index) fill(all []*prepared) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, p := range all {
		if _, here := x.slots[p.row]; here || x.gone[p.row] || x.wiped {
			continue
		}
		x.add(p)
	}
}

func (x *index) remove(row int64) {
	if x == nil {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.drop(row)
	if x.gone != nil {
		x.gone[row] = true
	}
}

// add needs the lock, and a person who is not here.
func (x *index) add(p *prepared) {
	at := x.tail()
	x.slots[p.row] = slot{int32(at), int32(x.segments[at].add(p, x.sounds))}
}

// tail is the segment with room for one more.
func (x *index) tail() int {
	n := len(x.segments)
	if n == 0 || x.segments[n-1] == nil || x.segments[n-1].full() {
		x.segments = append(x.segments, newSegment())
		n++
	}
	return n - 1
}

// drop leaves a gap where a person was. It needs the lock.
func (x *index) drop(row int64) {
	at, here := x.slots[row]
	if !here {
		return
	}
	delete(x.slots, row)
	s := x.segments[at.segment]
	s.drop(int(at.place))
	if s.full() && s.gaps > segmentSize/2 {
		x.closeUp(int(at.segment))
	}
}

// closeUp moves whoever is left in a segment to the end.
func (x *index) closeUp(at int) {
	old := x.segments[at]
	x.segments[at] = nil
	for i := range old.used {
		if old.rows[i] == 0 {
			continue
		}
		to := x.tail()
		x.slots[old.rows[i]] = slot{int32(to), int32(x.segments[to].copy(old, i))}
	}
	old.wipe()
}

// wipe overwrites what is known of people and ends the reading. Searches find
// nobody afterwards.
func (x *index) wipe() {
	if x == nil {
		return
	}
	x.stop()
	x.mu.Lock()
	defer x.mu.Unlock()
	x.wiped = true
	for _, s := range x.segments {
		if s != nil {
			s.wipe()
		}
	}
	x.segments, x.slots, x.gone = nil, nil, nil
}
