// Package disk is a disk that fails, for tests: it stands between SQLite and the
// files below one folder. It can make the n-th read, write or sync fail, run out
// of room, and tell afterwards what a power cut at any moment would have left,
// because it writes down every change and which of them were synced.
//
// What a cut leaves is worked out, not waited for: one run of a story gives the
// images of all its moments ([Trace.Cuts]). A disk keeps what was synced; of the
// rest it may have kept any sectors, in any order, and the last one in part.
//
// It covers what goes through SQLite. Files that are written otherwise (vault,
// staff files) have their own proof in package vault.
//
// Its surprise: it makes itself SQLite's default file system for the whole test
// process, so that the code under test needs no seam. Files below no watched
// folder pass through untouched.
package disk
