-- The organisation's few files are read at each sign-in, among those of all
-- persons.
CREATE INDEX file_kind ON file (kind);
