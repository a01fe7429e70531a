package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"ruhui/store/demo"
	"ruhui/store/storetest"
)

// built is the program, for tests that look at it while it runs.
func built(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ruhui")
	build := exec.Command("go", "build", "-tags", "no_animations", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// Whoever may list the machine's processes sees arguments and, of their own,
// the environment: neither holds the one-time code.
func TestSetup_shows_the_code_to_no_other_process(t *testing.T) {
	program := built(t)
	file, code := setupFile(t, false)
	for name, args := range map[string][]string{
		"by a pipe":   {"--code-file", "-"},
		"as if typed": nil,
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(program, append(append([]string{"setup", "--dir", filepath.Join(t.TempDir(), "终端")}, args...), file)...)
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			half := len(code) / 2
			for _, part := range []string{code[:half], code[half:]} {
				if _, err := io.WriteString(in, part); err != nil {
					t.Fatal(err)
				}
				wantNotIn(t, cmd.Process.Pid, code, code[:half])
			}
			if _, err := io.WriteString(in, "\n"); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); err != nil || strings.Contains(out.String(), code) {
				t.Errorf("%v, said %q", err, out.String())
			}
		})
	}
}

// wantNotIn looks for a secret in what the system tells of a process.
func wantNotIn(t *testing.T, pid int, secrets ...string) {
	t.Helper()
	for _, what := range []string{"cmdline", "environ", "comm"} {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, what))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("/proc/PID/%s holds what was typed", what)
			}
		}
		if what == "cmdline" && !bytes.Contains(data, []byte("setup")) {
			t.Fatalf("looked at another process: %q", data)
		}
	}
}

// At a real terminal what is typed is not shown, and the terminal shows again
// afterwards.
func TestSecrets_are_not_shown_as_they_are_typed(t *testing.T) {
	program := built(t)
	terminal := &storetest.Terminal{}
	storetest.SetUp(t, terminal)
	master, slave := openTerminal(t)
	cmd := exec.Command(program, "verify", "--bodies", "--login", demo.Login, "--dir", terminal.Dir)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var shown bytes.Buffer
	buffer := make([]byte, 4096)
	for typed := false; !strings.Contains(shown.String(), "未发现问题"); {
		n, err := master.Read(buffer)
		shown.Write(buffer[:n])
		if err != nil {
			t.Fatalf("%v after %q", err, shown.String())
		}
		if !typed && strings.Contains(shown.String(), "密码：") {
			typed = true
			if _, err := io.WriteString(master, demo.Password+"\n"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(shown.String(), demo.Password) {
		t.Error("the password was shown")
	}
	now, err := unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	if now.Lflag&unix.ECHO == 0 {
		t.Error("the terminal shows nothing any more")
	}
}

// openTerminal makes a pseudo-terminal.
func openTerminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = master.Close() }) // the other end is gone already
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = slave.Close() }) // only ever shown on
	return master, slave
}
