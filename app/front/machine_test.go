package front

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// machine is a made-up Linux PC in a folder of its own.
type machine struct {
	Env
	t      testing.TB
	stdout *bytes.Buffer
	stderr *bytes.Buffer
}

// newMachine makes a PC on which everything is well: libraries, display and a
// window that ends at once with 0.
func newMachine(t testing.TB) *machine {
	t.Helper()
	m := bareMachine(t)
	for _, lib := range libraries {
		m.install("/usr/lib/x86_64-linux-gnu", lib.file)
	}
	m.connect("0")
	m.window("exit 0")
	return m
}

// bareMachine makes a PC with nothing on it but the window's file.
func bareMachine(t testing.TB) *machine {
	t.Helper()
	root := t.TempDir()
	m := &machine{t: t, stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}
	m.Env = Env{
		Root: root, OS: "linux", Arch: runtime.GOARCH,
		Environ: []string{"PATH=" + os.Getenv("PATH")},
		Window:  filepath.Join(root, "ruhui-window"),
		Stdout:  m.stdout, Stderr: m.stderr,
	}
	m.window("exit 0")
	return m
}

// write puts a file at path below the root.
func (m *machine) write(path string, content []byte, mode os.FileMode) {
	m.t.Helper()
	path = filepath.Join(m.Root, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, content, mode); err != nil {
		m.t.Fatal(err)
	}
}

// install puts a library into folder: the head of a real ELF file of this
// processor, namely of this test.
func (m *machine) install(folder, file string) {
	m.t.Helper()
	m.write(folder+"/"+file, elfHead(m.t), 0o600)
}

func elfHead(t testing.TB) []byte {
	t.Helper()
	self, err := os.Open("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	defer self.Close()
	head := make([]byte, 64)
	if _, err := self.Read(head); err != nil {
		t.Fatal(err)
	}
	return head
}

// window makes the window program a shell script.
func (m *machine) window(script string) {
	m.t.Helper()
	m.write("ruhui-window", []byte("#!/bin/sh\n"+script+"\n"), 0o700)
}

// connect gives the PC an X server of that number and sets DISPLAY.
func (m *machine) connect(number string) {
	m.t.Helper()
	path := filepath.Join(m.Root, "tmp/.X11-unix/X"+number)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		m.t.Fatal(err)
	}
	server, err := net.Listen("unix", path)
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { server.Close() })
	m.set("DISPLAY", ":"+number)
}

func (m *machine) set(name, value string) { m.Environ = append(m.Environ, name+"="+value) }

// expect runs the program and compares its exit code and what it wrote to
// standard error.
func (m *machine) expect(code int, stderr string, args ...string) {
	m.t.Helper()
	m.stderr.Reset()
	if got := Run(m.Env, nil, args); got != code {
		m.t.Errorf("exit code %d, want %d", got, code)
	}
	if got := m.stderr.String(); got != stderr {
		m.t.Errorf("standard error:\n%s\nwant:\n%s", got, stderr)
	}
}
