//go:build unix

package postgrestest

import (
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
	"testing"
)

// server is the account PostgreSQL runs as when we are root.
func server() (uid, gid int, other bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return 0, 0, false // initdb will say that it does not run as root
	}
	uid, _ = strconv.Atoi(u.Uid) // numbers on every Unix
	gid, _ = strconv.Atoi(u.Gid)
	return uid, gid, true
}

// own gives a folder to that account.
func own(t testing.TB, dir string) {
	t.Helper()
	if uid, gid, other := server(); other {
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal("make folder:", err)
		}
	}
}

// asPostgres makes a command run as that account, in a group of its own that
// can be killed whole.
func asPostgres(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if uid, gid, other := server(); other {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
}

func killGroup(p *os.Process) error { return syscall.Kill(-p.Pid, syscall.SIGKILL) }
