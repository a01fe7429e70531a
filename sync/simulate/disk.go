//go:build !race

package simulate

import (
	"testing"

	"ruhui/store/storetest/disk"
)

// watched stands between SQLite and a folder, so that the power can fail in the
// midst of a write.
func watched(tb testing.TB, dir string) *disk.Disk { return disk.Watch(tb, dir) }
