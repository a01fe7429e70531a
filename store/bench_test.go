package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// BenchmarkSave saves whole visits, and beside each, on the same disk and with
// the same driver, one row in one full commit: what any save costs at least.
// Goal: p99 ≤ 1.5 × raw p99 + 2 ms.
func BenchmarkSave(b *testing.B) {
	s := storetest.Open(b)
	ses := storetest.SignIn(b, s)
	raw := rawDatabase(b)
	var saves, commits []time.Duration
	for n := 0; b.Loop(); n++ {
		if n%9000 == 8999 { // numbers are given per day
			b.Fatal("more visits than a day has numbers")
		}
		commits = append(commits, rawCommit(b, raw, n))
		sit := storetest.Sitting(b, ses, storetest.VisitorN(n))
		start := time.Now()
		if _, _, err := storetest.Save(ses, sit); err != nil {
			b.Fatal(err)
		}
		saves = append(saves, time.Since(start))
	}
	report(b, saves, "save")
	report(b, commits, "raw")
	b.ReportMetric(ms(quantile(saves, 99))-1.5*ms(quantile(commits, 99)), "ms-p99-over-1.5-raw")
}

func rawDatabase(b *testing.B) *sql.DB {
	b.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "raw.db")+
		"?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	if _, err := db.Exec(`CREATE TABLE one (id INTEGER PRIMARY KEY, body BLOB)`); err != nil {
		b.Fatal(err)
	}
	return db
}

func rawCommit(b *testing.B, db *sql.DB, n int) time.Duration {
	start := time.Now()
	tx, err := db.Begin()
	if err == nil {
		_, err = tx.Exec(`INSERT INTO one (id, body) VALUES ($1, $2)`, n, make([]byte, 400))
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

func quantile(all []time.Duration, percent int) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)]
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func report(b *testing.B, all []time.Duration, name string) {
	b.ReportMetric(ms(quantile(all, 50)), "ms-"+name+"-p50")
	b.ReportMetric(ms(quantile(all, 99)), "ms-"+name+"-p99")
}

// BenchmarkFold takes one more event into a person of some ten: read, opened,
// folded, written and committed.
func BenchmarkFold(b *testing.B) {
	s := storetest.Open(b)
	ses := storetest.SignIn(b, s)
	sit, _, _ := storetest.Visit(b, ses, 0)
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, err := ses.Person(context.Background(), sit.Person); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkSize weighs the folder after 2,000 visits against the JSON of their
// bodies. Goal: twice as much at most, all tables and indexes counted.
func BenchmarkSize(b *testing.B) {
	for b.Loop() {
		s := storetest.Open(b)
		ses := storetest.SignIn(b, s)
		ctx := context.Background()
		before := size(b, s)
		const visits = 2000
		bodies, events := 0, 0
		for n := range visits {
			_, _, done := storetest.Visit(b, ses, n)
			for _, e := range done.Events {
				bodies += len(e.Body)
				events++
			}
		}
		if err := s.Checkpoint(ctx); err != nil {
			b.Fatal(err)
		}
		grown := size(b, s) - before
		b.ReportMetric(float64(grown)/float64(bodies), "disk/bodies")
		b.ReportMetric(float64(bodies)/visits, "B-bodies/visit")
		b.ReportMetric(float64(grown)/visits, "B-disk/visit")
		b.ReportMetric(float64(events)/visits, "events/visit")
		if testing.Verbose() {
			_ = s
		}
	}
}

func size(b *testing.B, s *store.Store) int64 {
	b.Helper()
	if err := s.Checkpoint(context.Background()); err != nil {
		b.Fatal(err)
	}
	n, err := s.Size()
	if err != nil {
		b.Fatal(err)
	}
	return n
}

var _ = fmt.Sprint
var _ record.Role
