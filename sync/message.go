package sync

import (
	"crypto/ed25519"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/setup"
)

// Paths of the terminals' listener. All are POST.
const (
	PathSetup   = "/v1/setup"   // SetupAsked → the set-up file's bytes
	PathCertify = "/v1/certify" // Certify → Certified
	PathNonce   = "/v1/nonce"   // {} → Nonce
	PathToken   = "/v1/token"   // TokenAsked → Token
	PathHello   = "/v1/hello"   // Hello → Welcome
	PathPush    = "/v1/push"    // Batch → Pushed, or Refusal with NotJoined
	PathLacks   = "/v1/lacks"   // Lacks → Lacking
	PathPull    = "/v1/pull"    // Pull → Page
	PathNews    = "/v1/news"    // News → Moved
	PathHeads   = "/v1/heads"   // Heads → HeadsAgree
	PathOffer   = "/v1/offer"   // Offer → Offered
	PathFile    = "/v1/file"    // FileAsked → PersonFile
)

// ContentType is that of every body and answer: JSON lines under zstd.
const ContentType = "application/vnd.ruhui+zstd"

// Limits both sides keep. Sizes are bytes.
const (
	MinBatch   = 16 << 10  // compressed; where an adaptive batch begins
	MaxBatch   = 256 << 10 // compressed; what a cut can cost
	MaxMessage = 8 << 20   // a message when unpacked
	MaxNesting = 64        // of JSON in a message
)

// SetupAsked asks for a set-up file by line. Proof is [setup.Proof] of the code:
// the code itself opens the file and stays at the terminal.
type SetupAsked struct {
	Proof record.Hash `json:"proof"`
}

// Certify joins a new terminal's keys to its code. Signature is by the
// terminal's key over all other fields ([Certify.Sign]).
type Certify struct {
	Proof     record.Hash       `json:"proof"`
	Terminal  uuid.UUID         `json:"terminal"`
	Centre    uuid.UUID         `json:"centre"`
	Number    int               `json:"number"`
	Public    ed25519.PublicKey `json:"public"`
	Courier   string            `json:"courier"` // age recipient
	Signature []byte            `json:"signature"`
}

// Certified is the answer: the terminal is known from now on.
type Certified struct {
	Terminal uuid.UUID  `json:"terminal"`
	Time     record.HLC `json:"time"`
	Epoch    uuid.UUID  `json:"epoch"`
}

// Nonce is to be signed and sent back within a minute.
type Nonce struct {
	Nonce []byte `json:"nonce"`
}

// TokenAsked proves that the terminal holds its key.
type TokenAsked struct {
	Terminal  uuid.UUID `json:"terminal"`
	Nonce     []byte    `json:"nonce"`
	Signature []byte    `json:"signature"` // [TokenAsked.Sign]
}

// Token goes into the Authorization header as "Bearer …" until it expires.
type Token struct {
	Token   string `json:"token"`
	Seconds int    `json:"seconds"` // from now
}

// Hello tells how a terminal stands.
type Hello struct {
	Program  string      `json:"program"` // version, for the technician's list
	Now      record.HLC  `json:"now"`     // its clock, unadjusted
	Journal  uuid.UUID   `json:"journal"`
	Head     int64       `json:"head"`
	Hash     record.Hash `json:"hash"`
	Receipt  *Receipt    `json:"receipt,omitempty"` // the latest held: shows a server that was set back
	Epoch    uuid.UUID   `json:"epoch"`             // the one its positions belong to; zero before the first
	Staffing record.HLC  `json:"staffing"`          // when its latest pack of staff files was made
	Erased   record.HLC  `json:"erased"`            // district time of the latest erasure it applied
	Copied   bool        `json:"copied,omitempty"`  // found itself a copy: wants a fresh number
	Waiting  int         `json:"waiting"`           // events not yet received
}

