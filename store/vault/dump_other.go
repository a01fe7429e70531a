//go:build !linux

package vault

// NoCoreDumps does nothing here: on Windows Go's runtime has switched off the
// system's error reporting, and with it its dumps, before our first line runs.
func NoCoreDumps() error { return nil }
