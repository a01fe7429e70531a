-- service has a row for each service case. It can be dropped and folded again
-- from the events. Of a case that is sealed to a role nothing but the day stands
-- here, whoever wrote it.
CREATE TABLE service (
	id       INTEGER PRIMARY KEY REFERENCES file,
	sealed   INTEGER NOT NULL,            -- 1 for a sealed case
	opened   INTEGER NOT NULL,            -- day
	no       TEXT,
	kind     INTEGER REFERENCES word,
	state    INTEGER REFERENCES word,
	person   INTEGER REFERENCES file,     -- as recorded; may be joined to another
	assignee BLOB,
	due      INTEGER,
	ended    INTEGER
) STRICT;
CREATE INDEX service_person ON service (person) WHERE person IS NOT NULL;
CREATE INDEX service_no ON service (no) WHERE no IS NOT NULL;
CREATE INDEX service_opened ON service (opened);
