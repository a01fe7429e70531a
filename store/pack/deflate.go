package pack

import (
	"math/bits"
	"sync"
)

// deflater writes DEFLATE (RFC 1951) with a preset dictionary, in one block of
// fixed codes. The standard library's writer clears some 600 KB before each
// message, which for bodies of 200 bytes costs ten times the packing itself; its
// reader is fast, and reads this.
type deflater struct {
	dict []byte
	head [hashSize]int16 // last place in dict with that hash, -1 for none
	prev []int16         // the place before it
	free sync.Pool       // of *window
}

// window is the dictionary with a body behind it, and the places of both. The
// dictionary's part stays as it is from one body to the next.
type window struct {
	text []byte
	head [hashSize]int16
	prev []int16
}

const (
	hashBits  = 12
	hashSize  = 1 << hashBits
	minMatch  = 3
	maxMatch  = 258
	maxChain  = 48      // places tried for each match
	maxWindow = 1 << 15 // how far back a match may lie, and the longest text packed
)

func newDeflater(dict []byte) *deflater {
	d := &deflater{dict: dict, prev: make([]int16, len(dict))}
	for i := range d.head {
		d.head[i] = -1
	}
	for i := 0; i+minMatch <= len(dict); i++ {
		h := hash3(dict[i:])
		d.prev[i], d.head[h] = d.head[h], int16(i)
	}
	d.free.New = func() any {
		return &window{text: append([]byte(nil), dict...), prev: append([]int16(nil), d.prev...)}
	}
	return d
}

// show puts a body behind the dictionary.
func (w *window) show(d *deflater, body []byte) {
	w.text = append(w.text[:len(d.dict)], body...)
	w.prev = append(w.prev[:len(d.dict)], make([]int16, len(body))...)
	w.head = d.head
}

func (w *window) note(i int) {
	if i+minMatch <= len(w.text) {
		h := hash3(w.text[i:])
		w.prev[i], w.head[h] = w.head[h], int16(i)
	}
}

func hash3(b []byte) uint32 {
	return (uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2])) * 2654435761 >> (32 - hashBits)
}

// deflate appends the packed form of body to out; ok is false for a body too
// long for it.
func (d *deflater) deflate(out, body []byte) (packed []byte, ok bool) {
	if len(d.dict)+len(body) >= maxWindow {
		return out, false
	}
	in := d.free.Get().(*window)
	defer d.free.Put(in)
	in.show(d, body)
	defer func() { clear(in.text[len(d.dict):]) }() // bodies do not lie about in memory
	w := bitWriter{out: out}
	w.put(1|1<<1, 3) // the last block, of fixed codes
	for i := len(d.dict); i < len(in.text); {
		at, length := in.longest(i)
		if length < minMatch {
			w.symbol(int(in.text[i]))
			length = 1
		} else {
			w.match(length, i-at)
		}
		for end := i + length; i < end; i++ {
			in.note(i)
		}
	}
	w.symbol(endOfBlock)
	return w.finish(), true
}

// longest finds the longest match for what begins at i, the nearest of equals.
func (w *window) longest(i int) (at, length int) {
	if i+minMatch > len(w.text) {
		return 0, 0
	}
	rest := w.text[i:min(len(w.text), i+maxMatch)]
	for j, tries := w.head[hash3(rest)], maxChain; j >= 0 && tries > 0; j, tries = w.prev[j], tries-1 {
		n := 0
		for n < len(rest) && w.text[int(j)+n] == rest[n] {
			n++
		}
		if n > length {
			at, length = int(j), n
		}
	}
	return at, length
}

// bitWriter packs bits from the lowest up.
type bitWriter struct {
	out []byte
	acc uint64
	n   uint
}

func (w *bitWriter) put(value uint32, count uint) {
	w.acc |= uint64(value) << w.n
	for w.n += count; w.n >= 8; w.n -= 8 {
		w.out = append(w.out, byte(w.acc))
		w.acc >>= 8
	}
}

// code puts a Huffman code, which is written from the highest bit.
func (w *bitWriter) code(value uint32, count uint) {
	w.put(bits.Reverse32(value)>>(32-count), count)
}

func (w *bitWriter) finish() []byte {
	if w.n > 0 {
		w.out = append(w.out, byte(w.acc))
	}
	return w.out
}

const endOfBlock = 256

// symbol puts a literal, the end or a length's code (RFC 1951, 3.2.6).
func (w *bitWriter) symbol(s int) {
	switch {
	case s < 144:
		w.code(uint32(0x30+s), 8)
	case s < 256:
		w.code(uint32(0x190+s-144), 9)
	case s < 280:
		w.code(uint32(s-256), 7)
	default:
		w.code(uint32(0xc0+s-280), 8)
	}
}

// match puts a length of 3 to 258 and a distance of 1 to 32768 (RFC 1951,
// 3.2.5): codes come in groups whose numbers of extra bits grow.
func (w *bitWriter) match(length, distance int) {
	switch n := length - minMatch; {
	case length == maxMatch:
		w.symbol(285)
	case n < 8:
		w.symbol(257 + n)
	default:
		extra := uint(bits.Len(uint(n))) - 3
		w.symbol(257 + int(extra)<<2 + n>>extra)
		w.put(uint32(n)&(1<<extra-1), extra)
	}
	switch n := distance - 1; {
	case n < 4:
		w.code(uint32(n), 5)
	default:
		extra := uint(bits.Len(uint(n))) - 2
		w.code(uint32(int(extra)<<1+n>>extra), 5)
		w.put(uint32(n)&(1<<extra-1), extra)
	}
}
