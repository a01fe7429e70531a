package sync

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// Each thing that is signed begins with a line of its own, so that a signature
// never stands for another thing; each part is preceded by its length.

func signing(what string, parts ...[]byte) []byte {
	out := []byte("ruhui " + what + " 1\n")
	for _, p := range parts {
		out = binary.BigEndian.AppendUint64(out, uint64(len(p)))
		out = append(out, p...)
	}
	return out
}

func number[N ~int | ~int64 | ~uint64](n N) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(n))
}

func verify(key ed25519.PublicKey, signed, signature []byte) bool {
	return len(key) == ed25519.PublicKeySize && ed25519.Verify(key, signed, signature)
}

func (c *Certify) signed() []byte {
	return signing("certify", c.Proof[:], c.Terminal[:], c.Centre[:], number(c.Number), c.Public, []byte(c.Courier))
}

// Sign signs with the terminal's key.
func (c *Certify) Sign(key ed25519.PrivateKey) { c.Signature = ed25519.Sign(key, c.signed()) }

// Verify says that the terminal holds the key it brings.
func (c *Certify) Verify() bool { return verify(c.Public, c.signed(), c.Signature) }

func (t *TokenAsked) signed() []byte { return signing("nonce", t.Terminal[:], t.Nonce) }

// Sign signs with the terminal's key.
func (t *TokenAsked) Sign(key ed25519.PrivateKey) { t.Signature = ed25519.Sign(key, t.signed()) }

// Verify says that the holder of the key signed the nonce.
func (t *TokenAsked) Verify(key ed25519.PublicKey) bool { return verify(key, t.signed(), t.Signature) }

// Seq is that of the batch's last entry.
func (b *Batch) Seq() int64 { return b.After + int64(len(b.Entries)) }

func (b *Batch) signed() []byte {
	return signing("batch", b.Journal[:], number(b.Seq()), b.Last[:], number(b.Now), flag(b.ClockSet))
}

// Sign signs with the terminal's key.
func (b *Batch) Sign(key ed25519.PrivateKey) { b.Signature = ed25519.Sign(key, b.signed()) }

// Verify says that the terminal of that key wrote the journal up to here.
func (b *Batch) Verify(key ed25519.PublicKey) bool { return verify(key, b.signed(), b.Signature) }

// Chain computes the hash of the last entry from what the batch brings.
func (b *Batch) Chain() record.Hash {
	hash := b.Previous
	for i := range b.Entries {
		hash = b.Entries[i].Event.ChainHash(hash, b.Entries[i].DigestOf())
	}
	return hash
}

func (r *Receipt) signed() []byte {
	return signing("receipt", r.Journal[:], r.Terminal[:], number(r.Seq), r.Hash[:], number(r.Safe), number(r.Time), r.Epoch[:])
}

// Sign signs with the district's key.
func (r *Receipt) Sign(key ed25519.PrivateKey) { r.Signature = ed25519.Sign(key, r.signed()) }

// Verify says that the district signed for the entries.
func (r *Receipt) Verify(key ed25519.PublicKey) bool { return verify(key, r.signed(), r.Signature) }

func (w *Welcome) signed() []byte {
	staffing := sha256.Sum256(w.Staffing)
	parts := [][]byte{number(w.Time), w.Epoch[:], staffing[:], number(w.Number)}
	for _, e := range w.Erasures {
		parts = append(parts, e.Person[:], number(e.UpTo), number(e.At))
	}
	if r := w.Recipients; r != nil {
		parts = append(parts, []byte(r.Centre), []byte(r.Server), []byte(r.Recovery))
		for _, role := range slices.Sorted(maps.Keys(r.Roles)) {
			parts = append(parts, []byte(role), []byte(r.Roles[role]))
		}
	}
	return signing("welcome", parts...)
}

// Sign signs with the district's key.
func (w *Welcome) Sign(key ed25519.PrivateKey) { w.Signature = ed25519.Sign(key, w.signed()) }

// Verify says that time, epoch, staff files, number, erasures and recipients are
// the district's.
func (w *Welcome) Verify(key ed25519.PublicKey) bool { return verify(key, w.signed(), w.Signature) }

