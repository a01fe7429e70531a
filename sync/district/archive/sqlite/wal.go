package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// SQLite's write-ahead log, as its file format says (version 3007000): a header
// of 32 bytes, then frames, each a header of 24 bytes and one page. Numbers are
// big-endian; the checksum of a frame goes on from the one before it and from
// the header, so that the frames of one generation form a chain.
const (
	walHeaderSize  = 32
	frameHeader    = 24
	walLittle      = 0x377f0682
	walBig         = 0x377f0683
	walFileVersion = 3007000
)

// generation is the header of a log: it is written anew, with other salts, each
// time the log begins from its start.
type generation [walHeaderSize]byte

func (g *generation) salts() []byte { return g[16:24] }
func (g *generation) page() int     { return int(binary.BigEndian.Uint32(g[8:])) }

// order is that of the numbers the checksum adds up.
func (g *generation) order() binary.ByteOrder {
	if binary.BigEndian.Uint32(g[0:]) == walBig {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// place is an offset in a log, behind a frame that ended a transaction, with the
// checksum up to there.
type place struct {
	offset int64
	sum    [2]uint32
}

// begin is the place before the first frame.
func (g *generation) begin() place {
	return place{walHeaderSize, [2]uint32{binary.BigEndian.Uint32(g[24:]), binary.BigEndian.Uint32(g[28:])}}
}

// valid says whether the header is whole.
func (g *generation) valid() bool {
	magic := binary.BigEndian.Uint32(g[0:])
	if magic != walLittle && magic != walBig || binary.BigEndian.Uint32(g[4:]) != walFileVersion {
		return false
	}
	if p := g.page(); p < 512 || p > 1<<16 {
		return false
	}
	return checksum(g.order(), [2]uint32{}, g[:24]) == g.begin().sum
}

// checksum adds words to a sum; the length is a multiple of eight.
func checksum(order binary.ByteOrder, sum [2]uint32, data []byte) [2]uint32 {
	a, b := sum[0], sum[1]
	if order == binary.LittleEndian { // told apart here, so that the loop needs no call
		for ; len(data) >= 8; data = data[8:] {
			a += binary.LittleEndian.Uint32(data) + b
			b += binary.LittleEndian.Uint32(data[4:]) + a
		}
		return [2]uint32{a, b}
	}
	for ; len(data) >= 8; data = data[8:] {
		a += binary.BigEndian.Uint32(data) + b
		b += binary.BigEndian.Uint32(data[4:]) + a
	}
	return [2]uint32{a, b}
}

// readGeneration reads a log's header; found is false while there is none, or a
// torn one.
func readGeneration(log io.ReaderAt) (g generation, found bool, err error) {
	if _, err := log.ReadAt(g[:], 0); errors.Is(err, io.EOF) {
		return generation{}, false, nil
	} else if err != nil {
		return generation{}, false, fmt.Errorf("read log: %w", err)
	}
	return g, g.valid(), nil
}

// openLog opens the log beside a database; nil when there is none.
func openLog(database string) (*os.File, error) {
	f, err := os.Open(database + "-wal")
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	return f, nil
}

// length is that of a log of so many frames.
func (g *generation) length(frames int) int64 {
	return walHeaderSize + int64(frames)*int64(frameHeader+g.page())
}

// walk gives each frame of a generation, from a place up to a length, to take,
// and the place behind the last whole transaction. It ends earlier where the
// chain does: at the end of the file, at a frame that is being written, or at
// one of an earlier generation.
func (g *generation) walk(log io.ReaderAt, from place, length int64, take func(offset int64, frame []byte) error) (place, error) {
	ended, at := from, from
	buffer := make([]byte, 64*(frameHeader+g.page()))
	for at.offset < length {
		n, err := log.ReadAt(buffer, at.offset)
		if err != nil && !errors.Is(err, io.EOF) {
			return ended, fmt.Errorf("read log: %w", err)
		}
		last := errors.Is(err, io.EOF)
		for left := buffer[:n]; len(left) >= frameHeader+g.page() && at.offset < length; {
			frame := left[:frameHeader+g.page()]
			left = left[len(frame):]
			if !g.follows(&at, frame) {
				return ended, nil
			}
			if err := take(at.offset-int64(len(frame)), frame); err != nil {
				return ended, err
			}
			if binary.BigEndian.Uint32(frame[4:]) != 0 { // the database's size: this frame commits
				ended = at
			}
		}
		if last {
			break
		}
	}
	return ended, nil
}

// follows moves the place behind a frame when it is the chain's next.
func (g *generation) follows(at *place, frame []byte) bool {
	if [8]byte(frame[8:16]) != [8]byte(g.salts()) {
		return false
	}
	sum := checksum(g.order(), checksum(g.order(), at.sum, frame[:8]), frame[frameHeader:])
	if sum != [2]uint32{binary.BigEndian.Uint32(frame[16:]), binary.BigEndian.Uint32(frame[20:])} {
		return false
	}
	at.offset, at.sum = at.offset+int64(len(frame)), sum
	return true
}
