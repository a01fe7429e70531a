-- What lists and searches read. All of it can be dropped and folded again from
-- the events. Dates are numbers, 20260914; ids of rows are person << 12 | place
-- in the person's list, so that a person's rows lie together and need no index.

CREATE TABLE person (
	id        INTEGER PRIMARY KEY REFERENCES file, -- the file that names the group
	town      TEXT,    -- nine digits
	member    INTEGER REFERENCES word,             -- state of the membership or application
	holding   INTEGER REFERENCES file,
	residence INTEGER REFERENCES word,             -- state of the latest case
	visited   INTEGER NOT NULL,
	listed    INTEGER NOT NULL,                    -- events to be looked at
	line      BLOB NOT NULL                        -- sealed: what a hit shows and a search reads
) STRICT;
CREATE INDEX person_visited ON person (visited);

-- alias leads from a file that was joined to the one that names the group.
CREATE TABLE alias (
	file   INTEGER PRIMARY KEY REFERENCES file,
	person INTEGER NOT NULL REFERENCES file
) STRICT;

CREATE TABLE residence_case (
	id       INTEGER PRIMARY KEY,
	no       TEXT,
	type     INTEGER NOT NULL REFERENCES word,
	state    INTEGER NOT NULL REFERENCES word,
	filed    INTEGER NOT NULL,
	accepted INTEGER,
	promised INTEGER,
	ended    INTEGER
) STRICT;
CREATE INDEX residence_case_no ON residence_case (no);

CREATE TABLE membership (
	id        INTEGER PRIMARY KEY,
	no        TEXT,
	member_no TEXT,
	state     INTEGER NOT NULL REFERENCES word,
	target    INTEGER REFERENCES file,
	holding   INTEGER REFERENCES file,
	applied   INTEGER,
	joined    INTEGER,
	ended     INTEGER
) STRICT;
CREATE INDEX membership_no ON membership (no);
CREATE INDEX membership_member_no ON membership (member_no) WHERE member_no IS NOT NULL;

CREATE TABLE transfer (
	id       INTEGER PRIMARY KEY,
	no       TEXT,
	state    INTEGER NOT NULL REFERENCES word,
	origin   INTEGER REFERENCES file,
	goal     INTEGER REFERENCES file,
	proposed INTEGER NOT NULL,
	released INTEGER,
	ended    INTEGER
) STRICT;
CREATE INDEX transfer_no ON transfer (no);

-- former keeps numbers that were replaced findable.
CREATE TABLE former (
	id INTEGER PRIMARY KEY,
	no TEXT NOT NULL
) STRICT;
CREATE INDEX former_no ON former (no);

-- slip leads from a token to its person. The id is the first 63 bits of the
-- token's SHA-256: a stolen disk must not open the residents' pages.
CREATE TABLE slip (
	id     INTEGER PRIMARY KEY,
	person INTEGER NOT NULL REFERENCES file
) STRICT;
