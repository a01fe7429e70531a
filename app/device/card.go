package device

import (
	"fmt"
	"log/slog"

	"ruhui/store/civil"
	"ruhui/store/ident"
)

// Kind is the kind of document a card is, as its type mark says.
type Kind string

// The kinds of card a reader reads.
const (
	Resident    Kind = "resident"    // 居民身份证
	HMT         Kind = "hmt"         // 港澳台居民居住证
	Foreign2017 Kind = "foreign2017" // 外国人永久居留身份证 of 2017, 15 characters
	Foreign2023 Kind = "foreign2023" // 外国人永久居留身份证 of 2023, 18 digits
)

// A Card is the text of one card as it was printed and stored by its issuer.
// Nothing is corrected here: names keep their dots and rare characters. A field
// the card does not have, or that is not readable as what it should be, is empty.
//
// A Card is personal through and through; printed with any verb of fmt or logged,
// it shows only its kind.
type Card struct {
	Kind    Kind
	Name    string // Chinese name; empty on some foreigners' cards
	NameRaw []byte // the name as UTF-16LE, only when UTF-8 or a font may lose it: see [Card.Unencoded]

	NameLatin string    // foreigners: as in the passport, up to 60 or 46 characters
	Sex       ident.Sex // GB/T 2261.1; a code that is none stands as it is
	Ethnic    string    // GB/T 3304, two digits; residents only
	Birth     civil.Date
	Address   string // residence in the household register; HMT: where the holder lives
	Number    string // 18 characters, the last may be X; Foreign2017: 15
	Issuer    string // the authority's name
	ValidFrom civil.Date
	ValidTo   civil.Date // zero when LongTerm
	LongTerm  bool       // 长期: valid without end

	LatestAddress string // residents: written on the card after its issue, printed nowhere
	PassNo        string // HMT: travel permit
	Issues        string // HMT: times issued; Foreign2023: times reissued; two digits
	Nationality   string // Foreign2017: ISO 3166 alpha-3; Foreign2023: numeric-3
	Version       string // Foreign2017: version of the card, two digits
	Authority     string // Foreign2017: code of the accepting authority, four digits
	OldNumber     string // Foreign2023: link to the number of the card before
}

// Unencoded reports that the name holds private-use characters (issued before
// the character had a code point) or halves of one. It cannot be compared or
// typed; the clerk adds a spelling, and the raw bytes stay.
func (c Card) Unencoded() bool { return len(c.NameRaw) > 0 }

// Format writes the kind only, whatever the verb, so that no log line or test
// output can show a person.
func (c Card) Format(w fmt.State, _ rune) { fmt.Fprintf(w, "card(%s)", c.Kind) }

// LogValue lets slog show the kind only.
func (c Card) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(c)) }

// MarshalJSON refuses: a card's fields go into a record one by one, each with its
// reason, never as a whole (and never through a log's JSON handler).
func (c Card) MarshalJSON() ([]byte, error) {
	return nil, fmt.Errorf("marshal %v: not meant to be stored", c)
}
