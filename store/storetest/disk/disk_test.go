//go:build !race

package disk

import (
	"bytes"
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

func openAt(t *testing.T, path string, pragmas string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&"+pragmas)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() }) // the test has closed it, or failed
	return db
}

func run(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// A disk that finds nothing would prove nothing: without syncs, rows that were
// told to be there must get lost.
func TestCuts_lose_what_was_not_synced(t *testing.T) {
	for name, c := range map[string]struct {
		pragmas string
		loses   bool
	}{"full": {"_pragma=synchronous(FULL)", false}, "off": {"_pragma=synchronous(OFF)", true}} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			d := Watch(t, root)
			db := openAt(t, filepath.Join(root, "a.db"), c.pragmas)
			run(t, db, "CREATE TABLE t (n INTEGER)")
			trace := d.Record(t)
			run(t, db, "INSERT INTO t VALUES (1)")
			moment := trace.Len()
			trace.Stop()
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			lost, images := 0, 0
			trace.Cuts(moment, 3, rand.New(rand.NewPCG(1, 2)), func(i Image) {
				images++
				left := t.TempDir()
				i.Write(t, left)
				var n int
				db := openAt(t, filepath.Join(left, "a.db"), c.pragmas)
				if err := db.QueryRow("SELECT count(*) FROM t").Scan(&n); err != nil || n == 0 {
					lost++
				}
				if err := db.Close(); err != nil {
					t.Fatal(err)
				}
			})
			if images == 0 || (lost > 0) != c.loses {
				t.Errorf("lost in %d of %d images", lost, images)
			}
		})
	}
}

func TestImage_keeps_the_chosen_sectors(t *testing.T) {
	trace := &Trace{disk: &Disk{}, before: Image{"f": bytes.Repeat([]byte("a"), 2*sectorSize)}}
	trace.add(Op{Kind: Write, Path: "f", Data: bytes.Repeat([]byte("b"), 3*sectorSize)})
	trace.add(Op{Kind: Create, Path: "g"})
	trace.add(Op{Kind: Write, Path: "g", Data: []byte("b")})
	got := trace.image(3, func(op Op) chosen {
		if op.Path == "g" && op.Kind == Create {
			return nil
		}
		return chosen{false, true, false}[:sectors(op)]
	})
	want := append(bytes.Repeat([]byte("a"), sectorSize), bytes.Repeat([]byte("b"), sectorSize)...)
	if !bytes.Equal(got["f"], want) {
		t.Errorf("f is %d bytes, sectors %c %c", len(got["f"]), got["f"][0], got["f"][sectorSize])
	}
	if _, there := got["g"]; there {
		t.Error("a file whose name was not safe is there")
	}
	trace.add(Op{Kind: Sync, Path: "f"})
	if got := trace.image(4, none); len(got["f"]) != 3*sectorSize {
		t.Errorf("after a sync f is %d bytes", len(got["f"]))
	}
}

func TestDisk_fails_once_and_runs_out_of_room(t *testing.T) {
	root := t.TempDir()
	d := Watch(t, root)
	db := openAt(t, filepath.Join(root, "a.db"), "_pragma=synchronous(FULL)")
	run(t, db, "CREATE TABLE t (b BLOB)")
	for _, kind := range []Kind{Write, Sync} {
		d.Fail(kind, 1)
		if _, err := db.Exec("INSERT INTO t VALUES (1)"); err == nil || !d.Failed() {
			t.Errorf("%s: got %v", kind, err)
		}
		run(t, db, "INSERT INTO t VALUES (2)")
	}
	d.Room(0)
	if _, err := db.Exec("INSERT INTO t VALUES (zeroblob(100000))"); err == nil {
		t.Error("a full disk took it")
	}
	d.Clear()
	run(t, db, "INSERT INTO t VALUES (zeroblob(100000))")
}
