package main

import (
	"context"
	"fmt"

	"ruhui/app/front"
	"ruhui/store"
)

// staff takes the district's pack of staff files from a stick: also on a
// terminal that was off while all its people changed, where nobody can sign in.
var staff = front.Verb{Name: "staff", Args: "人员登录文件", Help: "导入区里下发的人员登录文件", Run: runStaff}

const staffUsage = `导入区里下发的本服务点人员登录文件。不需要登录。此后只有文件中的人员可以登录本机，
在本机改过的密码保留。重复导入同一份文件没有影响。导入前请关闭窗口程序。

用法：ruhui staff [--dir 数据文件夹] [--demo] 人员登录文件
例子：ruhui staff /media/优盘/人员登录文件`

func runStaff(args []string) int {
	c := newCommand("staff", staffUsage)
	if code, ok := c.parse(args, 1, 1); !ok {
		return code
	}
	file, err := read(c.args[0])
	if err != nil {
		return unreadable("人员登录文件")
	}
	return c.with(func(s *store.Store) (int, error) {
		if err := s.TakeStaffFiles(context.Background(), file); err != nil {
			return 0, err
		}
		fmt.Println("人员登录文件已导入。")
		return 0, nil
	})
}
