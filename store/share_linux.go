package store

import (
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// remote are the file systems whose disk is in another machine, by the number
// statfs gives (linux/magic.h and the file systems' own headers).
var remote = map[int64]bool{
	0x6969: true,                                     // NFS
	0x517b: true, 0xff534d42: true, 0xfe534d42: true, // SMB, CIFS, SMB2
	0x564c: true, 0x73757245: true, // NCP, Coda
	0x5346414f: true, 0x6b414653: true, // AFS, kAFS
	0x00c36400: true, 0x0bd00bd0: true, // Ceph, Lustre
	0x01161970: true, 0x7461636f: true, // GFS2, OCFS2
}

// localFUSE are programs that show a disk of this machine; any other one behind
// FUSE (sshfs, davfs, rclone …) is taken for a way to another machine.
var localFUSE = map[string]bool{"fuseblk": true, "fuse.ntfs-3g": true, "fuse.exfat": true, "fuse.ext2fs": true,
	"fuse.fuse-overlayfs": true, "fuse.gocryptfs": true, "fuse.bindfs": true, "fuse.vmhgfs-fuse": false}

const fuseMagic = 0x65735546

// onShare tells whether a folder is on a network share. It need not be there
// yet: then the folder above counts.
func onShare(dir string) (bool, error) {
	for !isThere(dir) && filepath.Dir(dir) != dir {
		dir = filepath.Dir(dir)
	}
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		return false, err
	}
	magic := int64(fs.Type) & 0xffffffff // signed on some machines
	if magic != fuseMagic {
		return remote[magic], nil
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return false, err
	}
	return remoteFUSE(string(mounts), dir), nil
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// remoteFUSE looks for the mount a folder is in and judges its type. Each line
// reads (proc(5)): 36 35 98:0 / /mnt rw,noatime shared:1 - fuse.sshfs host:/ rw.
func remoteFUSE(mounts, dir string) bool {
	longest, typ := "", ""
	for line := range strings.Lines(mounts) {
		head, tail, _ := strings.Cut(line, " - ")
		h, t := strings.Fields(head), strings.Fields(tail)
		if len(h) < 5 || len(t) < 1 {
			continue
		}
		at := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\134`, `\`).Replace(h[4])
		if (dir == at || at == "/" || strings.HasPrefix(dir, at+"/")) && len(at) >= len(longest) {
			longest, typ = at, t[0]
		}
	}
	return !localFUSE[typ]
}
