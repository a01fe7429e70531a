package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/archivetest"
	"ruhui/sync/district/archive/sqlite"
)

var journal = archivetest.ID("journal", 1)

// copying opens an archive that keeps a copy in dir.
func copying(t testing.TB, path, dir string) archive.Archive {
	t.Helper()
	a, err := sqlite.Open(t.Context(), path, sqlite.Options{Copy: dir, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatal("open:", err)
	}
	t.Cleanup(func() { _ = a.Close() }) // a test may have closed it
	return a
}

// store writes entries from..upto of the journal, whose content has size bytes.
func store(ctx context.Context, a archive.Archive, from, upto, size int) error {
	events := make([]archive.Event, 0, upto-from+1)
	for n := from; n <= upto; n++ {
		events = append(events, archivetest.Event(journal, n, n, size))
	}
	return a.Write(ctx, func(tx archive.Tx) error { return archivetest.Store(tx, journal, "town/1", events) })
}

// eventually asks until the answer is yes. The copier works beside us and tells
// nobody; a machine may be slow, and slower still under the race detector.
func eventually(t testing.TB, what string, yes func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); !yes(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited five minutes: ", what)
		}
	}
}

func safeIs(t testing.TB, a archive.Archive, want int64) {
	t.Helper()
	eventually(t, fmt.Sprintf("%d is safe", want), func() bool {
		safe, err := a.Safe(t.Context())
		if err != nil {
			t.Fatal("safe:", err)
		}
		if safe[journal] > want {
			t.Fatalf("safe: got %d, want %d", safe[journal], want)
		}
		return safe[journal] == want
	})
}

// restored gives what the copy holds now, as a person would restore it: the
// files as they lie there, opened elsewhere.
func restored(t testing.TB, dir string) string {
	t.Helper()
	to := t.TempDir()
	files, err := filepath.Glob(filepath.Join(dir, "*.db*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no copy in its folder: %v", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "-shm") || strings.HasSuffix(name, ".new") || strings.HasSuffix(name, ".lock") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal("read copy:", err)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(name)), data, 0o600); err != nil {
			t.Fatal("restore:", err)
		}
	}
	return filepath.Join(to, "district?#%.db")
}

// contents is all of a database as text.
func contents(t testing.TB, path string) string {
	t.Helper()
	u := url.URL{Scheme: "file", Path: path, RawQuery: "mode=ro"}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // it only read
	var b strings.Builder
	tables := []string{}
	query(t, db, `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`, func(v []any) { tables = append(tables, v[0].(string)) })
	for _, table := range tables {
		query(t, db, `SELECT * FROM "`+table+`" ORDER BY 1, 2`, func(v []any) { fmt.Fprintf(&b, "%s %x\n", table, v) })
	}
	return b.String()
}

