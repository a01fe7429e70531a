-- The journal and what is known of events. Times are hybrid clock readings
-- (milliseconds since 1970 UTC in the upper 48 bits) unless they say otherwise.
-- ids of people's things are 16-byte BLOBs; INTEGER ids are this database's own.

-- self is this terminal; one row.
CREATE TABLE self (
	one      INTEGER PRIMARY KEY CHECK (one = 1),
	terminal BLOB    NOT NULL, -- id, made at set-up
	centre   BLOB    NOT NULL,
	town     TEXT    NOT NULL, -- nine digits, for our numbers
	number   INTEGER NOT NULL, -- given by the district, only ever printed
	district BLOB    NOT NULL, -- its Ed25519 signing key, public
	public   BLOB    NOT NULL, -- the terminal's own, public
	courier  TEXT    NOT NULL, -- age recipient of answers on a stick
	setup    BLOB    NOT NULL, -- JSON: what the set-up file said, without secrets
	clock    INTEGER NOT NULL, -- the last reading given or heard of
	proven   INTEGER NOT NULL, -- latest time held under the district's signature
	journal  INTEGER NOT NULL REFERENCES journal
) STRICT;

-- secret holds sealed values this terminal needs to work: the set-up, its keys.
CREATE TABLE secret (
	name   TEXT PRIMARY KEY,
	sealed BLOB NOT NULL
) STRICT;

-- word interns kinds, roles, types and reasons.
CREATE TABLE word (
	id   INTEGER PRIMARY KEY,
	text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE author (
	id       INTEGER PRIMARY KEY,
	terminal BLOB    NOT NULL,
	centre   BLOB    NOT NULL,
	staff    BLOB    NOT NULL,
	role     INTEGER NOT NULL REFERENCES word,
	UNIQUE (terminal, centre, staff, role)
) STRICT;

CREATE TABLE file (
	id   INTEGER PRIMARY KEY,
	uuid BLOB    NOT NULL,
	kind INTEGER NOT NULL REFERENCES word
) STRICT;
CREATE UNIQUE INDEX file_uuid ON file (uuid, kind);

-- act holds what the events of one act have in common. Should events of one act
-- ever differ in it, there are several rows with that uuid.
CREATE TABLE act (
	id     INTEGER PRIMARY KEY,
	uuid   BLOB,               -- NULL once erased
	visit  BLOB,               -- NULL outside a visit
	author INTEGER NOT NULL REFERENCES author,
	proven INTEGER NOT NULL
) STRICT;
CREATE INDEX act_uuid ON act (uuid);

-- event has a row for every event, our own and others'. An erased one keeps its
-- header, mark and digest.
CREATE TABLE event (
	id      INTEGER PRIMARY KEY, -- in the order of arrival; for our own events that of the journal
	uuid    BLOB    NOT NULL,
	at      INTEGER NOT NULL,
	act     INTEGER NOT NULL REFERENCES act,
	file    INTEGER REFERENCES file,
	type    INTEGER NOT NULL REFERENCES word,
	version INTEGER NOT NULL,
	shift   INTEGER NOT NULL,   -- effective time less at
	mark    INTEGER NOT NULL,   -- bits: 1 not allowed, 2 provisional
	reason  INTEGER REFERENCES word,
	digest  BLOB    NOT NULL,
	content BLOB                -- sealed: salt and body
) STRICT;
CREATE UNIQUE INDEX event_uuid ON event (uuid);
CREATE INDEX event_file ON event (file);

-- joined says which files are read together, because an event names both. Each
-- pair stands in both directions.
CREATE TABLE joined (
	a INTEGER NOT NULL REFERENCES file,
	b INTEGER NOT NULL REFERENCES file,
	UNIQUE (a, b)
) STRICT;

-- refused holds events that came with an id already known but say otherwise:
-- the first counts, these are listed.
CREATE TABLE refused (
	id     INTEGER PRIMARY KEY,
	event  INTEGER NOT NULL REFERENCES event,
	hash   BLOB    NOT NULL, -- over header and digest
	sealed BLOB    NOT NULL, -- the event as JSON
	UNIQUE (event, hash)
) STRICT;

CREATE TABLE journal (
	id       INTEGER PRIMARY KEY,
	uuid     BLOB    NOT NULL UNIQUE,
	head     INTEGER NOT NULL, -- seq of the last entry
	hash     BLOB    NOT NULL, -- of the last entry
	received INTEGER NOT NULL, -- seq up to which the district has signed for it
	safe     INTEGER NOT NULL, -- seq up to which a second copy has it
	upto     INTEGER NOT NULL, -- event of the entry received
	receipt  BLOB              -- the latest, as signed
) STRICT;

-- entry: place is journal << 40 | seq. Only the last entry of an act has the
-- hash; those between follow from the digests.
CREATE TABLE entry (
	place INTEGER PRIMARY KEY,
	event INTEGER NOT NULL REFERENCES event,
	hash  BLOB
) STRICT;

-- counter holds the last number given, so that none is given twice.
CREATE TABLE counter (
	name TEXT PRIMARY KEY,
	last INTEGER NOT NULL
) STRICT;

-- attempt counts wrong passwords since the last right one.
CREATE TABLE attempt (
	login  TEXT PRIMARY KEY,
	failed INTEGER NOT NULL,
	at     INTEGER NOT NULL -- milliseconds
) STRICT;
