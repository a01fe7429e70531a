//go:build race

package simulate

import (
	"testing"

	"ruhui/store/storetest/disk"
)

// watched: SQLite's C code, translated, does pointer arithmetic that the race
// detector's build refuses once a file system of ours is in between. Under it a
// power cut comes between two steps.
func watched(testing.TB, string) *disk.Disk { return nil }
