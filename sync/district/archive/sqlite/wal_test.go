package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// logged makes a real log of a few transactions.
func logged(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "real.db")
	db, err := sql.Open("sqlite", uri(path, "_pragma=journal_mode(WAL)"))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	defer func() { _ = db.Close() }() // what is wanted of it has been read
	for _, statement := range []string{`CREATE TABLE t (x)`, `INSERT INTO t VALUES (randomblob(20000))`, `INSERT INTO t VALUES (1)`} {
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
	log, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// walked says where the last whole transaction of a log ends, and how many
// frames there are.
func walked(t testing.TB, log []byte) (end int64, frames int) {
	t.Helper()
	g, found, err := readGeneration(bytes.NewReader(log))
	if err != nil {
		t.Fatal(err)
	}
	if !found {
		return 0, 0
	}
	at, err := g.walk(bytes.NewReader(log), g.begin(), math.MaxInt64, func(int64, []byte) error {
		frames++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return at.offset, frames
}

func TestWalk_ends_where_the_log_is_torn(t *testing.T) {
	log := logged(t)
	whole, frames := walked(t, log)
	if whole != int64(len(log)) || frames < 8 {
		t.Fatalf("a whole log: %d bytes of %d, %d frames", whole, len(log), frames)
	}
	size := len(log) / frames
	for cut := 0; cut < len(log); cut += 97 {
		end, n := walked(t, log[:cut])
		if end > int64(cut) || n > cut/size {
			t.Fatalf("cut at %d: ends at %d after %d frames", cut, end, n)
		}
	}
	for at := walHeaderSize; at < len(log); at += 37 {
		torn := bytes.Clone(log)
		torn[at] ^= 1
		end, _ := walked(t, torn)
		if end > int64(at) {
			t.Fatalf("a bit turned at %d: ends at %d", at, end)
		}
	}
}

func FuzzWalk(f *testing.F) {
	log := logged(f)
	f.Add(log)
	f.Add(log[:100])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, log []byte) {
		if end, _ := walked(t, log); end > int64(len(log)) {
			t.Errorf("%d bytes end at %d", len(log), end)
		}
	})
}
