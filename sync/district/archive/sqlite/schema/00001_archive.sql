-- +goose Up
-- What the district keeps, in SQLite. Ids of people's things are 16-byte BLOBs,
-- hashes 32; INTEGER ids are this database's own. Times are hybrid clock
-- readings (milliseconds since 1970 UTC in the upper 48 bits). What is personal
-- is sealed. What is written by the thousand has no foreign keys: verify looks.

-- setting holds what init and restore wrote, such as the epoch.
CREATE TABLE setting (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- journal is how far each terminal's journal is held, and the district's own.
CREATE TABLE journal (
	id       INTEGER PRIMARY KEY,
	uuid     BLOB    NOT NULL UNIQUE,
	terminal BLOB,             -- NULL until something of it is stored
	head     INTEGER NOT NULL, -- seq of the last entry
	hash     BLOB    NOT NULL, -- of the last entry
	last     INTEGER NOT NULL, -- effective time of the last entry
	at       INTEGER NOT NULL  -- when it last grew
) STRICT;

CREATE TABLE file (
	id        INTEGER PRIMARY KEY,
	uuid      BLOB    NOT NULL,
	kind      TEXT    NOT NULL,
	changes   INTEGER NOT NULL, -- how often it was locked for writing
	views     TEXT    NOT NULL, -- feeds it stands in, one a line, sorted
	directory BLOB,             -- the last directory entry, JSON
	due       INTEGER NOT NULL, -- when time alone changes something; 0 for never
	UNIQUE (uuid, kind)
) STRICT;
CREATE INDEX file_due ON file (due) WHERE due > 0;

-- joined says which files are read together. Each pair stands in both
-- directions.
CREATE TABLE joined (
	a INTEGER NOT NULL,
	b INTEGER NOT NULL,
	PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- event has a row for every event. An erased one keeps its header, mark and
-- digest.
CREATE TABLE event (
	id        INTEGER PRIMARY KEY,
	uuid      BLOB    NOT NULL UNIQUE,
	at        INTEGER NOT NULL,
	proven    INTEGER NOT NULL,
	centre    BLOB    NOT NULL,
	terminal  BLOB    NOT NULL,
	staff     BLOB    NOT NULL,
	role      TEXT    NOT NULL,
	type      TEXT    NOT NULL,
	version   INTEGER NOT NULL,
	act       BLOB,             -- NULL once erased
	visit     BLOB,             -- NULL outside a visit, or once erased
	file      INTEGER,          -- NULL once erased
	digest    BLOB    NOT NULL,
	effective INTEGER NOT NULL,
	allowed   INTEGER NOT NULL, -- 0, 1
	reason    TEXT    NOT NULL,
	journal   INTEGER,          -- where it first came in; NULL when it came in an offer
	seq       INTEGER,
	received  INTEGER NOT NULL,
	content   BLOB              -- sealed: salt and body; NULL once erased
) STRICT;
CREATE INDEX event_file ON event (file);

-- entry is a journal's chain. Only the last entry of an act has the hash: those
-- between follow from the digests.
CREATE TABLE entry (
	journal INTEGER NOT NULL,
	seq     INTEGER NOT NULL,
	event   INTEGER NOT NULL,
	ends    BLOB,
	PRIMARY KEY (journal, seq)
) STRICT, WITHOUT ROWID;

-- refused holds events that came with a known id and another digest.
CREATE TABLE refused (
	event    BLOB NOT NULL, -- id of the event that counts
	identity BLOB NOT NULL, -- over header and digest
	sealed   BLOB NOT NULL, -- the event as JSON
	PRIMARY KEY (event, identity)
) STRICT;

CREATE TABLE feed (
	id       INTEGER PRIMARY KEY,
	name     TEXT    NOT NULL UNIQUE,
	position INTEGER NOT NULL, -- of the last line
	hash     BLOB    NOT NULL  -- of the last line
) STRICT;

CREATE TABLE feed_line (
	feed      INTEGER NOT NULL,
	position  INTEGER NOT NULL,
	hash      BLOB    NOT NULL,
	event     INTEGER,          -- either this
	effective INTEGER NOT NULL, -- with the mark it had then: it is in the hash
	allowed   INTEGER NOT NULL,
	reason    TEXT    NOT NULL,
	directory BLOB,             -- or this: JSON
	PRIMARY KEY (feed, position)
) STRICT, WITHOUT ROWID;

-- code lets one terminal be certified.
CREATE TABLE code (
	proof    BLOB    PRIMARY KEY,
	centre   BLOB    NOT NULL,
	number   INTEGER NOT NULL,
	made     INTEGER NOT NULL,
	file     BLOB    NOT NULL, -- the set-up file, sealed with the code
	terminal BLOB              -- who used it
) STRICT;

CREATE TABLE terminal (
	uuid      BLOB    PRIMARY KEY,
	centre    BLOB    NOT NULL,
	number    INTEGER NOT NULL,
	public    BLOB    NOT NULL, -- Ed25519
	courier   TEXT    NOT NULL, -- age recipient
	certified INTEGER NOT NULL,
	revoked   INTEGER NOT NULL, -- 0 while in use
	seen      INTEGER NOT NULL,
	program   TEXT    NOT NULL,
	waiting   INTEGER NOT NULL,
	offered   BLOB              -- epoch it has offered everything for
) STRICT;

-- sealed_key holds age identities and staff files, all versions.
CREATE TABLE sealed_key (
	kind   TEXT    NOT NULL,
	name   TEXT    NOT NULL,
	place  TEXT    NOT NULL,
	id     BLOB    NOT NULL,
	other  BLOB    NOT NULL,
	serial INTEGER NOT NULL,
	made   INTEGER NOT NULL,
	sealed BLOB    NOT NULL,
	PRIMARY KEY (kind, name, place, id, other, serial)
) STRICT;

-- slip leads from the hash of a slip's token to the person's file.
CREATE TABLE slip (
	token BLOB    PRIMARY KEY,
	file  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- printed says who bears a printed number: a keyed hash, first come.
CREATE TABLE printed (
	number  BLOB    PRIMARY KEY,
	subject BLOB    NOT NULL,
	file    INTEGER NOT NULL,
	at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- printed_twice lists all bearers of a number that has more than one.
CREATE TABLE printed_twice (
	number  BLOB    NOT NULL,
	subject BLOB    NOT NULL,
	file    INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	settled INTEGER NOT NULL, -- 0, 1
	PRIMARY KEY (number, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE erasure (
	at     INTEGER NOT NULL,
	person BLOB    NOT NULL,
	upto   INTEGER NOT NULL,
	PRIMARY KEY (at, person, upto)
) STRICT, WITHOUT ROWID;
