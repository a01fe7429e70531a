-- proof keeps the district's signature over the marks it gave to a stretch of a
-- journal of this terminal: a district that was set back gets them back with it.
-- place is journal << 40 | seq of the last entry, as in entry.
CREATE TABLE proof (
	place     INTEGER PRIMARY KEY,
	after     INTEGER NOT NULL, -- seq of the entry before the first
	epoch     BLOB    NOT NULL, -- the district's history it belongs to
	hash      BLOB    NOT NULL,
	time      INTEGER NOT NULL, -- the district's clock
	signature BLOB    NOT NULL,
	marks     BLOB    NOT NULL, -- as they were given: JSON, packed
	offered   BLOB    NOT NULL  -- the latest history it was offered to, or belongs to
) STRICT;
