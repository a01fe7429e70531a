package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"filippo.io/age"

	"ruhui/app/front"
	"ruhui/store"
	"ruhui/store/civil"
)

// restore makes a terminal's folder out of a backup.
var restore = front.Verb{Name: "restore", Args: "备份文件 --to 文件夹", Help: "用恢复密钥把备份恢复到空文件夹", Run: runRestore}

const restoreUsage = `把备份恢复到一个空文件夹，不会覆盖任何已有内容。需要区总工会保管的恢复密钥
（AGE-SECRET-KEY-1 开头），从键盘输入，或用 --key 指明优盘上的密钥文件。
备份旁的删除清单（erased 文件夹）会先执行；恢复后的终端使用单独的编号段。

用法：ruhui restore 备份文件 --to 文件夹 [--key 密钥文件] [--demo]
例子：ruhui restore /media/优盘/ruhui-0123456789ab-20260914-173000-closing.age --to /home/窗口/恢复 --key /media/密钥/recovery.txt`

func runRestore(args []string) int {
	c := newCommand("restore", restoreUsage)
	to := c.String("to", "", "")
	key := c.String("key", "", "")
	if code, ok := c.parse(args, 1, 1); !ok {
		return code
	}
	if *to == "" {
		return c.wrong()
	}
	recovery, err := c.recovery(*key)
	if err != nil {
		fmt.Fprintln(os.Stderr, "恢复密钥读不出来。\n请核对密钥文件，或逐字核对输入的密钥后重试。")
		return exitFailed
	}
	r, err := store.Restore(context.Background(), c.args[0], *to, recovery, c.options())
	if err != nil {
		return tell(err)
	}
	fmt.Printf("已恢复 %s 的备份：记录 %d 条，按删除清单清除 %d 条。\n", r.Made.In(civil.Shanghai).Format("2006年1月2日 15:04"), r.Entries, r.Erased)
	m := store.Messages[string(store.CopyRestored)]
	fmt.Println(m.What + "\n" + m.Next)
	if len(r.Verified.Faults) > 0 {
		sayFaults(os.Stderr, r.Verified)
		return exitFaults
	}
	return 0
}

// recovery reads the identity from a file, else from the keyboard.
func (c *command) recovery(path string) (age.Identity, error) {
	text := ""
	if path != "" {
		file, err := read(path)
		if err != nil {
			return nil, err
		}
		text = string(file)
		clear(file)
	} else {
		var err error
		if text, err = c.askHidden("请输入恢复密钥："); err != nil {
			return nil, err
		}
	}
	list, err := age.ParseIdentities(strings.NewReader(text))
	if err != nil {
		return nil, errors.New("read identity") // the library's own error may repeat what was typed
	}
	return list[0], nil
}