func (p *Page) signed() []byte {
	return signing("page", p.Epoch[:], []byte(p.Feed), number(p.Position), p.Hash[:], number(p.Time))
}

// Sign signs with the district's key.
func (p *Page) Sign(key ed25519.PrivateKey) { p.Signature = ed25519.Sign(key, p.signed()) }

// Verify says that the district signed for this position of the feed.
func (p *Page) Verify(key ed25519.PublicKey) bool { return verify(key, p.signed(), p.Signature) }

// Chain computes the hash of the page's last position from the one before its
// first line.
func (p *Page) Chain(before record.Hash) record.Hash {
	for i := range p.Lines {
		before = p.Lines[i].ChainHash(before)
	}
	return before
}

// Marked gives the batch's entries with the marks of an answer as a page; whole is
// false when they do not belong together.
func (b *Batch) Marked(marks []Given) (p Page, whole bool) {
	if len(marks) != len(b.Entries) {
		return p, false
	}
	p = Page{Feed: JournalFeed(b.Journal), After: b.After, Position: b.Seq(), Lines: make([]Line, len(marks))}
	for i := range marks {
		e := &b.Entries[i]
		if e.Event.ID != marks[i].Event {
			return p, false
		}
		p.Lines[i] = Line{Event: &e.Event, Digest: e.Digest, Mark: &marks[i].Mark}
	}
	return p, true
}

// Prove makes the proof of the page's marks with the district's key.
func (p *Page) Prove(key ed25519.PrivateKey) *Proof {
	p.Hash = p.Chain(record.Hash{})
	p.Sign(key)
	return &Proof{p.Epoch, p.Hash, p.Time, p.Signature}
}

// Proves says that the district signed for these entries with these marks.
func (p *Proof) Proves(page Page, key ed25519.PublicKey) bool {
	page.Epoch, page.Hash, page.Time, page.Signature = p.Epoch, p.Hash, p.Time, p.Signature
	return page.Chain(record.Hash{}) == p.Hash && page.Verify(key)
}

// ChainHash joins a line to the position before it: by the event's header and
// digest with its mark, or by the directory's entry.
func (l *Line) ChainHash(previous record.Hash) record.Hash {
	if d := l.Directory; d != nil {
		return lineHash(previous, d.Person[:], []byte(d.MemberNo), []byte(d.State), d.Union[:], flag(d.Pending))
	}
	if l.Event == nil || l.Mark == nil {
		return record.Hash{}
	}
	return EventLineHash(previous, l.Event.ChainHash(record.Hash{}, l.digest()), *l.Mark)
}

func (l *Line) digest() record.Hash {
	if l.Digest != nil {
		return *l.Digest
	}
	return l.Event.Digest()
}

// EventLineHash is the hash of a position that holds an event; identity covers
// its header and digest ([record.Event.ChainHash] behind a zero hash).
func EventLineHash(previous, identity record.Hash, mark record.Mark) record.Hash {
	return lineHash(previous, identity[:], number(mark.Effective), flag(mark.Allowed), []byte(mark.Reason))
}

func lineHash(previous record.Hash, parts ...[]byte) record.Hash {
	return sha256.Sum256(signing("line", append([][]byte{previous[:]}, parts...)...))
}

func flag(b bool) []byte {
	if b {
		return []byte{1}
	}
	return []byte{0}
}

// Names of the feeds that exist once.
const (
	FeedDistrict  = "district"  // organisation and reference data, for all
	FeedDirectory = "directory" // one line a person, for windows, stations, town unions
)

// TownFeed is the feed of a town's windows, stations and union; town has nine
// digits.
func TownFeed(town string) string { return "town/" + town }

// JournalFeed names a terminal's own journal where its marks are proven; it is
// offered and never pulled.
func JournalFeed(journal uuid.UUID) string { return "journal/" + journal.String() }

// UnionFeed is the feed of a base union.
func UnionFeed(union uuid.UUID) string { return "union/" + union.String() }
