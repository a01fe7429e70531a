package postgrestest

import (
	"os"
	"os/exec"
	"testing"
)

func own(testing.TB, string) {}

func asPostgres(*exec.Cmd) {}

func killGroup(p *os.Process) error { return p.Kill() }
