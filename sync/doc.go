// Package sync carries what terminals record to the district and what the
// district hands out to terminals. It holds the messages both sides speak, their
// signatures, and the terminal's side of every exchange; package district is
// the other side. It reads and writes through package store and knows no screen.
//
// Its name shadows the standard package. A file elsewhere that needs both
// imports this one as syncing.
//
// # The protocol
//
// The network is a rumour: an exchange may be cut, repeated, late or out of
// order. Nothing below depends on an exchange being the first or the only one of
// its kind; each may be sent again, whole, until an answer arrived, and the
// answer says the same.
//
// Everything is one POST over HTTPS (TLS 1.3, the certificate descending from
// the district's own authority, which the set-up file brought), with a body and
// an answer of [ContentType]: JSON lines, compressed with zstd, so that a
// technician can read an exchange with the zstd program alone. A refusal is a
// [Refusal] with the HTTP status that goes with its code. Whatever else comes
// back (a portal's page, a proxy's error) is not an answer, and the terminal says
// what it looks like.
//
// # Who speaks
//
// A terminal makes its own id and keys. Its first exchange, [PathCertify],
// joins them to the one-time code of its set-up file: a code certifies one
// terminal, and the same terminal again. From then on it asks for a nonce,
// signs it, and gets a token for some minutes, bound to terminal and centre
// ([PathNonce], [PathToken]). The nonce and the token are sealed by the server,
// not remembered, so that any server process of the district takes them. A
// terminal that scanned a code instead of a file fetches the file first
// ([PathSetup]); the file is sealed with the code and signed, so the line adds
// nothing to trust.
//
// # Hello
//
// [PathHello] tells the district how the terminal stands (journal, feeds,
// program, clock) and brings what does not travel in feeds: the district's time,
// its epoch, which feeds this centre reads, a newer pack of staff files, a fresh
// terminal number after a copy was noticed, erasures, changed recipients.
//
// # Push before pull
//
// A journal is sent as it was written: whole acts, in order, in a [Batch] that
// says after which entry it goes on and what that entry's hash was. Hashes
// between are not sent, because both sides compute them; the last one is signed
// by the terminal. The district checks the chain, stores the batch in one
// transaction, gives each event its mark, and answers with the marks and a
// signed [Receipt]: up to where it has received the journal, and up to where a
// second copy that was read back has it (safe). A terminal stores marks and
// receipt in one transaction. What was sent already is answered with the marks
// it was given then; what does not join on is answered with [NotJoined], naming
// the entry and hash the district holds:
//
//   - the terminal knows that hash: it goes on from there;
//   - its own journal is shorter or differs there: it was set back or copied. It
//     opens a new journal, asks [PathLacks] which of its own events the district
//     has never seen, and carries those over. A fresh terminal number comes with
//     the next hello.
//
// An event whose id is known with another digest is stored beside the first and
// listed; the first counts. An event that makes no sense is stored and listed.
// Only a broken chain, a wrong signature or another terminal's journal is
// refused: nothing inside a batch can stop what comes behind it.
//
// # Pull
//
// A feed is a numbered list of lines: events with their marks, or the
// directory's lines. The terminal asks for what lies behind its position
// ([PathPull]) and gets a [Page], signed over epoch, feed, position and hash. The
// hash of a position covers the hash before it and each line, so a page that
// does not join on to what the terminal holds shows at once: by cut, by another
// history, or by a server that is not the district. Lines and position are
// stored in one transaction, in pieces that end with an act, so that a save at
// the window waits for a piece and never for a page.
//
// [PathNews] is an open request: it is answered when one of the terminal's feeds
// has gone on behind the positions it names, or after the time it allows.
//
// # Epochs
//
// An epoch is the random id of one history of the server. A server that was
// restored from an older backup opens a new one: by its restore command, or by
// itself as soon as a terminal shows a receipt the server signed and does not
// hold. A terminal that meets another epoch looks for the last position whose hash
// agrees ([PathHeads]), goes on from there, and offers the signed stretch beyond
// it ([PathOffer]), which the district takes back as it was, marks included:
// it knows its own signature. Until the terminals of the last seven days have
// offered what they hold, or an administrator says so, it decides nothing of its
// own (no time-outs, no seats); receipts and marks go on.
//
// # Reading one person
//
// For a card from outside the terminal's views, [PathFile] gives one person's
// file for this visit, to a clerk whose role may read it; the district records
// that it was read. Offline there is the directory's line and nothing else.
//
// # Versions
//
// A field that is added is optional. A changed meaning is a new path. Events of
// types or versions the other side does not know are carried, stored, hashed and
// sent on unread.
//
// # On the wire
//
// The first line of a message is its JSON. Where it carries events (a batch, a
// page, an offer, one person's file) their place in it holds columns: what repeats
// stands there once, ids and salts in base64, times as differences. The bodies
// follow, one a line, as the bytes they were written in, because those are hashed;
// hashes are not sent. The first line and the bodies are a zstd frame each. What is
// larger than [MaxMessage] unpacked, nested deeper than [MaxNesting], cut or
// changed is refused before anything is made of it.
//
// # Courier
//
// Where there is no line, the same messages travel in an age-sealed file, a
// [Letter]: out to the server's recipient, back to the terminal's. The writer
// signs it, which stands for the token. A terminal's letter brings its
// certificate, hello, everything that waits and how far it holds each feed; the
// district answers each of them as over the line, refusals included, then adds
// pages until the letter is full. How long a stick is on the road nobody knows, so
// its batches say that the clock tells nothing ([Batch.ClockSet]).
//
// A letter taken twice changes nothing, and one that comes late undoes nothing: an
// answer older than the proven time says nothing about where journals join any
// more. Where an answer shows that the district or this folder was set back, the
// terminal writes the next letter at once, with what it has to offer.
package sync
