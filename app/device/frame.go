package device

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// A frame on the wire, in both directions:
//
//	AA AA AA 96 69 | length, big-endian | body | checksum
//
// The length counts body and checksum. The checksum is the XOR of every byte
// after the preamble, the two length bytes included. The body of a request is
// command, parameter, data; that of a reply SW1, SW2, SW3, data.
const (
	headSize    = 7    // preamble and length
	minRequest  = 3    // command, parameter, checksum
	minReply    = 4    // SW1, SW2, SW3, checksum
	maxLength   = 4096 // the longest real frame has 2314; more is noise
	maxFrame    = headSize + maxLength
	statusBytes = 3 // SW1, SW2, SW3
)

var preamble = []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69}

func encode(body []byte) []byte {
	frame := make([]byte, 0, headSize+len(body)+1)
	frame = append(frame, preamble...)
	frame = binary.BigEndian.AppendUint16(frame, uint16(len(body)+1))
	frame = append(frame, body...)
	return append(frame, checksum(frame[len(preamble):]))
}

func checksum(b []byte) byte {
	var sum byte
	for _, x := range b {
		sum ^= x
	}
	return sum
}

// ErrIncomplete says that the bytes so far hold no whole frame.
var ErrIncomplete = errors.New("frame incomplete")

// ErrChecksum says that a frame arrived damaged. It is out of the buffer; the
// decoder hunts on behind it.
var ErrChecksum = errors.New("frame checksum wrong")

// A Decoder cuts frames out of a byte stream. It hunts for the preamble byte by
// byte, so noise, a false preamble or an impossible length costs those bytes
// only. It works in one fixed buffer, so that [Decoder.Wipe] leaves no copy of a
// card behind. Not safe for use by several goroutines.
type Decoder struct {
	min  int // smallest length that is believed
	buf  [2 * maxFrame]byte
	n    int // bytes in buf
	used int // bytes at the front of buf that were dealt with
}

// NewReplyDecoder returns a decoder for what a module sends.
func NewReplyDecoder() *Decoder { return &Decoder{min: minReply} }

// NewRequestDecoder returns a decoder for what a module receives.
func NewRequestDecoder() *Decoder { return &Decoder{min: minRequest} }

// Fill reads once from r into the buffer and returns what that Read returned.
// It overwrites a body that Next gave out. Call Next until [ErrIncomplete]
// before the next Fill, otherwise the buffer may be full: [io.ErrShortBuffer].
func (d *Decoder) Fill(r io.Reader) (int, error) {
	d.compact()
	if d.n == len(d.buf) {
		return 0, io.ErrShortBuffer
	}
	n, err := r.Read(d.buf[d.n:])
	d.n += n
	return n, err
}

// Next returns the body of the next whole frame, without length and checksum; it
// is valid until the next Fill or Wipe. Errors: [ErrIncomplete], [ErrChecksum].
//
// After a wrong checksum the bytes inside that frame are searched too: a preamble
// made of noise may have swallowed the real one.
func (d *Decoder) Next() ([]byte, error) {
	damaged := false
	for {
		at := bytes.Index(d.buf[d.used:d.n], preamble)
		if at < 0 {
			d.dropNoise()
			return nil, missing(damaged)
		}
		d.used += at
		size, whole := d.frame()
		switch {
		case size == 0: // an impossible length: not a frame
			d.used++
		case !whole:
			return nil, ErrIncomplete
		case checksum(d.buf[d.used+len(preamble):d.used+size]) != 0:
			damaged = true
			d.used++
		default:
			body := d.buf[d.used+headSize : d.used+size-1]
			d.used += size
			return body, nil
		}
	}
}

func missing(damaged bool) error {
	if damaged {
		return ErrChecksum
	}
	return ErrIncomplete
}

// frame looks at the preamble at d.used: the size of the whole frame, zero when
// its length is impossible, and whether all of it has arrived.
func (d *Decoder) frame() (size int, whole bool) {
	have := d.n - d.used
	if have < headSize {
		return headSize, false
	}
	length := int(binary.BigEndian.Uint16(d.buf[d.used+len(preamble):]))
	if length < d.min || length > maxLength {
		return 0, false
	}
	return headSize + length, have >= headSize+length
}

// dropNoise forgets all but the last bytes, which may begin a preamble.
func (d *Decoder) dropNoise() {
	d.used = max(d.used, d.n-len(preamble)+1)
}

func (d *Decoder) compact() {
	if d.used == 0 {
		return
	}
	rest := copy(d.buf[:], d.buf[d.used:d.n])
	clear(d.buf[rest:d.n])
	d.n, d.used = rest, 0
}

// Wipe overwrites the buffer and starts anew.
func (d *Decoder) Wipe() {
	clear(d.buf[:])
	d.n, d.used = 0, 0
}
