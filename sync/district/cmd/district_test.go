package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The program under test is the test binary itself, told by this to be it.
const beDistrict = "RUHUI_TEST_DISTRICT"

func TestMain(m *testing.M) {
	if os.Getenv(beDistrict) != "" {
		main()
	}
	os.Exit(m.Run())
}

// program runs the command in a folder of its own.
type program struct {
	t    testing.TB
	root string // folder of everything it writes
	dir  string // of the district
}

func newProgram(t testing.TB) *program {
	t.Helper()
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "stick"), 0o700); err != nil {
		t.Fatal(err)
	}
	return &program{t, root, filepath.Join(root, "data")}
}

func (p *program) path(name string) string { return filepath.Join(p.root, name) }

func (p *program) command(args ...string) *exec.Cmd {
	p.t.Helper()
	self, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	c := exec.Command(self, args...)
	c.Dir = p.root
	c.Env = append(os.Environ(), beDistrict+"=1", "RUHUI_DISTRICT="+p.dir)
	return c
}

// run gives what was written and the exit code.
func (p *program) run(args ...string) (out, wrong string, code int) {
	p.t.Helper()
	var stdout, stderr bytes.Buffer
	c := p.command(args...)
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	if c.ProcessState == nil {
		p.t.Fatalf("%s: %v", args[0], err)
	}
	return stdout.String(), stderr.String(), c.ProcessState.ExitCode()
}

// must runs a verb that has to succeed and reads its JSON into answer.
func (p *program) must(answer any, args ...string) {
	p.t.Helper()
	out, wrong, code := p.run(append(args, "--json")...)
	if code != exitDone {
		p.t.Fatalf("%s: exit code %d\n%s%s", strings.Join(args, " "), code, out, wrong)
	}
	if answer == nil {
		return
	}
	var all struct {
		Done json.RawMessage `json:"done"`
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		p.t.Fatalf("%s: not JSON: %v", args[0], err)
	}
	if err := json.Unmarshal(all.Done, answer); err != nil {
		p.t.Fatalf("%s: %v", args[0], err)
	}
}

// freePort is one nobody listens on now.
func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// serving is a running server.
type serving struct {
	t          testing.TB
	command    *exec.Cmd
	residents  string // address
	operations string
	ended      chan error
}

// serve starts the server and returns once it listens.
func (p *program) serve(port string, args ...string) *serving {
	p.t.Helper()
	s := &serving{t: p.t, ended: make(chan error, 1)}
	s.command = p.command(append([]string{"serve", "--listen", "127.0.0.1:" + port,
		"--residents-listen", "127.0.0.1:0", "--operations-listen", "127.0.0.1:0"}, args...)...)
	log, err := s.command.StderrPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := s.command.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(s.kill)
	lines := bufio.NewScanner(log)
	for s.operations == "" && lines.Scan() {
		s.listens(lines.Text())
	}
	if s.operations == "" {
		p.t.Fatalf("the server does not listen: %v", s.command.Wait())
	}
	go func() {
		_, _ = io.Copy(io.Discard, log) // until it ends
		s.ended <- s.command.Wait()
	}()
	return s
}

func (s *serving) listens(line string) {
	_, address, _ := strings.Cut(line, "address=")
	switch {
	case strings.Contains(line, "for=residents"):
		s.residents = address
	case strings.Contains(line, "for=operations"):
		s.operations = address
	}
}

// stop asks the server to end and waits until it has.
func (s *serving) stop() {
	s.t.Helper()
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	select {
	case err := <-s.ended:
		if err != nil {
			s.t.Fatalf("server ended: %v", err)
		}
		s.ended <- nil
	case <-time.After(time.Minute):
		s.t.Fatal("server does not end")
	}
}

// kill ends it as a power cut would; a server that was stopped is gone already.
func (s *serving) kill() {
	_ = s.command.Process.Kill()
	<-s.ended
}

func background(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}
