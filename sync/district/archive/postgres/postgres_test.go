package postgres_test

import (
	"errors"
	"testing"

	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/archivetest"
	"ruhui/sync/district/archive/postgres"
	"ruhui/sync/district/archive/postgrestest"
)

func TestArchive(t *testing.T) {
	cluster := postgrestest.Start(t)
	archivetest.Run(t, func(t *testing.T) archive.Archive {
		return open(t, migrated(t, cluster))
	})
	// Each starts with a new database; a cluster of its own would take seconds.
	for name, test := range map[string]func(*testing.T, *postgrestest.Cluster){
		"opening refuses what it does not know":     refusedAtOpening,
		"a change spoiled at every request":         spoiled,
		"a change runs again after a real deadlock": deadlocked,
		"a feed goes on beside a held picture":      heldPicture,
		"a dump is an archive again":                dumped,
	} {
		t.Run(name, func(t *testing.T) { test(t, cluster) })
	}
}

// migrated gives the connection string of a new archive.
func migrated(t testing.TB, cluster *postgrestest.Cluster) string {
	t.Helper()
	dsn := cluster.DSN(cluster.Database(t))
	if err := postgres.Migrate(t.Context(), dsn); err != nil {
		t.Fatal("migrate:", err)
	}
	return dsn
}

func open(t testing.TB, dsn string) archive.Archive {
	t.Helper()
	a, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal("open:", err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error("close:", err)
		}
	})
	return a
}

func refusedAtOpening(t *testing.T, cluster *postgrestest.Cluster) {
	for name, c := range map[string]struct {
		prepare string
		want    error
	}{
		"empty": {`DROP SCHEMA public CASCADE; CREATE SCHEMA public`, archive.ErrSchemaOlder},
		"older": {`DELETE FROM schema_version WHERE version_id > 0`, archive.ErrSchemaOlder},
		"newer": {`INSERT INTO schema_version (version_id, is_applied) VALUES (99, true)`, archive.ErrSchemaNewer},
	} {
		t.Run(name, func(t *testing.T) {
			database := cluster.Database(t)
			dsn := cluster.DSN(database)
			if err := postgres.Migrate(t.Context(), dsn); err != nil {
				t.Fatal("migrate:", err)
			}
			cluster.Run(t, database, c.prepare)
			if _, err := postgres.Open(t.Context(), dsn); !errors.Is(err, c.want) {
				t.Errorf("open: got %v, want %v", err, c.want)
			}
			if name == "newer" {
				if err := postgres.Migrate(t.Context(), dsn); !errors.Is(err, c.want) {
					t.Errorf("migrate: got %v, want %v", err, c.want)
				}
			}
		})
	}
}
