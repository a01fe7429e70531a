// Package store keeps what a terminal records: the journal of its own events,
// the events of others it was given, and the tables that lists and searches
// read. One folder holds one terminal; one process has it open at a time.
//
// The journal is the data. Every other table that names a person is a
// projection, folded by package record from the events, and can be dropped and
// built again ([Session.Rebuild]). Bodies and personal columns are sealed
// (package vault) and open only between a [Store.SignIn] and its sign-out;
// in the clear stand states, dates, codes and ids.
//
// It knows nothing of sync, of HTTP or of screens. What it leaves to others: the
// rules (package record), moving events (package sync).
//
// Its surprises: a save that has begun is finished even when its context is
// cancelled meanwhile, because the visitor in front of the window was not; and
// only the last entry of an act carries the chain's hash, since acts are
// written, sent and acknowledged whole and the hashes between follow from the
// stored digests.
package store
