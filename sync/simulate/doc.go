// Package simulate runs a whole district in one process, in virtual time, from
// one seed: windows, base unions' offices, a network that loses, repeats,
// reorders and cuts, and two server processes on one archive. Machines crash in
// the middle of a write, folders are restored from backups and copied, clocks
// jump. After a while all is quiet, everybody syncs until nothing is left to
// do, and what design and domain promise must hold: everything acknowledged is
// there once, all replicas agree, no member is lost or counted twice.
//
// What a seed does depends on nothing but the seed, so that a failing one can be
// run again: there is one goroutine that acts, one source of randomness, and
// clocks that only the world moves.
//
// It is for tests only.
package simulate
