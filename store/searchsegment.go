package store

import (
	"slices"

	"ruhui/store/ident"
)

// segmentSize is how many persons lie together.
const segmentSize = 2048

// segment holds persons in columns, so that a search reads the signatures of
// thousands in one go and the records of few.
type segment struct {
	used, gaps int
	rows       [segmentSize]int64 // 0 for a gap
	visited    [segmentSize]int32 // 20260914
	marks      [segmentSize]marks
	ends       [segmentSize]uint32 // where in text the record ends
	text       []byte
}

// marks are signatures: what fits a query has all bits the query has.
type marks struct {
	letters uint64 // hanzi of the names
	sounds  uint64 // how the names may begin when typed
	digits  uint64 // how numbers and telephone begin and end
}

// prepared is a person on the way into the index.
type prepared struct {
	row     int64
	visited int64
	names   [][]ident.Word // all ways to read all names
	numbers []string       // masked
	tail    string
}

func prepare(row, visited int64, l *line) *prepared {
	p := &prepared{row: row, visited: visited, numbers: l.Numbers, tail: l.Tail}
	for _, name := range [...]string{l.Name, l.Latin, l.Former} {
		p.names = append(p.names, ident.Ways(name)...)
	}
	return p
}

func newSegment() *segment { return &segment{text: make([]byte, 0, segmentSize*32)} }

func (s *segment) full() bool { return s.used == segmentSize }

// add gives the place; the segment must not be full. A record is: the number of
// names, each with the number of its words, each word 3 bytes of its letter and
// 3 of its sounds; the number of numbers, each with its length; the tail with
// its length.
func (s *segment) add(p *prepared, sounds *soundTable) int {
	buf := make([]byte, 0, 256)
	buf = append(buf, count(len(p.names)))
	for _, name := range p.names[:count(len(p.names))] {
		buf = append(buf, count(len(name)))
		for _, w := range name[:count(len(name))] {
			id := sounds.id(w.Sounds)
			buf = append(buf, byte(w.Letter), byte(w.Letter>>8), byte(w.Letter>>16), byte(id), byte(id>>8), byte(id>>16))
		}
	}
	buf = append(buf, count(len(p.numbers)))
	for _, no := range p.numbers[:count(len(p.numbers))] {
		buf = appendShort(buf, no)
	}
	buf = appendShort(buf, p.tail)
	return s.put(p.row, int32(p.visited), marksOf(p), buf)
}

// count bounds what one byte counts; nobody has 256 names.
func count(n int) byte { return byte(min(n, 255)) }

func appendShort(buf []byte, text string) []byte {
	n := count(len(text))
	return append(append(buf, n), text[:n]...)
}

func (s *segment) put(row int64, visited int32, m marks, record []byte) int {
	if len(s.text)+len(record) > cap(s.text) {
		grown := append(make([]byte, 0, cap(s.text)+cap(s.text)/4+len(record)), s.text...)
		clear(s.text) // names do not stay behind in memory
		s.text = grown
	}
	s.text = append(s.text, record...)
	clear(record)
	i := s.used
	s.rows[i], s.visited[i], s.marks[i], s.ends[i] = row, visited, m, uint32(len(s.text))
	s.used++
	if s.full() {
		whole := s.text
		s.text = slices.Clone(whole)[:len(whole):len(whole)]
		clear(whole)
	}
	return i
}

// copy takes a person from another segment.
func (s *segment) copy(from *segment, i int) int {
	return s.put(from.rows[i], from.visited[i], from.marks[i], slices.Clone(from.record(i)))
}

func (s *segment) record(i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = s.ends[i-1]
	}
	return s.text[start:s.ends[i]]
}

func (s *segment) drop(i int) {
	clear(s.record(i))
	s.rows[i], s.marks[i] = 0, marks{}
	s.gaps++
}

func (s *segment) wipe() {
	clear(s.text)
	clear(s.marks[:])
}
