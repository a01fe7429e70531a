// Package postgrestest starts throw-away PostgreSQL clusters for tests: real
// server programs, fsync on, in a folder of their own that is removed at the
// end. They can be killed, started again, copied to a synchronous standby, and
// failed over.
//
// PostgreSQL refuses to run as root; then it runs as the user postgres, whom
// Debian's package makes. Where it is not installed tests are skipped, and fail
// with CI=true; .ci/setup tools installs it.
package postgrestest

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Cluster is one PostgreSQL server and its data. It listens on a socket in its
// folder only.
type Cluster struct {
	folder string // socket, log and data
	server *exec.Cmd
	ended  chan struct{} // closed when server has ended
}

const port = "5432" // of a socket: a part of its name

// Start makes a cluster and starts it. It stops, and its folder goes, when the
// test ends.
func Start(t testing.TB) *Cluster {
	t.Helper()
	c := folder(t)
	c.run(t, "initdb", "--pgdata", c.data(), "--auth", "trust", "--username", "postgres", "--encoding", "UTF8",
		"--locale", "C", "--no-instructions")
	c.configure(t, "listen_addresses = ''", "unix_socket_directories = '"+c.folder+"'", "wal_level = replica",
		"max_wal_size = '1GB'", "timezone = 'UTC'", "log_min_messages = warning")
	c.Restart(t)
	return c
}

// folder makes an empty cluster's folder. Its name is short: a socket's path
// has at most 107 bytes, and t.TempDir's may be longer.
func folder(t testing.TB) *Cluster {
	t.Helper()
	programs(t)
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		t.Fatal("make folder:", err)
	}
	c := &Cluster{folder: dir}
	t.Cleanup(func() {
		c.Kill(t)
		if err := os.RemoveAll(dir); err != nil {
			t.Error("remove folder:", err)
		}
	})
	own(t, dir)
	return c
}

func (c *Cluster) data() string { return filepath.Join(c.folder, "data") }

// configure adds lines to the configuration; they count from the next start.
func (c *Cluster) configure(t testing.TB, lines ...string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(c.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal("configure:", err)
	}
	if _, err := f.WriteString(strings.Join(lines, "\n") + "\n"); err != nil {
		t.Fatal("configure:", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal("configure:", err)
	}
}

// DSN is the connection string of a database of the cluster. With others it
// leads to whichever of them takes writes.
func (c *Cluster) DSN(database string, others ...*Cluster) string {
	values := url.Values{"user": {"postgres"}, "dbname": {database}, "sslmode": {"disable"}, "connect_timeout": {"5"}}
	hosts, ports := []string{c.folder}, []string{port}
	for _, o := range others {
		hosts, ports = append(hosts, o.folder), append(ports, port)
		values.Set("target_session_attrs", "read-write")
	}
	values.Set("host", strings.Join(hosts, ","))
	values.Set("port", strings.Join(ports, ","))
	words := []string{}
	for key := range values {
		words = append(words, key+"="+values.Get(key))
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// Socket is the path of the server's socket, for a proxy.
func (c *Cluster) Socket() string { return filepath.Join(c.folder, ".s.PGSQL."+port) }

var databases atomic.Int64

// Database makes a new, empty database and gives its name.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	name := "t" + strconv.FormatInt(databases.Add(1), 10)
	c.Run(t, "postgres", "CREATE DATABASE "+name)
	return name
}

// Run executes SQL as its administrator, by psql, and gives what it prints:
// values only.
func (c *Cluster) Run(t testing.TB, database, sql string) string {
	t.Helper()
	return c.run(t, "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1",
		"--host", c.folder, "--port", port, "--username", "postgres", "--dbname", database, "--command", sql)
}

// Dump writes a database with pg_dump and gives the file; Load reads it into an
// empty one. They are the documented backup of an archive on PostgreSQL.
func (c *Cluster) Dump(t testing.TB, database string) string {
	t.Helper()
	file := filepath.Join(c.folder, database+".dump")
	c.run(t, "pg_dump", "--host", c.folder, "--port", port, "--username", "postgres", "--format", "custom",
		"--serializable-deferrable", "--file", file, database)
	return file
}

// Load reads what Dump wrote into an empty database.
func (c *Cluster) Load(t testing.TB, file, database string) {
	t.Helper()
	c.run(t, "pg_restore", "--host", c.folder, "--port", port, "--username", "postgres", "--exit-on-error",
		"--single-transaction", "--dbname", database, file)
}

// run runs a program of PostgreSQL's to its end.
func (c *Cluster) run(t testing.TB, program string, args ...string) string {
	t.Helper()
	out, err := c.try(program, args...)
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return strings.TrimSpace(out)
}

func (c *Cluster) try(program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(found.folder, program), args...)
	cmd.Dir = c.folder
	asPostgres(cmd)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.String(), err
}

// log is the end of what the server wrote, for a failure.
func (c *Cluster) log() string {
	text, err := os.ReadFile(filepath.Join(c.folder, "log"))
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("server's log:\n%s", text[max(0, len(text)-2000):])
}
