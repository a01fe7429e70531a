-- How far this terminal holds the district's feeds. place is feed << 40 |
-- position, as in entry.

CREATE TABLE feed (
	id       INTEGER PRIMARY KEY,
	name     TEXT    NOT NULL UNIQUE,
	epoch    BLOB    NOT NULL, -- the history of the district that positions belong to
	position INTEGER NOT NULL, -- of the last line stored
	hash     BLOB    NOT NULL  -- of that position
) STRICT;

-- feed_line leads from a position to its event, with the mark it came with: a
-- district that was set back gets its lines back from here. Another history of
-- the district may have marked the event otherwise. Positions of the directory's
-- lines are not here: the district works them out of the events.
CREATE TABLE feed_line (
	place  INTEGER PRIMARY KEY,
	event  INTEGER NOT NULL REFERENCES event,
	shift  INTEGER NOT NULL, -- as in event
	mark   INTEGER NOT NULL,
	reason INTEGER REFERENCES word
) STRICT;

-- feed_end is a position the district has signed for.
CREATE TABLE feed_end (
	place     INTEGER PRIMARY KEY,
	epoch     BLOB    NOT NULL,
	hash      BLOB    NOT NULL,
	time      INTEGER NOT NULL, -- the district's clock
	signature BLOB    NOT NULL
) STRICT;

-- directory is what may be known of persons that have no file here: one line
-- each, the last one counts.
CREATE TABLE directory (
	person    BLOB    PRIMARY KEY,
	member_no TEXT,
	state     INTEGER REFERENCES word, -- of the membership
	holding   BLOB,                    -- id of the union
	pending   INTEGER NOT NULL         -- 1: an application or transfer waits
) STRICT, WITHOUT ROWID;

-- clock_set has the last entry written before the machine's clock was set.
CREATE TABLE clock_set (
	place INTEGER PRIMARY KEY
) STRICT;

-- contact is what this terminal knows of its dealings with the district; one row.
CREATE TABLE contact (
	one       INTEGER PRIMARY KEY CHECK (one = 1),
	certified INTEGER NOT NULL, -- 1: the district knows this terminal
	erased    INTEGER NOT NULL, -- the district's time of the latest erasure carried out
	ahead     INTEGER           -- milliseconds the clock was ahead of the district's; NULL when never compared
) STRICT;
INSERT INTO contact (one, certified, erased, ahead) VALUES (1, 0, 0, NULL);
