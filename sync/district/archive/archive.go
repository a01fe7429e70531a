// Package archive is what the district keeps: journals and their events, the
// files they belong to, the feeds terminals read, terminals, staff files, and
// the residents' tokens. It knows rows and locks; what they mean, who may write
// and who may read is package district's business.
//
// There are two archives, SQLite and PostgreSQL, that pass one suite
// (archivetest). They share their SQL, in the subset both databases take and
// that databases speaking PostgreSQL's protocol offer too: no advisory locks, no
// LISTEN. What is personal comes sealed and goes sealed: no key is in here.
//
// Whoever writes takes rows in one order: the journal, the files by id, the
// events by id, last the feed heads by name. So two writers wait for each other
// and do not block each other; should the database abort one all the same,
// [Archive.Write] runs it again from the beginning, whole.
package archive

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// Errors of opening.
var (
	ErrSchemaOlder = errors.New("schema is older than this program: run district migrate")
	ErrSchemaNewer = errors.New("schema is newer than this program")
	ErrForeign     = errors.New("database belongs to another program")
	ErrNotEmpty    = errors.New("archive is set up already")
)

// ErrUnknown says that the answer to a commit was lost: it took place or it did
// not. Whoever sends the same again finds out which.
var ErrUnknown = errors.New("not known whether it was committed")

// ErrCopy says that everything works but the second copy, which stands still.
var ErrCopy = errors.New("the second copy stands still")

// Copied says how a continuous second copy stands.
type Copied struct {
	Read  time.Time // when it last was up to date and read back; zero until then
	Fault error     // why it stands still; nil while it keeps up
}

// Archive is one opened database.
type Archive interface {
	// Write runs change in one transaction that is on disk when Write returns nil.
	// It repeats change when the database asks for that (deadlock, serialization,
	// a lost connection before the commit was sent), so change must not keep
	// anything from one run for the next.
	Write(ctx context.Context, change func(Tx) error) error
	// Read runs read on one consistent picture. Writing methods of the Tx fail.
	Read(ctx context.Context, read func(Tx) error) error
	// Safe gives, for each journal, up to which entry a second copy has been opened
	// and read back; nil when no copy is kept. The map is shared: it is not to be
	// changed.
	Safe(ctx context.Context) (map[uuid.UUID]int64, error)
	// Copied says how the second copy stands; kept is false when there is none.
	Copied() (state Copied, kept bool)
	// Ready says whether a transaction could be run now. With [ErrCopy] it could,
	// and somebody should look at the second copy.
	Ready(ctx context.Context) error
	Close() error
}

// Tx is one transaction. Slices and maps it gives belong to the caller. Methods
// named Lock hold the rows until the end.
type Tx interface {
	// Setting reads what init and migrate wrote (epoch, signing key's check …); ""
	// when there is none.
	Setting(name string) (string, error)
	PutSetting(name, value string) error

	// LockJournal gives the journal as it stands; a zero Terminal when it is new.
	LockJournal(id uuid.UUID) (Journal, error)
	Journal(id uuid.UUID) (Journal, error)
	PutJournal(Journal) error
	// HashAt gives the hash of an entry that ends an act; found is false for others.
	HashAt(journal uuid.UUID, seq int64) (hash record.Hash, found bool, err error)
	// MarksAfter gives id and mark of entries after+1..upto, in order.
	MarksAfter(journal uuid.UUID, after, upto int64) ([]Event, error)

	// LockFiles makes the files that are new, counts one more change for each of
	// them, and gives them in the order of the argument. It takes the rows by id
	// whatever the order of the argument, in one statement where it can.
	LockFiles(files []record.File) ([]File, error)
	// Files gives those that exist.
	Files(files []record.File) ([]File, error)
	// JoinedWith lists files that links, unlinks or moves have joined with any of
	// these, transitively, themselves included.
	JoinedWith(files []int64) ([]File, error)
	// Join notes that two files are read together from now on.
	Join(a, b int64) error
	// PutStandings writes what was worked out of files, by Row.
	PutStandings(files []File) error
	// Due lists files whose Standing.Due is not after by, earliest first.
	Due(by record.HLC, max int) ([]File, error)
	// EventsOf gives the events of all these files, erased ones not, by effective
	// time and id.
	EventsOf(files ...int64) ([]Event, error)

	// Known gives those of the events that are here, by id, without content.
	Known(ids []uuid.UUID) (map[uuid.UUID]Event, error)
	// AddEvents stores new events, gives each its Row, and enters those that have a
	// Journal there at Seq. An event of an offer has none.
	AddEvents(events []Event) error
	// Enter puts events that are here already, by Row, into a journal at Seq, with
	// Ends: they came by another way before (an offer, another journal). An event
	// may stand in several journals.
	Enter(events []Event) error
	// Remark changes an event's mark. Lines that carry the event keep the mark they
	// were appended with: it is part of their hash.
	Remark(row int64, mark record.Mark) error
	// Empty takes file, act, visit and content from events.
	Empty(rows []int64) error
	// Refuse keeps an event that came with a known id and another digest.
	Refuse(event uuid.UUID, identity record.Hash, sealed []byte) error
	Refused() (int, error)

	// LockFeeds gives the heads, in the order of the argument; feeds that are new
	// begin at position 0. It locks by name. To be called as late as possible.
	LockFeeds(names []string) ([]FeedHead, error)
	FeedHeads(names []string) ([]FeedHead, error)
	// AddLines appends; positions follow the head that was locked. Of an Event it
	// reads Row and Mark.
	AddLines(feed FeedHead, lines []FeedLine) error
	// Lines gives lines behind a position, with their events (each with the mark its
	// line was appended with), until their contents
	// reach about max bytes; at least one when there is any.
	Lines(feed string, after int64, max int) ([]FeedLine, error)
	// LineHash gives the hash of a position, zero at 0; found is false beyond the head.
	LineHash(feed string, position int64) (hash record.Hash, found bool, err error)

	// Terminals and codes.
	PutCode(Code) error
	LockCode(proof record.Hash) (Code, bool, error)
	Codes() ([]Code, error)
	PutTerminal(Terminal) error
	Terminal(id uuid.UUID) (Terminal, bool, error)
	Terminals() ([]Terminal, error)

	// Keys are age identities and staff files, sealed; name and place tell which.
	PutKey(Key) error
	Keys(kind string) ([]Key, error)

	// Slips lead from a token to the person's file. The token is never kept: only
	// its hash. What is there already stays.
	PutSlips(slips []Slip) error
	Slip(token record.Hash) (file int64, found bool, err error)

	// PutNumbers notes which subject bears a printed number. When it is another
	// subject's already, all of them are listed by NumbersTwice until NumberSettled.
	PutNumbers(numbers []Number) error
	NumbersTwice(max int) ([]Number, error)
	NumberSettled(number record.Hash) error

	// Erasures in the order they were made.
	AddErasure(Erasure) error
	Erasures(after record.HLC) ([]Erasure, error)

	// Counts for status and verify.
	Counts() (Counts, error)
	// Journals lists all, for status and verify.
	Journals() ([]Journal, error)
	// Entries gives events of a journal in order, for verify.
	Entries(journal uuid.UUID, after int64, limit int) ([]Event, error)
	FeedNames() ([]string, error)
}

