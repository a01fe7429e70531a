// Package record is what the program knows about its work: which files there
// are, which events may be written about them, and what follows from them.
//
// Everything recorded is an [Event]. The state of a [File] is a fold of its
// events in the order of their effective times ([Mark]); the fold reads the
// events and marks of that file and nothing else: no clock, no staff list, no
// other file. So replicas that hold the same events and marks hold the same
// state, in whatever order they came in.
//
// A rule never fails. What cannot take effect is kept, changes nothing and is
// listed with its reason ([Listed]) for a person to look at.
//
// The package is pure: no I/O, no SQL, no time of its own. Keeping events is
// the work of package store, moving them that of package sync.
package record
