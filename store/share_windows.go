package store

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// onShare tells whether a folder is on a network share: \\server\share, or a
// drive letter that stands for one.
func onShare(dir string) (bool, error) {
	volume := filepath.VolumeName(dir)
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) && !strings.HasPrefix(volume, `\\.\`) {
		return true, nil
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return false, err
	}
	return windows.GetDriveType(root) == windows.DRIVE_REMOTE, nil
}
