package device

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"

	"ruhui/store/civil"
	"ruhui/store/ident"
)

// The text of a card is 256 bytes of UTF-16LE, padded with spaces (GA 490). A
// mark at 248 tells the layout; cards of Chinese residents have none.
const (
	textSize = 256
	markAt   = 248
)

// ErrUnsupported says that the card's type mark is none we know. Nothing of such
// a card is kept, since we would be guessing which field is which.
var ErrUnsupported = errors.New("unknown type mark")

var errTextSize = errors.New("card text is not 256 bytes")

// errBlank is a read that went well by its code, yet brought no number.
var errBlank = errors.New("card text without number")

// ParseText reads the 256 bytes of text of a card. Dates that are none stay zero;
// [Card.Checks] tells. The bytes are not kept and not changed. Errors:
// [ErrUnsupported], or a plain error when the text is too short or has no number.
func ParseText(b []byte) (Card, error) {
	if len(b) != textSize {
		return Card{}, errTextSize
	}
	parse, ok := layouts[binary.LittleEndian.Uint16(b[markAt:])]
	if !ok {
		return Card{}, ErrUnsupported
	}
	c := parse(text(b))
	if c.Number == "" {
		return Card{}, errBlank
	}
	return c, nil
}

var layouts = map[uint16]func(text) Card{
	0: parseResident, ' ': parseResident, 'J': parseHMT, 'I': parseForeign2017, 'Y': parseForeign2023,
}

func parseResident(t text) Card {
	c := Card{
		Kind:    Resident,
		Sex:     ident.Sex(t.field(30, 2)),
		Ethnic:  t.field(32, 4),
		Birth:   t.date(36),
		Address: t.field(52, 70),
		Number:  t.field(122, 36),
		Issuer:  t.field(158, 30),
	}
	c.Name, c.NameRaw = t.name(0, 30)
	c.ValidFrom, c.ValidTo, c.LongTerm = t.validity()
	return c
}

func parseHMT(t text) Card {
	c := parseResident(t)
	c.Kind = HMT
	c.Ethnic = "" // reserved in this layout
	c.PassNo = t.field(220, 18)
	c.Issues = t.field(238, 4)
	return c
}

func parseForeign2023(t text) Card {
	c := Card{
		Kind:        Foreign2023,
		Sex:         ident.Sex(t.field(30, 2)),
		Issues:      t.field(32, 4),
		Birth:       t.date(36),
		NameLatin:   trim(t.decode(52, 70) + t.decode(220, 22)),
		Number:      t.field(122, 36),
		Nationality: t.field(242, 6),
		OldNumber:   t.field(250, 6),
	}
	c.Name, c.NameRaw = t.name(0, 30)
	c.ValidFrom, c.ValidTo, c.LongTerm = t.validity()
	return c
}

func parseForeign2017(t text) Card {
	c := Card{
		Kind:        Foreign2017,
		NameLatin:   t.field(0, 120),
		Sex:         ident.Sex(t.field(120, 2)),
		Number:      t.field(122, 30),
		Nationality: t.field(152, 6),
		Birth:       t.date(220),
		Version:     t.field(236, 4),
		Authority:   t.field(240, 8),
	}
	c.Name, c.NameRaw = t.name(158, 30)
	c.ValidFrom, c.ValidTo, c.LongTerm = t.validity()
	return c
}

// text is the 256 bytes; offsets and sizes are in bytes.
type text []byte

func (t text) units(at, size int) []uint16 {
	units := make([]uint16, size/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(t[at+2*i:])
	}
	return units
}

func (t text) decode(at, size int) string { return string(utf16.Decode(t.units(at, size))) }

func (t text) field(at, size int) string { return trim(t.decode(at, size)) }

func trim(s string) string { return strings.Trim(s, " \x00") }

// date reads eight digits. A card of a person whose day of birth is not known may
// hold something else: that is zero, and shown to the clerk as missing.
func (t text) date(at int) civil.Date {
	d, err := civil.ParseCompact(t.field(at, 16))
	if err != nil {
		return civil.Date{}
	}
	return d
}

// validity is at the same place in every layout.
func (t text) validity() (from, to civil.Date, long bool) {
	if t.field(204, 16) == "长期" {
		return t.date(188), civil.Date{}, true
	}
	return t.date(188), t.date(204), false
}

// name reads a name and, when it holds what has no public code point, its raw
// bytes without the padding.
func (t text) name(at, size int) (name string, raw []byte) {
	units := t.units(at, size)
	for len(units) > 0 && isPadding(units[len(units)-1]) {
		units = units[:len(units)-1]
	}
	name = trim(string(utf16.Decode(units)))
	if !unencoded(name) {
		return name, nil
	}
	for _, u := range units {
		raw = binary.LittleEndian.AppendUint16(raw, u)
	}
	return name, raw
}

func isPadding(unit uint16) bool { return unit == ' ' || unit == 0 }

// unencoded finds private-use characters and the sign that decoding leaves for
// half a surrogate pair.
func unencoded(s string) bool { return ident.HasUncoded(s) || strings.ContainsRune(s, '\uFFFD') }
