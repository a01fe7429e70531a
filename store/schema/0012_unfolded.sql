-- unfolded holds files whose lists do not yet show what was stored of them:
-- others' events are stored first and folded afterwards, file by file. What a
-- power cut leaves here is folded at the next sign-in.
CREATE TABLE unfolded (
	file INTEGER PRIMARY KEY REFERENCES file
) STRICT;
