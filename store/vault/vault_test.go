package vault

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"filippo.io/age"
)

func identity(t testing.TB) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatalf("make identity: %v", err)
	}
	return id
}

func mustLoad(t testing.TB, dir string, with ...age.Identity) *Keys {
	t.Helper()
	k, err := Load(dir, with...)
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	return k
}

func wantOpen(t testing.TB, k *Keys, row string, sealed []byte, want string) {
	t.Helper()
	if got, err := k.Open([]byte(row), sealed); err != nil || string(got) != want {
		t.Errorf("open %s = %q, %v, want %q", row, got, err, want)
	}
}

func TestVaultOpensForCentreAndRecovery(t *testing.T) {
	dir, centre, recovery := t.TempDir(), identity(t), identity(t)
	k, err := Create(dir, centre.Recipient(), recovery.Recipient())
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	sealed := seal(t, k, "row", "data")
	for _, with := range []age.Identity{centre, recovery} {
		wantOpen(t, mustLoad(t, dir, with), "row", sealed, "data")
	}
	if _, err := Load(dir, identity(t)); !errors.Is(err, ErrIdentity) {
		t.Errorf("load as somebody else: got %v, want %v", err, ErrIdentity)
	}
	if _, err := Load(dir); !errors.Is(err, ErrIdentity) {
		t.Errorf("load as nobody: got %v, want %v", err, ErrIdentity)
	}
	if _, err := Create(dir, centre.Recipient()); !errors.Is(err, fs.ErrExist) {
		t.Errorf("create over a vault: got %v, want %v", err, fs.ErrExist)
	}
	if _, err := Load(t.TempDir(), centre); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("load from an empty folder: got %v, want %v", err, fs.ErrNotExist)
	}
}

func TestVaultFileIsStandardAgeAndPrivate(t *testing.T) {
	dir, centre := t.TempDir(), identity(t)
	if _, err := Create(dir, centre.Recipient()); err != nil {
		t.Fatalf("create: %v", err)
	}
	path := filepath.Join(dir, FileName)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := age.Decrypt(bytes.NewReader(raw), centre); err != nil {
		t.Errorf("age itself cannot open it: %v", err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode is %v, %v, want 0600", info.Mode(), err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("folder holds %v, %v, want the vault alone", entries, err)
	}
}

func TestOldKeysStayAfterRotation(t *testing.T) {
	dir, centre := t.TempDir(), identity(t)
	k, err := Create(dir, centre.Recipient())
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	before := seal(t, k, "row", "before")
	if err := k.Rotate(dir, centre.Recipient()); err != nil {
		t.Fatalf("rotate: %v", err)
	}
	after := seal(t, k, "row", "after")
	if before[1] != 1 || after[1] != 2 {
		t.Errorf("keys used are %d and %d, want 1 and 2", before[1], after[1])
	}
	back := mustLoad(t, dir, centre)
	wantOpen(t, back, "row", before, "before")
	wantOpen(t, back, "row", after, "after")

	kept, err := LoadKept(dir, centre)
	if err != nil {
		t.Fatalf("load the one before: %v", err)
	}
	wantOpen(t, kept, "row", before, "before")
	if _, err := kept.Open([]byte("row"), after); !errors.Is(err, ErrNoKey) {
		t.Errorf("open under the lost key: got %v, want %v", err, ErrNoKey)
	}
	if err := kept.Rotate(dir, centre.Recipient()); err != nil || kept.Current() != 3 {
		t.Errorf("after the loss the new key is %d, %v, want 3: 2 was used", kept.Current(), err)
	}
}

func TestVaultTakesNewRecipients(t *testing.T) {
	dir, old, present := t.TempDir(), identity(t), identity(t)
	k, err := Create(dir, old.Recipient())
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	sealed := seal(t, k, "row", "data")
	wantOpen(t, mustLoad(t, dir, present, old), "row", sealed, "data") // a vault from before the rotation
	if err := k.Save(dir, present.Recipient()); err != nil {
		t.Fatalf("save: %v", err)
	}
	wantOpen(t, mustLoad(t, dir, present, old), "row", sealed, "data")
	if _, err := Load(dir, old); !errors.Is(err, ErrIdentity) {
		t.Errorf("load with the old identity: got %v, want %v", err, ErrIdentity)
	}
}

func TestFailedRotationSealsUnderNoUnsavedKey(t *testing.T) {
	dir, centre := t.TempDir(), identity(t)
	k, err := Create(dir, centre.Recipient())
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	if err := k.Rotate(filepath.Join(dir, "missing"), centre.Recipient()); err == nil {
		t.Fatal("rotation into a missing folder worked")
	}
	if err := k.Rotate(dir); err == nil {
		t.Fatal("rotation for nobody worked")
	}
	wantOpen(t, mustLoad(t, dir, centre), "row", seal(t, k, "row", "data"), "data")
}

func TestLastKeyNumber(t *testing.T) {
	k := testKeys(t)
	for range 254 {
		if err := k.add(); err != nil {
			t.Fatalf("add: %v", err)
		}
	}
	plain, err := k.plain()
	if err != nil {
		t.Fatal(err)
	}
	back, err := readKeys(plain)
	if err != nil || back.Current() != 255 {
		t.Fatalf("read 255 keys: current %d, %v", back.Current(), err)
	}
	if err := back.add(); !errors.Is(err, ErrFull) {
		t.Errorf("256th key: got %v, want %v", err, ErrFull)
	}
}

func TestDamagedVaultIsNoticed(t *testing.T) {
	dir, centre := t.TempDir(), identity(t)
	if _, err := Create(dir, centre.Recipient()); err != nil {
		t.Fatalf("create: %v", err)
	}
	path := filepath.Join(dir, FileName)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		changed := bytes.Clone(raw)
		changed[i] ^= 1
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(dir, centre); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrIdentity) {
			t.Fatalf("byte %d changed: got %v", i, err)
		}
	}
}

func TestReplaceLeavesAWholeFileAtEachStep(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	for _, text := range []string{"one", "two", "three"} {
		if err := Replace(path, []byte(text)); err != nil {
			t.Fatalf("replace: %v", err)
		}
	}
	wantFile(t, path, "three")
	wantFile(t, path+keptSuffix, "two")

	// What a power cut leaves behind is overwritten, a longer one too.
	if err := os.WriteFile(path+writeSuffix, []byte("half a longer one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path, []byte("four")); err != nil {
		t.Fatalf("replace: %v", err)
	}
	wantFile(t, path, "four")

	// Where the new one cannot be written the old one stays.
	if err := os.Mkdir(path+writeSuffix, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path, []byte("five")); err == nil {
		t.Error("replace worked although nothing could be written")
	}
	wantFile(t, path, "four")
}

func wantFile(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v, want %q", filepath.Base(path), got, err, want)
	}
}

func FuzzReadKeys(f *testing.F) {
	k := testKeys(f)
	plain, err := k.plain()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(plain)
	f.Add([]byte{keysVersion, 1, 2, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		k, err := readKeys(data)
		if err != nil {
			return
		}
		again, err := k.plain()
		if err != nil || len(again) != len(data) {
			t.Fatalf("what was read writes as %d bytes, %v, want %d", len(again), err, len(data))
		}
		wantOpen(t, k, "row", seal(t, k, "row", "data"), "data")
	})
}
