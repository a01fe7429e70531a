-- Visits begun and not saved. Both tables lose their rows with the visit's act.

CREATE TABLE draft (
	id     INTEGER PRIMARY KEY,
	visit  BLOB    NOT NULL UNIQUE,
	staff  BLOB    NOT NULL,  -- who has it before them, or had it last
	centre BLOB    NOT NULL,
	opened INTEGER NOT NULL,  -- milliseconds
	parked INTEGER NOT NULL   -- 1: any clerk of the centre may take it up
) STRICT;

-- draft_field holds each field by itself, so that saving one writes one row.
-- Names of fields stand in the clear and say nothing of the person.
CREATE TABLE draft_field (
	draft  INTEGER NOT NULL REFERENCES draft ON DELETE CASCADE,
	field  TEXT    NOT NULL,
	at     INTEGER NOT NULL,  -- milliseconds
	sealed BLOB    NOT NULL,
	PRIMARY KEY (draft, field)
) STRICT, WITHOUT ROWID;
