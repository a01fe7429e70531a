// Package district is the other end of sync: it takes in what terminals record,
// gives each event its mark, keeps all of it in an archive, and hands out feeds,
// receipts, staff files and the residents' pages.
//
// A District holds no state of its own that another process could miss: several
// may serve one archive, and any may die at any moment. What it keeps in memory
// (the folded organisation, its clock) is read again from the archive when that
// has gone on.
//
// What is personal lies sealed in the archive. Logs and metrics name ids, counts
// and times, never a person.
package district
