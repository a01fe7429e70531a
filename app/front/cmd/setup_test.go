package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ruhui/store"
	"ruhui/store/demo"
)

// ruhui builds the front program once and gives a way to run it.
func ruhui(t *testing.T) func(args ...string) (said string, code int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ruhui")
	build := exec.Command("go", "build", "-tags", "no_animations", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return func(args ...string) (string, int) {
		cmd := exec.Command(path, args...)
		out, err := cmd.CombinedOutput()
		if err != nil && cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
}

// setupFile is a real set-up file of the invented district, on a stick.
func setupFile(t *testing.T, isDemo bool) (path, code string) {
	t.Helper()
	d, err := demo.NewDistrict(demo.Options{Demo: isDemo})
	if err != nil {
		t.Fatal(err)
	}
	number := 7
	if isDemo {
		number = 99
	}
	file, code, err := d.SetupFile(number, demo.Hall)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "开通文件")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, code
}

func TestSetup(t *testing.T) {
	run := ruhui(t)
	file, code := setupFile(t, false)
	dir := filepath.Join(t.TempDir(), "终端")
	right, wrong := codeFile(t, code), codeFile(t, "AAAA-AAAA-AAAA-AAAA")
	for _, c := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"no file named", []string{"setup"}, 2, "用法"},
		{"the code as an argument", []string{"setup", "--code", code, file}, 2, "开通码不能写在命令里"},
		{"no such file", []string{"setup", "--dir", dir, "--code-file", right, file + "x"}, 1, "开通文件读不出来"},
		{"no such code file", []string{"setup", "--dir", dir, "--code-file", right + "x", file}, 1, "开通码读不出来"},
		{"wrong code", []string{"setup", "--dir", dir, "--code-file", wrong, file}, 1, "开通码不正确"},
		{"right", []string{"setup", "--dir", dir, "--code-file", right, file}, 0, "已开通"},
		{"twice", []string{"setup", "--dir", dir, "--code-file", right, file}, 1, "已经开通"},
	} {
		said, exit := run(c.args...)
		if exit != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s: exit %d, said %q; want %d and %q", c.name, exit, said, c.code, c.says)
		}
		if strings.Contains(said, code) {
			t.Errorf("%s: the program repeats the code", c.name)
		}
	}
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatalf("the terminal that was set up does not open: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	demoFile, demoCode := setupFile(t, true)
	from := codeFile(t, demoCode)
	if said, exit := run("setup", "--dir", t.TempDir(), "--code-file", from, demoFile); exit != 1 || !strings.Contains(said, "演示") {
		t.Errorf("a demonstration's file: exit %d, said %q", exit, said)
	}
	if said, exit := run("setup", "--demo", "--dir", t.TempDir(), "--code-file", from, demoFile); exit != 0 {
		t.Errorf("a demonstration: exit %d, said %q", exit, said)
	}
	t.Setenv(codeFileEnv, right)
	if said, exit := run("setup", "--dir", filepath.Join(t.TempDir(), "又一"), file); exit != 0 {
		t.Errorf("with the file named by the environment: exit %d, said %q", exit, said)
	}
}

func codeFile(t *testing.T, code string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "code")
	if err := os.WriteFile(path, []byte(code+"\r\n一次有效\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A verb appears in --help when it works.
func TestHelp_lists_the_verbs(t *testing.T) {
	if said, exit := ruhui(t)("--help"); exit != 0 || !strings.Contains(said, "setup 开通文件") {
		t.Errorf("exit %d, said %q", exit, said)
	}
}
