-- audit is what was done at this terminal that no event tells: who signed in and
-- out, who was refused, keys, backups, the clock (GB/T 22239-2019, security
-- audit). The lines are a chain of their own, since they are written also while
-- everything is sealed; nothing of a visitor stands in them.
CREATE TABLE audit (
	seq    INTEGER PRIMARY KEY, -- 1, 2, 3 … without gaps
	at     INTEGER NOT NULL,    -- milliseconds; never before the line above
	what   INTEGER NOT NULL REFERENCES word,
	staff  BLOB,                -- NULL: nobody, or nobody known
	result TEXT    NOT NULL,    -- '' when it was done, else the key of what the person was told
	hash   BLOB    NOT NULL
) STRICT;

-- audited is where the chain ends; one row.
CREATE TABLE audited (
	one   INTEGER PRIMARY KEY CHECK (one = 1),
	seq   INTEGER NOT NULL,
	at    INTEGER NOT NULL,
	clock INTEGER NOT NULL, -- milliseconds, as the clock said at the last line
	hash  BLOB    NOT NULL
) STRICT;
INSERT INTO audited (one, seq, at, clock, hash) VALUES (1, 0, 0, 0, zeroblob(32));
