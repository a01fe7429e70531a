package sync

import "syscall"

// What Winsock says of a connection that does not come about, or ends. Package
// syscall gives the names of errno values of its own, which never occur.
var (
	unreachable = []syscall.Errno{10050, 10051, 10065} // WSAENETDOWN, WSAENETUNREACH, WSAEHOSTUNREACH
	refusing    = []syscall.Errno{10061}               // WSAECONNREFUSED
	cutting     = []syscall.Errno{10053, 10054, 10058} // WSAECONNABORTED, WSAECONNRESET, WSAESHUTDOWN
)
