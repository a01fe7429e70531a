package vault

import (
	"bytes"
	"errors"
	"slices"
	"sync"
	"testing"
)

func testKeys(t testing.TB) *Keys {
	t.Helper()
	k, err := newKeys()
	if err != nil {
		t.Fatalf("make keys: %v", err)
	}
	return k
}

func seal(t testing.TB, k *Keys, row, plain string) []byte {
	t.Helper()
	sealed, err := k.Seal([]byte(row), []byte(plain))
	if err != nil {
		t.Fatalf("seal: %v", err)
	}
	return sealed
}

func TestSealedRowOpensOnlyWhereItWasSealed(t *testing.T) {
	k := testKeys(t)
	sealed := seal(t, k, "event/1", "新丰镇")
	if got := len(sealed) - len("新丰镇"); got != Overhead {
		t.Errorf("sealed form is %d bytes longer, want %d", got, Overhead)
	}
	if sealed[0] != sealVersion || sealed[1] != 1 {
		t.Errorf("header is % x, want version %d and key 1", sealed[:2], sealVersion)
	}
	plain, err := k.Open([]byte("event/1"), sealed)
	if err != nil || string(plain) != "新丰镇" {
		t.Errorf("open = %q, %v", plain, err)
	}
	if _, err := k.Open([]byte("event/2"), sealed); !errors.Is(err, ErrDamaged) {
		t.Errorf("open for another row: got %v, want %v", err, ErrDamaged)
	}
	if again := seal(t, k, "event/1", "新丰镇"); bytes.Equal(again, sealed) {
		t.Error("sealing twice gave the same bytes: equal rows would show")
	}
}

func TestEverySealedByteMatters(t *testing.T) {
	k := testKeys(t)
	sealed := seal(t, k, "row", "data")
	for i := range sealed {
		changed := slices.Clone(sealed)
		changed[i] ^= 0x40
		if plain, err := k.Open([]byte("row"), changed); err == nil {
			t.Errorf("byte %d changed and still opens as %q", i, plain)
		}
	}
	for n := range sealed {
		if _, err := k.Open([]byte("row"), sealed[:n]); err == nil {
			t.Errorf("the first %d bytes alone open", n)
		}
	}
}

func TestOpenTellsWhatIsWrong(t *testing.T) {
	k := testKeys(t)
	sealed := seal(t, k, "row", "")
	newer, other := slices.Clone(sealed), slices.Clone(sealed)
	newer[0], other[1] = sealVersion+1, 9
	for name, c := range map[string]struct {
		sealed []byte
		want   error
	}{
		"nothing":         {nil, ErrDamaged},
		"no version":      {append([]byte{0}, sealed[1:]...), ErrDamaged},
		"later version":   {newer, ErrNewer},
		"key not held":    {other, ErrNoKey},
		"too short":       {sealed[:Overhead-1], ErrDamaged},
		"empty but whole": {sealed, nil},
	} {
		if _, err := k.Open([]byte("row"), c.sealed); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestWipedKeysAreGone(t *testing.T) {
	k := testKeys(t)
	sealed := seal(t, k, "row", "data")
	held := k.held[1]
	k.Wipe()
	if held.raw != [keySize]byte{} {
		t.Error("the raw key is still in memory")
	}
	if _, err := k.Seal([]byte("row"), nil); !errors.Is(err, ErrWiped) {
		t.Errorf("seal after wipe: got %v, want %v", err, ErrWiped)
	}
	if _, err := k.Open([]byte("row"), sealed); !errors.Is(err, ErrWiped) {
		t.Errorf("open after wipe: got %v, want %v", err, ErrWiped)
	}
	if err := k.Rotate(t.TempDir()); !errors.Is(err, ErrWiped) {
		t.Errorf("rotate after wipe: got %v, want %v", err, ErrWiped)
	}
	if k.Current() != 0 {
		t.Errorf("current key is %d after wipe, want 0", k.Current())
	}
}

func TestKeysMayBeShared(t *testing.T) {
	k := testKeys(t)
	dir, to := t.TempDir(), identity(t)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 50 {
				sealed, err := k.Seal([]byte("row"), []byte("data"))
				if err != nil {
					t.Errorf("seal: %v", err)
					return
				}
				if _, err := k.Open([]byte("row"), sealed); err != nil {
					t.Errorf("open: %v", err)
				}
			}
		})
	}
	for range 3 {
		if err := k.Rotate(dir, to.Recipient()); err != nil {
			t.Errorf("rotate: %v", err)
		}
	}
	wait.Wait()
	if k.Current() != 4 {
		t.Errorf("current key is %d, want 4", k.Current())
	}
}

func FuzzSeal(f *testing.F) {
	k := testKeys(f)
	f.Add([]byte("row"), []byte("data"), []byte{sealVersion, 1})
	f.Fuzz(func(t *testing.T, row, plain, stray []byte) {
		sealed := seal(t, k, string(row), string(plain))
		if got, err := k.Open(row, sealed); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("round trip: %v", err)
		}
		if _, err := k.Open(row, stray); err == nil {
			t.Fatal("bytes nobody sealed open")
		}
	})
}
