package store

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOnShare_knows_this_disk(t *testing.T) {
	dir := t.TempDir()
	for _, at := range []string{dir, filepath.Join(dir, "not", "there", "yet")} {
		if remote, err := onShare(at); err != nil || remote {
			t.Errorf("share %v, %v", remote, err)
		}
	}
	if _, err := os.ReadFile("/proc/self/mountinfo"); err != nil {
		t.Error(err)
	}
}

func TestRemoteFUSE_judges_the_nearest_mount(t *testing.T) {
	const mounts = `21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 21 0:40 / /mnt/far rw,nosuid shared:2 - fuse.sshfs user@server:/ rw
32 31 0:41 / /mnt/far/near rw shared:3 - fuseblk /dev/sdb1 rw
33 21 0:42 / /mnt/with\040blank rw - fuse.davfs https://server/ rw
34 21 0:43 / /mnt/unknown rw - fuse.something x rw
`
	for dir, want := range map[string]bool{"/mnt/far": true, "/mnt/far/a/b": true, "/mnt/far/near/a": false,
		"/mnt/with blank/a": true, "/mnt/unknown": true} {
		if got := remoteFUSE(mounts, dir); got != want {
			t.Errorf("%s: remote %v", dir, got)
		}
	}
	for magic, want := range map[int64]bool{0x6969: true, 0xff534d42: true, 0xfe534d42: true, 0x517b: true,
		0xef53: false, 0x58465342: false, 0x01021994: false} { // ext4, XFS, memory
		if remote[magic] != want {
			t.Errorf("%#x: remote %v", magic, remote[magic])
		}
	}
}
