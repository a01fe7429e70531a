package postgres_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/archivetest"
	"ruhui/sync/district/archive/postgrestest"
)

// databaseOf finds the database's name in a connection string.
func databaseOf(dsn string) string {
	_, rest, _ := strings.Cut(dsn, "dbname=")
	name, _, _ := strings.Cut(rest, " ")
	return name
}

// safeIs asks until so much is safe. The archive asks its database now and then
// and tells nobody.
func safeIs(t *testing.T, a archive.Archive, journal uuid.UUID, want int64) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		safe, err := a.Safe(t.Context())
		if err != nil {
			t.Fatal("safe:", err)
		}
		if safe[journal] == want {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("safe: got %d, want %d", safe[journal], want)
		}
	}
}

func TestSafe_with_a_synchronous_standby(t *testing.T) {
	cluster := postgrestest.Start(t)
	a := open(t, migrated(t, cluster))
	journal := archivetest.ID("journal", 1)
	if _, err := pushed(t.Context(), a, journal, 1, 4); err != nil {
		t.Fatal(err)
	}
	if safe, err := a.Safe(t.Context()); safe != nil || err != nil {
		t.Fatalf("safe without a standby: got %v, %v", safe, err)
	}
	standby := cluster.Standby(t)
	if _, err := pushed(t.Context(), a, journal, 5, 8); err != nil {
		t.Fatal(err)
	}
	safeIs(t, a, journal, 8)
	standby.Kill(t)
	safeIs(t, a, journal, 0) // what was safe need not be any more
	standby.Restart(t)
	safeIs(t, a, journal, 8)
}

// TestWrite_through_a_failover kills the server under four writers and lets its
// standby take over: what was acknowledged is there, once.
func TestWrite_through_a_failover(t *testing.T) {
	cluster := postgrestest.Start(t)
	dsn := migrated(t, cluster)
	standby := cluster.Standby(t)
	database := databaseOf(dsn)
	a := open(t, cluster.DSN(database, standby))

	const writers, before, after = 4, 10, 10
	var half, all sync.WaitGroup
	half.Add(writers)
	errs := make([]error, writers)
	heads := map[uuid.UUID]int64{}
	for w := range writers {
		journal := archivetest.ID("journal", w)
		heads[journal] = 4 * (before + after)
		all.Go(func() {
			for n := range before + after {
				if n == before {
					half.Done() // and go on pushing while the server dies
				}
				if errs[w] = pushedThrough(t.Context(), a, journal, n*4+1, n*4+4); errs[w] != nil {
					return
				}
			}
		})
	}
	half.Wait()
	cluster.Kill(t)
	standby.Promote(t)
	all.Wait()
	for w, err := range errs {
		if err != nil {
			t.Fatalf("writer %d: %v", w, err)
		}
	}
	wantOnce(t, a, heads)
}

// pushedThrough sends again whatever the error, for minutes: a terminal never
// gives up.
func pushedThrough(ctx context.Context, a archive.Archive, journal uuid.UUID, from, upto int) error {
	for deadline := time.Now().Add(5 * time.Minute); ; {
		_, err := pushed(ctx, a, journal, from, upto)
		if err == nil || time.Now().After(deadline) {
			return err
		}
	}
}

// TestWrite_through_a_crash kills the only server and starts it again.
func TestWrite_through_a_crash(t *testing.T) {
	cluster := postgrestest.Start(t)
	a := open(t, migrated(t, cluster))
	journal := archivetest.ID("journal", 1)
	for n := range 12 {
		if n%4 == 3 {
			cluster.KillServer(t)
			cluster.Restart(t)
		}
		if err := pushedThrough(t.Context(), a, journal, n*4+1, n*4+4); err != nil {
			t.Fatal(err)
		}
	}
	wantOnce(t, a, map[uuid.UUID]int64{journal: 48})
}

// dumped is the documented backup: pg_dump, and pg_restore into an empty
// database.
func dumped(t *testing.T, cluster *postgrestest.Cluster) {
	dsn := migrated(t, cluster)
	a := open(t, dsn)
	journal := archivetest.ID("journal", 1)
	if _, err := pushed(t.Context(), a, journal, 1, 8); err != nil {
		t.Fatal(err)
	}
	database := cluster.Database(t)
	cluster.Load(t, cluster.Dump(t, databaseOf(dsn)), database)
	b := open(t, cluster.DSN(database))
	if _, err := pushed(t.Context(), b, journal, 9, 12); err != nil {
		t.Fatal("write to a restored archive:", err)
	}
	wantOnce(t, b, map[uuid.UUID]int64{journal: 12})
}
