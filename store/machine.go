package store

import (
	"crypto/sha256"
	"os"
)

// machineOf names this machine without giving its id away. The host's name is
// part of it: PCs that were filled from one disk image share the system's id.
func machineOf(given string) []byte {
	if given == "" {
		host, err := os.Hostname()
		if err != nil {
			host = "" // then the id alone must do
		}
		given = machineID() + "\x00" + host
	}
	sum := sha256.Sum256([]byte("ruhui machine\x00" + given))
	return sum[:]
}
