package postgrestest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
)

// found is where PostgreSQL's programs are: looked for once.
var found struct {
	once   sync.Once
	folder string
}

// oldest is the first version that is supported.
const oldest = 15

// programs ends the test when PostgreSQL is not installed.
func programs(t testing.TB) {
	t.Helper()
	found.once.Do(func() { found.folder = newest() })
	switch {
	case found.folder != "":
	case os.Getenv("CI") == "true":
		t.Fatal("PostgreSQL is not installed: run .ci/setup tools")
	default:
		t.Skip("PostgreSQL is not installed: run .ci/setup tools")
	}
}

// newest looks where Debian installs several versions side by side, then in the
// PATH.
func newest() string {
	best, folder := oldest-1, ""
	versions, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // a pattern of ours is not malformed
	for _, program := range versions {
		dir := filepath.Dir(program)
		if n, err := strconv.Atoi(filepath.Base(filepath.Dir(dir))); err == nil && n > best {
			best, folder = n, dir
		}
	}
	if program, err := exec.LookPath("initdb"); folder == "" && err == nil {
		folder = filepath.Dir(program)
	}
	return folder
}
