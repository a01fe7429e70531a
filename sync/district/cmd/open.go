package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/sync/district"
	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/postgres"
	"ruhui/sync/district/archive/sqlite"
)

// databaseName is the SQLite file in the district's folder.
const databaseName = "district.db"

// opened is a district whose folder and database are open.
type opened struct {
	*district.District
	archive  archive.Archive
	secrets  *district.Secrets
	settings settings
}

// with runs work on the opened district. at is the folder as an argument, ""
// when there is none.
func (c *call) with(ctx context.Context, at string, work func(*opened) (answer, error)) (answer, error) {
	o, err := c.open(ctx, at, district.Options{})
	if err != nil {
		return nil, err
	}
	done, err := work(o)
	return done, errors.Join(err, o.archive.Close())
}

func (c *call) open(ctx context.Context, at string, opt district.Options) (*opened, error) {
	s, err := c.resolve(at)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(c.options.dir, district.SecretsName)); errors.Is(err, fs.ErrNotExist) {
		return nil, district.NotSetUp // said before the missing key, which would lead astray
	}
	identity, err := district.ReadIdentity(c.options.identity)
	if err != nil {
		return nil, err
	}
	o := &opened{settings: s}
	if o.secrets, err = district.OpenSecrets(c.options.dir, identity); err != nil {
		return nil, err
	}
	if o.archive, err = c.openArchive(ctx, opt.Logger); err != nil {
		return nil, err
	}
	opt.Now = c.clock(o.secrets.Demo)
	if o.District, err = district.New(o.archive, o.secrets, opt); err != nil {
		return nil, errors.Join(err, o.archive.Close())
	}
	return o, nil
}

func (c *call) openArchive(ctx context.Context, log *slog.Logger) (archive.Archive, error) {
	if c.options.postgres != "" {
		return postgres.Open(ctx, c.options.postgres)
	}
	return sqlite.Open(ctx, c.database(), sqlite.Options{Logger: log, Copy: c.copy})
}

// database is the path of the SQLite file.
func (c *call) database() string { return filepath.Join(c.options.dir, databaseName) }

// migrate brings the database to this program's schema; it makes a SQLite file
// that is not there yet.
func (c *call) migrate(ctx context.Context) error {
	if c.options.postgres != "" {
		return postgres.Migrate(ctx, c.options.postgres)
	}
	return sqlite.Migrate(ctx, c.database())
}

// clock is the machine's, in a demonstration on its fixed date; the time of day
// goes on.
func (c *call) clock(isDemo bool) func() time.Time {
	if !isDemo {
		return c.Now
	}
	return func() time.Time {
		now, d := c.Now().In(civil.Shanghai), demo.Today
		return time.Date(d.Year, time.Month(d.Month), d.Day, now.Hour(), now.Minute(), now.Second(), now.Nanosecond(), civil.Shanghai)
	}
}

// place names what was worked on, for answers.
func (c *call) place() string {
	if c.options.postgres != "" {
		return "PostgreSQL"
	}
	return fmt.Sprintf("SQLite（%s）", c.database())
}
