-- staffing is the latest pack of staff files this terminal took; one row at
-- most. done is bits: 1 the files are in their folder, 2 the vault has a new key.
CREATE TABLE staffing (
	one  INTEGER PRIMARY KEY CHECK (one = 1),
	made INTEGER NOT NULL, -- the district's clock
	file BLOB,             -- the pack; NULL once its news was taken
	done INTEGER NOT NULL
) STRICT;
