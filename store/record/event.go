package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
)

// Event is one thing said in one act, as it is hashed, stored and sent. It is
// never changed once written.
type Event struct {
	ID      uuid.UUID       `json:"id"`     // UUIDv7; computed from the cause in the district's own journal
	At      HLC             `json:"at"`     // the writing terminal's clock
	Proven  HLC             `json:"proven"` // latest district time the terminal held under the district's signature
	Origin  Origin          `json:"origin"`
	Staff   uuid.UUID       `json:"staff"`
	Role    Role            `json:"role"`
	Act     uuid.UUID       `json:"act"`   // joins what one confirmation recorded
	Visit   uuid.UUID       `json:"visit"` // joins the acts of one sitting; zero outside a visit
	File    File            `json:"file"`
	Type    string          `json:"type"` // a verb of the domain in the past tense, such as residence.filed
	Version int             `json:"v"`
	Body    json.RawMessage `json:"body"` // the bytes as written: they are what is hashed
	Salt    [16]byte        `json:"salt"`
}

// Origin names where an event was written, by the ids of centre and terminal.
type Origin struct {
	Centre   uuid.UUID `json:"centre"`
	Terminal uuid.UUID `json:"terminal"`
}

// Fact is what a caller has to say; the store makes an [Event] of it by adding
// who, when and where. Version 0 means 1.
type Fact struct {
	File    File
	Type    string
	Version int
	Body    any
}

// Hash is a SHA-256 value. In JSON it is hexadecimal.
type Hash [sha256.Size]byte

// MarshalText writes the hash as hexadecimal digits.
func (h Hash) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, h[:]), nil }

// UnmarshalText reads 64 hexadecimal digits.
func (h *Hash) UnmarshalText(text []byte) error {
	raw, err := hex.DecodeString(string(text))
	if err != nil || len(raw) != len(h) {
		return fmt.Errorf("read hash: %d characters, want 64 hexadecimal digits", len(text))
	}
	copy(h[:], raw)
	return nil
}

// Digest covers what can be erased: salt, act, visit, file and body. The salt
// keeps a short body from being guessed once only its digest is left.
func (e *Event) Digest() Hash {
	return digestOf(e.Salt[:], e.Act[:], e.Visit[:], []byte(e.File.Kind), e.File.ID[:], e.Body)
}

// ChainHash joins the event to the entry before it in a journal. It needs the
// digest only, so the chain still verifies after an erasure.
func (e *Event) ChainHash(previous, digest Hash) Hash {
	return digestOf(previous[:], e.ID[:], number(uint64(e.At)), number(uint64(e.Proven)),
		e.Origin.Centre[:], e.Origin.Terminal[:], e.Staff[:], []byte(e.Role),
		[]byte(e.Type), number(uint64(e.Version)), digest[:])
}

// digestOf hashes parts, each preceded by its length, so that no two lists of
// parts give the same bytes.
func digestOf(parts ...[]byte) Hash {
	h := sha256.New()
	for _, p := range parts {
		h.Write(number(uint64(len(p))))
		h.Write(p)
	}
	return Hash(h.Sum(nil))
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// compareIDs orders by id, the tie-breaker after the effective time.
func compareIDs(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }

func less(a, b uuid.UUID) bool { return compareIDs(a, b) < 0 }
