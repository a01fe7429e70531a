//go:build unix

package sync

import "syscall"

// What the system says of a connection that does not come about, or ends.
var (
	unreachable = []syscall.Errno{syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN}
	refusing    = []syscall.Errno{syscall.ECONNREFUSED}
	cutting     = []syscall.Errno{syscall.ECONNRESET, syscall.EPIPE, syscall.ECONNABORTED}
)
