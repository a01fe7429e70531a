//go:build unix

package front

import (
	"bufio"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestRequestToEndReachesTheWindow(t *testing.T) {
	m := newMachine(t)
	ready := filepath.Join(m.Root, "ready")
	if err := syscall.Mkfifo(ready, 0o600); err != nil {
		t.Fatal(err)
	}
	// The window cleans up and crashes over it: it was asked to end, so that it
	// is not started again.
	m.window("trap 'echo panic: x >&2; exit 2' TERM; echo > " + ready + "; while :; do sleep 0.01; done")
	go func() {
		fifo, err := os.Open(ready)
		if err != nil {
			t.Error(err)
			return
		}
		defer fifo.Close()
		if _, err := bufio.NewReader(fifo).ReadString('\n'); err != nil {
			t.Error(err)
		}
		if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
			t.Error(err)
		}
	}()
	m.expect(2, "panic: x\n")
}
