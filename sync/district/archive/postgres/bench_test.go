package postgres_test

import (
	"database/sql"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"ruhui/sync/district/archive/archivetest"
	"ruhui/sync/district/archive/postgrestest"
)

func BenchmarkIngest(b *testing.B) {
	archivetest.Ingest(b, open(b, migrated(b, postgrestest.Start(b))))
}

func BenchmarkPage(b *testing.B) {
	archivetest.Page(b, open(b, migrated(b, postgrestest.Start(b))))
}

// BenchmarkRaw is the baseline: the same contents into one table with a key and
// nothing else, a thousand in a statement and a transaction.
func BenchmarkRaw(b *testing.B) {
	cluster := postgrestest.Start(b)
	db, err := sql.Open("pgx", cluster.DSN(cluster.Database(b)))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error("close:", err)
		}
	})
	if _, err := db.Exec(`CREATE TABLE raw (id BYTEA PRIMARY KEY, content BYTEA NOT NULL)`); err != nil {
		b.Fatal(err)
	}
	n := 0
	b.ResetTimer()
	for b.Loop() {
		ids, contents := make([][]byte, archivetest.BatchEvents), make([][]byte, archivetest.BatchEvents)
		for i := range ids {
			n++
			id := archivetest.EventID(n)
			ids[i], contents[i] = id[:], make([]byte, archivetest.ContentBytes)
		}
		if _, err := db.Exec(`INSERT INTO raw (id, content) SELECT * FROM unnest($1::bytea[], $2::bytea[])`, ids, contents); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
}
