// Package seed gives tests that try things at random where to begin: the same
// place on each ordinary run, another one each time in a soak. It imports
// nothing of ours, so that every package's tests can.
package seed

import (
	"crypto/rand"
	"encoding/binary"
	"os"
	"strconv"
	"testing"
)

// Env is "random" in a soak, or the seed of a run that is to be repeated.
const Env = "RUHUI_TEST_SEED"

// Of gives usual, or what [Env] says. A test that fails with another seed than
// the usual one ends with the line that repeats it. A number that does not read
// as one ends the test.
func Of(tb testing.TB, usual uint64) uint64 {
	tb.Helper()
	said := os.Getenv(Env)
	if said == "" {
		return usual
	}
	seed, err := strconv.ParseUint(said, 10, 64)
	if said == "random" {
		var b [8]byte
		rand.Read(b[:]) // never fails: it ends the program rather than give poor bytes
		seed, err = binary.BigEndian.Uint64(b[:]), nil
	}
	if err != nil {
		tb.Fatalf("%s=%q: want random or a number", Env, said)
	}
	tb.Cleanup(func() {
		if tb.Failed() {
			tb.Logf("again: %s=%d go test -tags no_animations -run '^%s$'", Env, seed, tb.Name())
		}
	})
	return seed
}