func query(t testing.TB, db *sql.DB, text string, take func([]any)) {
	t.Helper()
	rows, err := db.Query(text)
	if err != nil {
		t.Fatal(text, err)
	}
	defer func() { _ = rows.Close() }() // Err says it too
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		take(values)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestCopy_keeps_up(t *testing.T) {
	path, dir := made(t), t.TempDir()
	a := copying(t, path, dir)
	size := 100
	for n := 1; n < 2000; n += 200 {
		if err := store(t.Context(), a, n, n+199, size); err != nil {
			t.Fatal(err)
		}
		if n == 201 {
			size = 3000 // longer than a page
		}
		if n%800 == 1 {
			safeIs(t, a, int64(n+199))
		}
	}
	if err := a.Write(t.Context(), func(tx archive.Tx) error { return tx.Empty([]int64{7, 8}) }); err != nil {
		t.Fatal(err)
	}
	if err := store(t.Context(), a, 2001, 2004, 100); err != nil {
		t.Fatal(err)
	}
	safeIs(t, a, 2004)
	if got, want := contents(t, restored(t, dir)), contents(t, path); got != want {
		t.Fatalf("the copy differs: %d bytes of text, want %d", len(got), len(want))
	}
	if state, kept := a.Copied(); !kept || state.Fault != nil || state.Read.IsZero() {
		t.Errorf("copied: got %+v, %v", state, kept)
	}
}

func TestCopy_goes_on_after_a_restart(t *testing.T) {
	path, dir := made(t), t.TempDir()
	for round := range 3 {
		a := copying(t, path, dir)
		n := round * 8
		if err := store(t.Context(), a, n+1, n+8, 500); err != nil {
			t.Fatal(err)
		}
		safeIs(t, a, int64(n+8))
		if err := a.Close(); err != nil {
			t.Fatal("close:", err)
		}
		if got, want := contents(t, restored(t, dir)), contents(t, path); got != want {
			t.Fatalf("round %d: the copy differs", round)
		}
		// Another program wrote while nobody kept the copy.
		b := open(t, path)
		if err := b.Write(t.Context(), func(tx archive.Tx) error { return tx.PutSetting("round", fmt.Sprint(round)) }); err != nil {
			t.Fatal(err)
		}
		if err := b.Close(); err != nil {
			t.Fatal("close:", err)
		}
	}
}

func TestCopy_of_another_process_writing_too(t *testing.T) {
	path, dir := made(t), t.TempDir()
	a := copying(t, path, dir)
	b := open(t, path) // as district's other verbs do beside the server
	for n := 1; n < 800; n += 8 {
		from := a
		if n%16 == 1 {
			from = b
		}
		if err := store(t.Context(), from, n, n+7, 3000); err != nil {
			t.Fatal(err)
		}
		if n%160 == 1 {
			run(t, path, `PRAGMA wal_checkpoint(PASSIVE)`)
		}
	}
	if err := store(t.Context(), a, 801, 804, 100); err != nil {
		t.Fatal(err)
	}
	safeIs(t, a, 804)
	if got, want := contents(t, restored(t, dir)), contents(t, path); got != want {
		t.Fatal("the copy differs")
	}
}

func TestCopy_stands_still_while_its_folder_is_gone(t *testing.T) {
	path, dir := made(t), filepath.Join(t.TempDir(), "copy")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	a := copying(t, path, dir)
	if err := store(t.Context(), a, 1, 8, 500); err != nil {
		t.Fatal(err)
	}
	safeIs(t, a, 8)
	if err := os.Rename(dir, dir+" away"); err != nil {
		t.Fatal(err)
	}
	if err := store(t.Context(), a, 9, 16, 500); err != nil {
		t.Fatal("ingest does not go on:", err)
	}
	eventually(t, "the fault shows", func() bool { return errors.Is(a.Ready(t.Context()), archive.ErrCopy) })
	if err := store(t.Context(), a, 17, 24, 500); err != nil {
		t.Fatal("ingest does not go on:", err)
	}
	safeIs(t, a, 8)
	if err := os.Rename(dir+" away", dir); err != nil {
		t.Fatal(err)
	}
	safeIs(t, a, 24)
	if err := a.Ready(t.Context()); err != nil {
		t.Error("ready again:", err)
	}
	if got, want := contents(t, restored(t, dir)), contents(t, path); got != want {
		t.Fatal("the copy differs")
	}
}

func TestCopy_has_one_keeper(t *testing.T) {
	path, dir := made(t), t.TempDir()
	a := copying(t, path, dir)
	if err := store(t.Context(), a, 1, 8, 500); err != nil {
		t.Fatal(err)
	}
	safeIs(t, a, 8)
	b := copying(t, path, dir) // a server that was started twice
	eventually(t, "the second says so", func() bool { return errors.Is(b.Ready(t.Context()), archive.ErrCopy) })
	if err := store(t.Context(), b, 9, 16, 500); err != nil {
		t.Fatal(err)
	}
	if safe, err := b.Safe(t.Context()); err != nil || len(safe) > 0 {
		t.Errorf("safe of the second: got %v, %v", safe, err)
	}
	if err := a.Close(); err != nil {
		t.Fatal("close:", err)
	}
	safeIs(t, b, 16)
	if contents(t, restored(t, dir)) != contents(t, path) {
		t.Error("the copy differs")
	}
}

func TestCopy_that_is_ahead_is_not_touched(t *testing.T) {
	path, dir := made(t), t.TempDir()
	yesterday := filepath.Join(t.TempDir(), filepath.Base(path))
	a := copying(t, path, dir)
	if err := store(t.Context(), a, 1, 8, 500); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Backup(t.Context(), path, yesterday); err != nil {
		t.Fatal("backup:", err)
	}
	if err := store(t.Context(), a, 9, 16, 500); err != nil {
		t.Fatal(err)
	}
	safeIs(t, a, 16)
	if err := a.Close(); err != nil {
		t.Fatal("close:", err)
	}
	before := contents(t, restored(t, dir))

	b := copying(t, yesterday, dir)
	eventually(t, "the fault shows", func() bool { return errors.Is(b.Ready(t.Context()), archive.ErrCopy) })
	if safe, err := b.Safe(t.Context()); err != nil || len(safe) > 0 {
		t.Errorf("safe: got %v, %v", safe, err)
	}
	if err := b.Close(); err != nil {
		t.Fatal("close:", err)
	}
	if contents(t, restored(t, dir)) != before {
		t.Error("the copy was changed")
	}
}

func TestCopy_that_is_damaged_is_made_anew(t *testing.T) {
	path, dir := made(t), t.TempDir()
	a := copying(t, path, dir)
	if err := store(t.Context(), a, 1, 400, 500); err != nil {
		t.Fatal(err)
	}
	safeIs(t, a, 400)
	if err := a.Close(); err != nil {
		t.Fatal("close:", err)
	}
	for _, damage := range []func([]byte) []byte{
		func(b []byte) []byte { return b[:len(b)/2] },
		func(b []byte) []byte { clear(b[4096:8192]); return b },
		func(b []byte) []byte { return bytes.Repeat([]byte("x"), 5000) },
		func([]byte) []byte { return nil },
	} {
		name := filepath.Join(dir, filepath.Base(path))
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, damage(data), 0o600); err != nil {
			t.Fatal(err)
		}
		a := copying(t, path, dir)
		eventually(t, "the copy is the archive again", func() bool {
			s, _ := a.Copied()
			if s.Fault != nil {
				t.Fatal("a damaged copy is in the way:", s.Fault)
			}
			return !s.Read.IsZero()
		})
		safeIs(t, a, 400)
		if err := a.Close(); err != nil {
			t.Fatal("close:", err)
		}
		if contents(t, restored(t, dir)) != contents(t, path) {
			t.Fatal("the copy differs")
		}
	}
}

func TestBackup_of_a_running_archive(t *testing.T) {
	path := made(t)
	a := open(t, path)
	if err := store(t.Context(), a, 1, 400, 500); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "backup.db")
	if err := sqlite.Backup(t.Context(), path, to); err != nil {
		t.Fatal("backup:", err)
	}
	if contents(t, to) != contents(t, path) {
		t.Error("the backup differs")
	}
	b := open(t, to) // it is an archive, ready to be used
	if err := store(t.Context(), b, 401, 404, 500); err != nil {
		t.Error("write to a restored archive:", err)
	}
	if err := sqlite.Backup(t.Context(), path, to); err == nil {
		t.Error("a backup was written over another file")
	}
	var safe map[uuid.UUID]int64
	safe, err := b.Safe(t.Context())
	if safe != nil || err != nil {
		t.Errorf("safe without a copy: got %v, %v", safe, err)
	}
}
