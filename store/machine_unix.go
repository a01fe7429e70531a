//go:build !windows

package store

import (
	"os"
	"strings"
)

// machineID is systemd's, else D-Bus's; empty on a system that has neither.
func machineID() string {
	for _, path := range []string{"/etc/machine-id", "/var/lib/dbus/machine-id"} {
		if id, err := os.ReadFile(path); err == nil {
			return strings.TrimSpace(string(id))
		}
	}
	return ""
}