// Journal is how far the district holds one terminal's journal, or its own.
type Journal struct {
	ID       uuid.UUID
	Terminal uuid.UUID // zero: no such journal yet
	Head     int64
	Hash     record.Hash
	Last     record.HLC // effective time of the last entry
	At       record.HLC // when it last grew
}

// Event is an event as it is kept. Header, without content, stays after an
// erasure; File, Act and Visit of Header go then.
type Event struct {
	Row      int64 // this archive's own; given by AddEvents
	Header   record.Event
	Digest   record.Hash
	Mark     record.Mark
	Journal  uuid.UUID   // where it first came in; zero when it came in an offer
	Seq      int64       // there
	Ends     record.Hash // chain hash of the entry when it ends an act, else zero; read by Entries and MarksAfter only
	File     int64       // row of the file; 0 once erased
	Content  []byte      // sealed salt and body; nil once erased
	Received record.HLC
}

// Identity covers header and digest.
func (e *Event) Identity() record.Hash { return e.Header.ChainHash(record.Hash{}, e.Digest) }

// File is a file's row.
type File struct {
	Row      int64
	File     record.File
	Changes  int64 // how often it was locked for writing
	Standing Standing
}

// Standing is what the district worked out of a file when it folded it last.
type Standing struct {
	Views     []string   // feeds the file stands in, sorted
	Directory []byte     // the person's last directory entry, as JSON; nil for other files
	Due       record.HLC // when time alone changes something (a transfer, a supplement); zero for never
}

// Slip is one slip's way to its person.
type Slip struct {
	Token record.Hash
	File  int64
}

// Number is a number that was printed, as a keyed hash, and who bears it.
type Number struct {
	Number  record.Hash
	Subject uuid.UUID // case, membership or transfer
	File    int64
	At      record.HLC // effective time of the event that said it
}

// FeedHead is the end of a feed.
type FeedHead struct {
	Feed     int64 // row
	Name     string
	Position int64
	Hash     record.Hash
}

// FeedLine is one line. Exactly one of Event's Row and Directory is set; Lines
// fills the whole Event.
type FeedLine struct {
	Position  int64
	Hash      record.Hash
	Event     Event
	Directory []byte // JSON
}

// Code is a one-time set-up code: only what proves it, and the sealed file.
type Code struct {
	Proof    record.Hash
	Centre   uuid.UUID
	Number   int
	Made     record.HLC
	File     []byte    // the set-up file
	Terminal uuid.UUID // who used it; zero until then
}

// Terminal is one certified terminal.
type Terminal struct {
	ID        uuid.UUID
	Centre    uuid.UUID
	Number    int
	Public    []byte
	Courier   string
	Certified record.HLC
	Revoked   record.HLC // zero while it is in use
	Seen      record.HLC
	Program   string
	Waiting   int
	Offered   uuid.UUID // epoch it has offered everything for
}

// Key is a sealed identity or a staff file.
type Key struct {
	Kind   string    // "centre", "role", "staff"
	Name   string    // role, login, or ""
	Place  string    // town, or ""
	ID     uuid.UUID // centre, member of staff
	Other  uuid.UUID // of a staff file: the centre
	Serial int64     // grows with each rotation; the highest is in force
	Made   record.HLC
	Sealed []byte
}

// Erasure is an order to empty a person's events.
type Erasure struct {
	Person uuid.UUID
	UpTo   record.HLC
	At     record.HLC
}

// Counts are sizes for the technician.
type Counts struct {
	Journals, Terminals, Events, Erased, Files, Lines, Refused int64
}
