package store

import (
	"cmp"
	"context"
	"iter"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// scored is somebody who fits a query.
type scored struct {
	row     int64
	visited int32
	rank    Rank
}

// better orders hits: the best rank first, then who was here last, then who was
// registered last.
func better(a, b scored) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.visited, a.visited), cmp.Compare(b.row, a.row))
}

// best keeps the first maxHits, in order.
type best []scored

func (b best) add(s scored) best {
	if len(b) == maxHits && better(s, b[maxHits-1]) > 0 {
		return b
	}
	at, _ := slices.BinarySearchFunc(b, s, better)
	b = slices.Insert(b, at, s)
	return b[:min(len(b), maxHits)]
}

// search gives the best who fit all parts. A context that ends cuts it short:
// nobody waits for the answer then.
func (x *index) search(ctx context.Context, parts []part) []scored {
	if x == nil || len(parts) == 0 {
		return nil
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	workers := min(runtime.GOMAXPROCS(0), 1+len(x.segments)/8)
	found := make([]best, workers)
	var turn atomic.Int64
	var group sync.WaitGroup
	for i := range workers {
		group.Go(func() {
			for ctx.Err() == nil {
				next := len(x.segments) - int(turn.Add(1)) // the latest first: they are the likeliest to be kept
				if next < 0 {
					return
				}
				found[i] = x.segments[next].search(found[i], parts, x.sounds.sets)
			}
		})
	}
	group.Wait()
	all := found[0]
	for _, more := range found[1:] {
		for _, s := range more {
			all = all.add(s)
		}
	}
	return all
}

func (s *segment) search(found best, parts []part, sets [][]string) best {
	if s == nil {
		return found
	}
	for i := range s.used {
		if s.rows[i] == 0 || !may(parts, &s.marks[i]) {
			continue
		}
		if rank := rankRecord(parts, sets, s.record(i)); rank != none {
			found = found.add(scored{s.rows[i], s.visited[i], rank})
		}
	}
	return found
}

func may(parts []part, m *marks) bool {
	for i := range parts {
		if !parts[i].may(m) {
			return false
		}
	}
	return true
}

// rankRecord gives the worst of the parts' ranks.
func rankRecord(parts []part, sets [][]string, record []byte) Rank {
	rank := Exact
	for i := range parts {
		if rank = max(rank, parts[i].rank(sets, record)); rank == none {
			break
		}
	}
	return rank
}

// rank is the best over all names or numbers of a record.
func (p *part) rank(sets [][]string, record []byte) Rank {
	rank, rest := none, record[1:]
	for range record[0] {
		size := int(rest[0]) * wordSize
		if p.digits == "" {
			if rank = min(rank, p.rankName(sets, rest[1:1+size])); rank == Exact {
				return Exact
			}
		}
		rest = rest[1+size:]
	}
	if p.digits == "" {
		return rank
	}
	return p.rankDigits(numbersOf(rest))
}

// numbersOf reads a record behind its names: the telephone's tail comes last.
func numbersOf(rest []byte) iter.Seq2[[]byte, bool] {
	return func(yield func(number []byte, tail bool) bool) {
		n := int(rest[0])
		rest := rest[1:]
		for i := range n + 1 {
			size := int(rest[0])
			if !yield(rest[1:1+size], i == n) {
				return
			}
			rest = rest[1+size:]
		}
	}
}

// masked gives the rows of all who have a number that shows so in lists.
func (x *index) masked(number string) []int64 {
	if x == nil {
		return nil
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	var rows []int64
	need := beginning(number)
	for _, s := range x.segments {
		if s == nil {
			continue
		}
		for i := range s.used {
			if s.rows[i] != 0 && need&^s.marks[i].digits == 0 && s.hasNumber(i, number) {
				rows = append(rows, s.rows[i])
			}
		}
	}
	return rows
}

func (s *segment) hasNumber(i int, number string) bool {
	rest := s.record(i)
	names := rest[0]
	rest = rest[1:]
	for range names {
		rest = rest[1+int(rest[0])*wordSize:]
	}
	for no, tail := range numbersOf(rest) {
		if !tail && string(no) == number {
			return true
		}
	}
	return false
}
