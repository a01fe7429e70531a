package main

import (
	"context"
	"fmt"

	"ruhui/app/front"
	"ruhui/store"
)

// backup writes a backup by hand, on a PC whose window may not open.
var backup = front.Verb{Name: "backup", Args: "[文件夹]", Help: "备份本机数据（封存给恢复密钥）", Run: runBackup}

const backupUsage = `把本机数据备份成一个文件，只有区总工会保管的恢复密钥能打开。写完会读回核对。
不写文件夹时存放在数据文件夹里的 backup 中。备份前请关闭窗口程序。

用法：ruhui backup [--dir 数据文件夹] [--demo] [文件夹]
例子：ruhui backup /media/优盘`

func runBackup(args []string) int {
	c := newCommand("backup", backupUsage)
	if code, ok := c.parse(args, 0, 1); !ok {
		return code
	}
	return c.with(func(s *store.Store) (int, error) {
		made, err := s.Backup(context.Background(), store.ManualBackup, c.args...)
		for _, b := range made {
			fmt.Printf("已备份并核对：%s（%d 字节）\n", b.Path, b.Bytes)
		}
		return 0, err
	})
}