// Welcome is the district's answer.
type Welcome struct {
	Time       record.HLC        `json:"time"`
	Epoch      uuid.UUID         `json:"epoch"`
	Feeds      []string          `json:"feeds"`
	Staffing   []byte            `json:"staffing,omitempty"` // [setup.MakeStaffing]'s, when newer than the terminal's
	Number     int               `json:"number,omitempty"`   // a fresh terminal number
	Erasures   []Erasure         `json:"erasures,omitempty"` // newer than Erased
	Recipients *setup.Recipients `json:"recipients,omitempty"`
	Journal    *Joint            `json:"journal,omitempty"` // how far the journal is known; nil when not at all
	Lines      int64             `json:"lines"`             // about how many lines the feeds hold, for a progress bar
	Signature  []byte            `json:"signature"`         // [Welcome.Sign]: makes Time proven
}

// Joint is an entry of a journal as one side knows it.
type Joint struct {
	Journal uuid.UUID   `json:"journal"`
	Seq     int64       `json:"seq"`
	Hash    record.Hash `json:"hash"`
}

// Erasure empties a person's events up to a moment of effective time.
type Erasure struct {
	Person uuid.UUID  `json:"person"`
	UpTo   record.HLC `json:"upTo"`
	At     record.HLC `json:"at"` // when the district ordered it
}

// Batch is a stretch of one journal: whole acts.
type Batch struct {
	Journal  uuid.UUID   `json:"journal"`
	After    int64       `json:"after"`    // seq of the entry it goes on behind; 0 at the beginning
	Previous record.Hash `json:"previous"` // of that entry
	Entries  []Entry     `json:"entries"`
	Last     record.Hash `json:"last"` // of the last entry
	Now      record.HLC  `json:"now"`  // the terminal's clock at sending
	// ClockSet says that the terminal's clock was set since the first of these
	// events was written: then it tells nothing about their times.
	ClockSet  bool   `json:"clockSet,omitempty"`
	Signature []byte `json:"signature"` // [Batch.Sign]: over journal, seq and hash of the last entry, clock
}

// Entry is one event of a journal. Of an erased one there are only header and
// digest.
type Entry struct {
	Event  record.Event `json:"event"`
	Digest *record.Hash `json:"digest,omitempty"` // set when the event was erased
}

// DigestOf is the entry's digest: computed, or the one left of an erased event.
func (e *Entry) DigestOf() record.Hash {
	if e.Digest != nil {
		return *e.Digest
	}
	return e.Event.Digest()
}

// Given is a mark for an event of the pushed stretch.
type Given struct {
	Event uuid.UUID   `json:"event"`
	Mark  record.Mark `json:"mark"`
}

// Pushed answers a batch. Marks are of all entries behind the batch's After,
// those received earlier included.
type Pushed struct {
	Receipt Receipt `json:"receipt"`
	Marks   []Given `json:"marks"`
	// Proof is the district's signature over these marks: with it they are given
	// back to a district that was set back. Nil when the district holds one of the
	// events otherwise.
	Proof *Proof `json:"proof,omitempty"`
}

// Proof signs for the marks of a batch's entries: it is the end of a page of
// [JournalFeed] that begins behind the batch's After with a zero hash.
type Proof struct {
	Epoch     uuid.UUID   `json:"epoch"`
	Hash      record.Hash `json:"hash"`
	Time      record.HLC  `json:"time"`
	Signature []byte      `json:"signature"`
}

// Receipt is what the district signs for: every entry up to Seq is stored.
type Receipt struct {
	Journal   uuid.UUID   `json:"journal"`
	Terminal  uuid.UUID   `json:"terminal"`
	Seq       int64       `json:"seq"`
	Hash      record.Hash `json:"hash"` // of that entry
	Safe      int64       `json:"safe"` // up to here a second copy was read back; 0 when none is kept
	Time      record.HLC  `json:"time"`
	Epoch     uuid.UUID   `json:"epoch"`
	Signature []byte      `json:"signature"` // [Receipt.Sign]
}

