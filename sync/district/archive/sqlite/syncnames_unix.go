//go:build unix

package sqlite

import "os"

func syncNames(dir *os.File) error { return dir.Sync() }
