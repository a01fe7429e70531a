package sqlite_test

import (
	"database/sql"
	"net/url"
	"path/filepath"
	"testing"

	"ruhui/sync/district/archive/archivetest"
)

func BenchmarkIngest(b *testing.B) { archivetest.Ingest(b, open(b, made(b))) }

// BenchmarkIngestCopied keeps a second copy beside it.
func BenchmarkIngestCopied(b *testing.B) { archivetest.Ingest(b, copying(b, made(b), b.TempDir())) }

func BenchmarkPage(b *testing.B) { archivetest.Page(b, open(b, made(b))) }

// BenchmarkRaw is the baseline: the same contents into one table with a key and
// nothing else, as many in a transaction.
func BenchmarkRaw(b *testing.B) {
	u := url.URL{Scheme: "file", Path: filepath.Join(b.TempDir(), "raw.db"),
		RawQuery: "_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate"}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error("close:", err)
		}
	})
	if _, err := db.Exec(`CREATE TABLE raw (id BLOB NOT NULL UNIQUE, content BLOB NOT NULL)`); err != nil {
		b.Fatal(err)
	}
	content := make([]byte, archivetest.ContentBytes)
	n := 0
	b.ResetTimer()
	for b.Loop() {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		insert, err := tx.Prepare(`INSERT INTO raw (id, content) VALUES (?, ?)`)
		if err != nil {
			b.Fatal(err)
		}
		for range archivetest.BatchEvents {
			n++
			id := archivetest.EventID(n)
			if _, err := insert.Exec(id[:], content); err != nil {
				b.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
}
