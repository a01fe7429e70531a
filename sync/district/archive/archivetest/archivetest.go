// Package archivetest is the suite every archive passes.
package archivetest

import (
	"context"
	"errors"
	"testing"

	"ruhui/sync/district/archive"
)

// Run tries an archive. open gives a new, empty, migrated one each time; it sees
// to its closing.
func Run(t *testing.T, open func(t *testing.T) archive.Archive) {
	for name, test := range map[string]func(*testing.T, archive.Archive){
		"settings":                           settings,
		"a failed change leaves nothing":     nothingOfAFailedChange,
		"a cancelled change leaves nothing":  nothingOfACancelledChange,
		"reading refuses writing":            readingRefusesWriting,
		"reading sees one picture":           onePicture,
		"journals":                           journals,
		"entries and marks":                  entries,
		"an event enters a second journal":   secondJournal,
		"a chain has no place twice":         placeTwice,
		"files are made and counted":         filesCounted,
		"files of one id and two kinds":      twoKinds,
		"standing":                           standing,
		"joined files":                       joined,
		"what is due":                        due,
		"a mark changes, its lines do not":   remarked,
		"numbers printed twice":              numbers,
		"an event comes back as it was":      eventRoundTrip,
		"events without a journal":           offered,
		"known events of many":               knownOfMany,
		"events of many files":               eventsOfMany,
		"erased events keep their header":    erased,
		"refused events":                     refused,
		"feeds":                              feeds,
		"a page ends at its bytes":           pages,
		"ten thousand lines":                 manyLines,
		"lines of the directory":             directoryLines,
		"a position does not skip":           noGap,
		"a reader misses no stalled writer":  neverSkips,
		"codes":                              codes,
		"terminals":                          terminals,
		"keys":                               keys,
		"slips":                              slips,
		"erasures":                           erasures,
		"counts":                             counts,
		"writers of one file queue":          writersQueue,
		"writers in both orders do not stop": bothOrders,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// write runs a change that has to succeed.
func write(t *testing.T, a archive.Archive, change func(archive.Tx) error) {
	t.Helper()
	if err := a.Write(t.Context(), change); err != nil {
		t.Fatal("write:", err)
	}
}

// read runs on one picture and has to succeed.
func read(t *testing.T, a archive.Archive, look func(archive.Tx) error) {
	t.Helper()
	if err := a.Read(t.Context(), look); err != nil {
		t.Fatal("read:", err)
	}
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

func settings(t *testing.T, a archive.Archive) {
	write(t, a, func(tx archive.Tx) error {
		return errors.Join(tx.PutSetting("epoch", "one"), tx.PutSetting("epoch", "two"), tx.PutSetting("other", ""))
	})
	read(t, a, func(tx archive.Tx) error {
		for name, want := range map[string]string{"epoch": "two", "other": "", "never written": ""} {
			got, err := tx.Setting(name)
			if err != nil {
				return err
			}
			same(t, name, got, want)
		}
		return nil
	})
}

var errOurs = errors.New("the caller's error")

func nothingOfAFailedChange(t *testing.T, a archive.Archive) {
	err := a.Write(t.Context(), func(tx archive.Tx) error {
		if err := tx.PutSetting("epoch", "one"); err != nil {
			return err
		}
		return errOurs
	})
	if !errors.Is(err, errOurs) {
		t.Fatalf("write: got %v, want the caller's error", err)
	}
	wantNoEpoch(t, a)
}

func nothingOfACancelledChange(t *testing.T, a archive.Archive) {
	ctx, cancel := context.WithCancel(t.Context())
	err := a.Write(ctx, func(tx archive.Tx) error {
		err := tx.PutSetting("epoch", "one")
		cancel()
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("write: got %v, want that it was cancelled", err)
	}
	wantNoEpoch(t, a)
}

func wantNoEpoch(t *testing.T, a archive.Archive) {
	t.Helper()
	// Writing again shows that nothing is held, too.
	write(t, a, func(tx archive.Tx) error {
		got, err := tx.Setting("epoch")
		same(t, "epoch", got, "")
		return err
	})
}

func readingRefusesWriting(t *testing.T, a archive.Archive) {
	if err := a.Read(t.Context(), func(tx archive.Tx) error { return tx.PutSetting("epoch", "one") }); err == nil {
		t.Fatal("a setting was written while reading")
	}
	wantNoEpoch(t, a)
}

func onePicture(t *testing.T, a archive.Archive) {
	write(t, a, func(tx archive.Tx) error { return tx.PutSetting("epoch", "one") })
	read(t, a, func(tx archive.Tx) error {
		before, err := tx.Setting("epoch")
		if err != nil {
			return err
		}
		write(t, a, func(tx archive.Tx) error { return tx.PutSetting("epoch", "two") })
		after, err := tx.Setting("epoch")
		same(t, "epoch beside a writer", after, before)
		return err
	})
	if err := a.Ready(t.Context()); err != nil {
		t.Fatal("ready:", err)
	}
}
