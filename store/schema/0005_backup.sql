-- Where this folder stands among its copies, and what must stay empty.

-- place is where the folder was last opened; one row.
CREATE TABLE place (
	one      INTEGER PRIMARY KEY CHECK (one = 1),
	instance BLOB    NOT NULL, -- random; a copy takes another once it notices
	machine  BLOB    NOT NULL  -- SHA-256 over the machine's id
) STRICT;

-- copied has a row each time this folder found itself restored or copied.
CREATE TABLE copied (
	id  INTEGER PRIMARY KEY,
	at  INTEGER NOT NULL, -- milliseconds
	why TEXT    NOT NULL
) STRICT;

-- block holds the numbers, a hundred from first on, that a copy gives since
-- then. None is taken twice; those of the copy this one was made of stay.
CREATE TABLE block (
	first  INTEGER PRIMARY KEY,
	copied INTEGER NOT NULL REFERENCES copied,
	place  INTEGER NOT NULL -- in the order they were drawn since: 0, 1, 2 …
) STRICT;

-- numbered ends the numbering of a copy: the district gave a fresh number.
CREATE TABLE numbered (
	copied INTEGER PRIMARY KEY REFERENCES copied,
	number INTEGER NOT NULL
) STRICT;

-- erasure says up to which effective time the events of a file are empty, also
-- those that come later.
CREATE TABLE erasure (
	file     BLOB    PRIMARY KEY, -- of a person, or of one of their service cases
	uuid     BLOB    NOT NULL,    -- names it beside the backups
	upto     INTEGER NOT NULL,
	scrubbed INTEGER NOT NULL     -- 0 until the log was emptied after it
) STRICT;
