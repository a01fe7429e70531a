package postgrestest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Restart starts the server: after Start made the data, after Kill or Stop. It
// returns when the server answers.
func (c *Cluster) Restart(t testing.TB) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Minute)
	// After a kill its children may live a moment and keep the next server out.
	for !c.start(t, deadline) {
		if time.Now().After(deadline) {
			t.Fatal("PostgreSQL does not start; ", c.log())
		}
	}
}

// start says whether the server answers; it does not when it ended again.
func (c *Cluster) start(t testing.TB, deadline time.Time) bool {
	t.Helper()
	c.launch(t)
	for time.Now().Before(deadline) {
		select {
		case <-c.ended:
			return false
		case <-time.After(20 * time.Millisecond): // nothing tells when a server is ready but asking
		}
		if _, err := c.try("pg_isready", "--quiet", "--host", c.folder, "--port", port); err == nil {
			return true
		}
	}
	return false
}

func (c *Cluster) launch(t testing.TB) {
	t.Helper()
	log, err := os.OpenFile(filepath.Join(c.folder, "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal("open log:", err)
	}
	defer func() { _ = log.Close() }() // the server has its own
	c.server = exec.Command(filepath.Join(found.folder, "postgres"), "-D", c.data())
	c.server.Dir = c.folder
	c.server.Stdout, c.server.Stderr = log, log
	asPostgres(c.server)
	if err := c.server.Start(); err != nil {
		t.Fatal("start PostgreSQL:", err)
	}
	ended := make(chan struct{})
	c.ended = ended
	go func(server *exec.Cmd) {
		_ = server.Wait() // killed or not: it has ended
		close(ended)
	}(c.server)
}

// Kill ends the server and all its children with SIGKILL, as a lost machine
// does. What was not synced to disk may be lost; nothing is when fsync is on.
func (c *Cluster) Kill(t testing.TB) {
	t.Helper()
	if c.server == nil {
		return
	}
	if err := killGroup(c.server.Process); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Error("kill PostgreSQL:", err)
	}
	<-c.ended
	c.server = nil
}

// KillServer kills only the first process, the postmaster: its children notice
// and end by themselves, some in the middle of what they do.
func (c *Cluster) KillServer(t testing.TB) {
	t.Helper()
	if err := c.server.Process.Kill(); err != nil {
		t.Error("kill PostgreSQL:", err)
	}
	<-c.ended
	c.server = nil
}

// Standby copies the cluster by pg_basebackup, starts the copy, and makes the
// cluster's commits wait for it.
func (c *Cluster) Standby(t testing.TB) *Cluster {
	t.Helper()
	s := folder(t)
	c.run(t, "pg_basebackup", "--host", c.folder, "--port", port, "--username", "postgres", "--pgdata", s.data(),
		"--write-recovery-conf", "--checkpoint", "fast", "--wal-method", "stream")
	s.configure(t, "unix_socket_directories = '"+s.folder+"'",
		"primary_conninfo = 'host="+c.folder+" port="+port+" user=postgres application_name=second'")
	// The recovery configuration that was written counts more than the file.
	s.remove(t, "postgresql.auto.conf")
	s.Restart(t)
	c.Run(t, "postgres", "ALTER SYSTEM SET synchronous_standby_names = 'second'")
	c.Run(t, "postgres", "SELECT pg_reload_conf()")
	c.until(t, "the standby is synchronous", "SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'")
	return s
}

// Promote makes a standby the server that takes writes.
func (c *Cluster) Promote(t testing.TB) {
	t.Helper()
	c.Run(t, "postgres", "SELECT pg_promote(true, 60)")
}

func (c *Cluster) remove(t testing.TB, name string) {
	t.Helper()
	if err := os.Remove(filepath.Join(c.data(), name)); err != nil {
		t.Fatal("remove configuration:", err)
	}
}

// until asks until the answer is yes.
func (c *Cluster) until(t testing.TB, what, question string) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); {
		if c.Run(t, "postgres", question) == "t" {
			return
		}
	}
	t.Fatalf("waited five minutes: %s; %s", what, c.log())
}
