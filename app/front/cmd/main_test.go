package main

import (
	"debug/elf"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ruhui/app/front"
)

// TestProgram builds ruhui as it is released and runs it on this machine.
func TestProgram(t *testing.T) {
	program := filepath.Join(t.TempDir(), "ruhui")
	build := exec.Command("go", "build", "-tags", "no_animations", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}

	t.Run("needs no library of the machine", func(t *testing.T) {
		file, err := elf.Open(program)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		needed, err := file.ImportedLibraries()
		if err != nil {
			t.Fatal(err)
		}
		if len(needed) != 0 {
			t.Errorf("needs %v", needed)
		}
	})
	t.Run("explains itself", func(t *testing.T) {
		out, err := exec.Command(program, "--help").Output()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(out), "用法：") {
			t.Errorf("help is\n%s", out)
		}
	})
	t.Run("looks for the window beside itself", func(t *testing.T) {
		link := filepath.Join(t.TempDir(), "link")
		if err := os.Symlink(program, link); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(link).CombinedOutput()
		exit := new(exec.ExitError)
		if !errors.As(err, &exit) || exit.ExitCode() != front.ExitMissing {
			t.Errorf("ended with %v, want exit code %d", err, front.ExitMissing)
		}
		want := "找不到窗口程序：" + filepath.Join(filepath.Dir(program), "ruhui-window")
		if !strings.HasPrefix(string(out), want) {
			t.Errorf("said %s, want %s", out, want)
		}
	})
}