// Lacks asks which of these events the district does not hold.
type Lacks struct {
	Events []uuid.UUID `json:"events"`
}

// Lacking is the answer.
type Lacking struct {
	Events []uuid.UUID `json:"events"`
}

// Pull asks for what lies behind a position.
type Pull struct {
	Feed  string      `json:"feed"`
	Epoch uuid.UUID   `json:"epoch"`
	After int64       `json:"after"`
	Hash  record.Hash `json:"hash"`          // of that position; zero at 0
	Max   int         `json:"max,omitempty"` // compressed bytes wanted; 0 for [MaxBatch]
}

// Page is a stretch of a feed, signed at its end. Lines may be none: then it
// says that there is nothing behind After.
type Page struct {
	Epoch     uuid.UUID   `json:"epoch"`
	Feed      string      `json:"feed"`
	After     int64       `json:"after"`
	Lines     []Line      `json:"lines"`
	Position  int64       `json:"position"` // of the last line; After when there is none
	Hash      record.Hash `json:"hash"`     // of Position
	Head      int64       `json:"head"`     // of the feed now
	Time      record.HLC  `json:"time"`
	Signature []byte      `json:"signature"` // [Page.Sign]: over epoch, feed, position, hash and time
	// Before is set in an offer: the hash of After. That the lines lead from it to
	// Hash proves it.
	Before record.Hash `json:"before,omitzero"`
}

// Line is one line of a feed: an event with its mark, or a directory entry.
type Line struct {
	Event     *record.Event   `json:"event,omitempty"`
	Digest    *record.Hash    `json:"digest,omitempty"` // set when the event was erased
	Mark      *record.Mark    `json:"mark,omitempty"`
	Directory *DirectoryEntry `json:"directory,omitempty"`
}

// DirectoryEntry is what every window of the district may know of a person it
// has no file of. The last one of a person counts.
type DirectoryEntry struct {
	Person   uuid.UUID              `json:"person"`
	MemberNo string                 `json:"memberNo,omitempty"`
	State    record.MembershipState `json:"state,omitempty"`
	Union    uuid.UUID              `json:"union,omitzero"` // holding, or applied to
	Pending  bool                   `json:"pending,omitempty"`
}

// News waits for a feed to go on.
type News struct {
	Positions map[string]int64 `json:"positions"`
	Safe      int64            `json:"safe"` // of the terminal's journal, as it knows it
	Seconds   int              `json:"seconds"`
}

// Moved names the feeds that have gone on, none when the time was over, and a
// newer receipt when more of the journal has become safe.
type Moved struct {
	Feeds   []string   `json:"feeds"`
	Receipt *Receipt   `json:"receipt,omitempty"`
	Time    record.HLC `json:"time"`
}

// Heads asks, after a change of epoch, whether hashes at these positions agree.
type Heads struct {
	Feed string `json:"feed"`
	At   []Head `json:"at"`
}

// Head is a position of a feed.
type Head struct {
	Position int64       `json:"position"`
	Hash     record.Hash `json:"hash"`
}

// HeadsAgree gives the last of the asked positions that the district has with
// the same hash, 0 when none.
type HeadsAgree struct {
	Position int64 `json:"position"`
}

// Offer gives back to a restored district a stretch it signed itself: pages as
// they were received, from an epoch before.
type Offer struct {
	Pages []Page `json:"pages"`
	Done  bool   `json:"done,omitempty"` // the terminal has nothing more to offer
}

// Offered counts what the district took from an offer.
type Offered struct {
	Taken int `json:"taken"`
}

// FileAsked asks for one person's file for a visit.
type FileAsked struct {
	Person uuid.UUID   `json:"person"`
	Staff  uuid.UUID   `json:"staff"`
	Role   record.Role `json:"role"`
	Visit  uuid.UUID   `json:"visit"`
}

// PersonFile is all the district holds of one person that the terminal may read.
type PersonFile struct {
	Events []record.Marked `json:"events"`
	Time   record.HLC      `json:"time"`
}
