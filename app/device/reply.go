package device

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"
)

var errReplySize = errors.New("reply has the wrong size")

const (
	photoSize = 1024
	printSize = 512 // one finger
)

// parseRead reads the data of a read reply: the length of each part, then the
// parts. 30 01 brings text and photo, 30 10 fingerprints as well. Only the text
// is looked at.
func parseRead(c Command, d []byte) (Card, error) {
	parts := 2
	if c == CmdReadPrint {
		parts = 3
	}
	if len(d) < 2*parts {
		return Card{}, errReplySize
	}
	sum := 2 * parts
	for i := range parts {
		sum += int(binary.BigEndian.Uint16(d[2*i:]))
	}
	size := int(binary.BigEndian.Uint16(d))
	if sum != len(d) || size != textSize {
		return Card{}, errReplySize
	}
	return ParseText(d[2*parts:][:size])
}

// addressSize is 35 characters in UTF-16LE, as in the address of the text.
const addressSize = 70

func parseAddress(d []byte) (string, error) {
	if len(d) != addressSize {
		return "", errReplySize
	}
	return text(d).field(0, addressSize), nil
}

// A SAMID is the number of the reader's security module. It names a machine, not
// a person, and is shown in the technician's self-test.
type SAMID struct {
	Maker, Kind  uint16
	Date         uint32 // YYYYMMDD as a number
	Serial, Mark uint32
}

func parseSAMID(d []byte) (SAMID, error) {
	if len(d) != 16 {
		return SAMID{}, errReplySize
	}
	le := binary.LittleEndian
	return SAMID{le.Uint16(d), le.Uint16(d[2:]), le.Uint32(d[4:]), le.Uint32(d[8:]), le.Uint32(d[12:])}, nil
}

// String writes the number as it stands on the reader's label.
func (s SAMID) String() string {
	return fmt.Sprintf("%02d.%02d-%08d-%09d-%09d", s.Maker, s.Kind, s.Date, s.Serial, s.Mark)
}

// Bytes returns the 16 bytes the module sends.
func (s SAMID) Bytes() []byte {
	le := binary.LittleEndian
	b := le.AppendUint16(le.AppendUint16(nil, s.Maker), s.Kind)
	return le.AppendUint32(le.AppendUint32(le.AppendUint32(b, s.Date), s.Serial), s.Mark)
}

// utf16le encodes s; the simulator's cards are written with it.
func utf16le(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}
