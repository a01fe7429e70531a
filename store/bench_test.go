package store_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// BenchmarkSave saves whole visits, and beside each, on the same disk and with
// the same driver, one row in one full commit: what any save costs at least.
// Goal: p99 ≤ 1.5 × raw p99 + 2 ms. The spin, a millisecond of arithmetic, shows
// how much of the tail is the machine's, when others share it.
func BenchmarkSave(b *testing.B) {
	s := storetest.Open(b)
	ses := storetest.SignIn(b, s)
	raw := rawDatabase(b)
	var saves, commits, spins []time.Duration
	for n := 0; b.Loop(); n++ {
		if n%9000 == 8999 { // numbers are given per day
			b.Fatal("more visits than a day has numbers")
		}
		commits = append(commits, rawCommit(b, raw, n))
		spins = append(spins, spin())
		sit := storetest.Sitting(b, ses, storetest.VisitorN(n))
		start := time.Now()
		if _, _, err := storetest.Save(ses, sit); err != nil {
			b.Fatal(err)
		}
		saves = append(saves, time.Since(start))
	}
	report(b, saves, "save")
	report(b, commits, "raw")
	report(b, spins, "spin")
	b.ReportMetric(ms(quantile(saves, 99))-1.5*ms(quantile(commits, 99)), "ms-p99-over-1.5-raw")
}

// spin is pure work, about as long as a save's.
func spin() time.Duration {
	start := time.Now()
	sum := uint64(1)
	for range 900_000 {
		sum = sum*6364136223846793005 + 1
	}
	if sum == 0 { // never; keeps the loop from being left out
		panic("spin")
	}
	return time.Since(start)
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

// BenchmarkPerson reads, opens and folds the fourteen events of one visit.
func BenchmarkPerson(b *testing.B) {
	_, _, ses := opened(b)
	sit, _, _ := storetest.Visit(b, ses, 0)
	for b.Loop() {
		if _, err := ses.Person(background, sit.Person); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTake stores one event of another terminal about a person with
// fourteen: read, opened, folded, written and committed.
func BenchmarkTake(b *testing.B) {
	_, s, ses := opened(b)
	_, _, done := storetest.Visit(b, ses, 0)
	last := done.Events[len(done.Events)-1]
	for n := 0; b.Loop(); n++ {
		if n%50 == 49 { // a person of a normal size
			_, _, done = storetest.Visit(b, ses, n/50+1)
			last = done.Events[len(done.Events)-1]
		}
		e := last
		e.ID, e.Act, e.Type = uuid.New(), uuid.New(), "slip.printed"
		e.Body = []byte(`{"token":"` + slipOf(b, done) + `"}`)
		m := record.Mark{Effective: last.At + record.HLC(n+1), Allowed: true}
		if err := s.Take(background, []record.Marked{{Event: e, Mark: m}}); err != nil {
			b.Fatal(err)
		}
	}
}

func slipOf(b *testing.B, done store.Recorded) string {
	b.Helper()
	for _, e := range done.Events {
		var said record.SlipIssued
		if e.Type == "slip.issued" && json.Unmarshal(e.Body, &said) == nil {
			return said.Token
		}
	}
	b.Fatal("no slip")
	return ""
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
