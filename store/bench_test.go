package store_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// saveRounds and savesEach: of the rounds the quietest counts.
const (
	saveRounds = 5
	savesEach  = 400
)

// BenchmarkSave saves whole visits, and beside each, on the same disk and with
// the same driver, one row in one full commit: what any save costs at least.
// Then it saves visits while a page after page of others' events is stored.
func BenchmarkSave(b *testing.B) {
	for b.Loop() {
		s := storetest.Open(b)
		ses := storetest.SignIn(b, s)
		raw, n := rawDatabase(b), 0
		var rounds []sample
		for range saveRounds {
			round := sample{}
			for range savesEach {
				saveBeside(b, ses, raw, n, round)
				n++
			}
			rounds = append(rounds, round)
		}
		alone := quietest(rounds)
		report(b, alone["save"], "save")
		report(b, alone["raw"], "raw")
		report(b, alone["spin"], "spin")
		figure{"save a visit, p99, alone", alone.ms("save", 99), "ms", "one raw FULL commit, p99", alone.ms("raw", 99), "ms",
			"≤ 1.5 × + 2 ms", 1.5*alone.ms("raw", 99) + 2, false}.print(b)
		busy := savesWhileTaking(b, s, ses, raw, n)
		report(b, busy["save"], "save-busy")
		report(b, busy["raw"], "raw-busy")
		figure{"save a visit, p99, while 50,000 events are stored", busy.ms("save", 99), "ms", "one raw FULL commit alone, p99",
			alone.ms("raw", 99), "ms", "≤ 3 × + 2 ms", 3*alone.ms("raw", 99) + 2, false}.print(b)
	}
}

// saveBeside saves a visit, and a raw row before it.
func saveBeside(b *testing.B, ses *store.Session, raw *sql.DB, n int, into sample) {
	into.add("raw", rawCommit(b, raw, n))
	into.add("spin", spin())
	sit := storetest.Sitting(b, ses, storetest.VisitorN(n))
	into.add("save", timed(b, func() error {
		_, _, err := storetest.Save(ses, sit)
		return err
	}))
}

// savesWhileTaking saves visits, with a breath between them, until all pages are
// stored and folded.
func savesWhileTaking(b *testing.B, s *store.Store, ses *store.Session, raw *sql.DB, n int) sample {
	taken := make(chan error, 1)
	pages := documentPages(50_000, 1000)
	go func() {
		for _, p := range pages {
			if err := s.TakePage(background, p); err != nil {
				taken <- err
				return
			}
		}
		taken <- nil
	}()
	busy := sample{}
	for pause := time.NewTicker(20 * time.Millisecond); ; n++ {
		select {
		case err := <-taken:
			pause.Stop()
			if err != nil {
				b.Fatal(err)
			}
			return busy
		case <-pause.C:
			saveBeside(b, ses, raw, n, busy)
		}
	}
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

// rawRows inserts bodies in full commits of a thousand.
func rawRows(db *sql.DB, events []record.Marked) error {
	for from := 0; from < len(events); from += 1000 {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		insert, err := tx.Prepare(`INSERT INTO one (id, body) VALUES ($1, $2)`)
		for i := from; i < min(from+1000, len(events)) && err == nil; i++ {
			_, err = insert.Exec(i, []byte(events[i].Event.Body))
		}
		if err != nil {
			return errors.Join(err, tx.Rollback())
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
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

// BenchmarkTakeOne stores one event of another terminal about a person with
// fourteen: read, opened, folded, written and committed.
func BenchmarkTakeOne(b *testing.B) {
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
		grown := size(b, s) - before
		figure{"bytes on disk a visit", float64(grown) / visits, "B", "JSON of its bodies", float64(bodies) / visits, "B",
			"≤ 2 ×", 2 * float64(bodies) / visits, false}.print(b)
		b.ReportMetric(float64(events)/visits, "events/visit")
	}
}

func size(b *testing.B, s *store.Store) int64 {
	b.Helper()
	for store.KeyOf(s.Checkpoint(context.Background())) == store.KeyBusy {
		time.Sleep(10 * time.Millisecond) // the store folds its log in beside the saves
	}
	n, err := s.Size()
	if err != nil {
		b.Fatal(err)
	}
	return n
}
