package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"ruhui/app/front"
	"ruhui/store"
	"ruhui/sync"
)

// courier carries the exchanges with the district on a stick, where there is no
// line.
var courier = front.Verb{Name: "courier", Args: "out|in 文件", Help: "用优盘与区服务器传送数据（没有网络时）", Run: runCourier}

const courierUsage = `没有网络时用优盘传送数据。需要账号和密码。
out 把本机要传的内容写成一个传送文件，只有区服务器能打开；内容很多时分成几个文件。写出后本机数据不变，可以重复写。
在区服务器上用“district courier”处理，带回它写出的回件。
in  导入回件：签收、审核结果、其他窗口的登记。重复导入没有影响。需要再跑一趟时会写出文件并说明。

用法：ruhui courier out|in 文件 [--login 账号] [--dir 数据文件夹] [--demo]
例子：ruhui courier out /media/优盘/101.ruhui`

func runCourier(args []string) int {
	c := newCommand("courier", courierUsage)
	login := c.String("login", "", "")
	if code, ok := c.parse(args, 2, 2); !ok {
		return code
	}
	work := map[string]func(context.Context, *sync.Engine, string) error{"out": courierOut, "in": courierIn}[c.args[0]]
	if work == nil {
		return c.wrong()
	}
	return c.with(func(s *store.Store) (int, error) {
		ses, err := c.signIn(s, *login)
		if err != nil {
			return 0, err
		}
		defer ses.end()
		err = work(context.Background(), sync.NewEngine(s, nil, sync.Options{Program: "courier"}), c.args[1])
		if err == nil {
			return 0, nil
		}
		m := sync.MessageOf(err)
		if onStick := (stick{}); errors.As(err, &onStick) {
			m = store.Message{What: "传送文件读不出来或写不进去。", Next: "请检查路径、优盘和剩余空间后重试。"}
		}
		fmt.Fprintf(os.Stderr, "%s\n%s\n", m.What, m.Next)
		return exitFailed, nil
	})
}

func courierOut(ctx context.Context, e *sync.Engine, path string) error {
	files, err := e.CourierOut(ctx)
	if err != nil {
		return err
	}
	return writeLetters(files, path)
}

// writeLetters writes the first file where it was asked for, and others beside it
// with a number in the name.
func writeLetters(files [][]byte, path string) error {
	for i, file := range files {
		name := path
		if i > 0 {
			ext := filepath.Ext(path)
			name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path, ext), i+1, ext)
		}
		if err := writeWhole(name, file); err != nil {
			return err
		}
		fmt.Printf("已写出：%s（%d 字节）\n", name, len(file))
	}
	if len(files) > 1 {
		fmt.Println("请把这些文件都带到区服务器，按编号顺序处理。")
	}
	return nil
}

// writeWhole writes a file that is whole on the stick once it has its name: a
// stick is pulled out early.
func writeWhole(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".courier-*")
	if err != nil {
		return stick{err}
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the first error counts
		return stick{err}
	}
	return nil
}

// stick is an error of the stick, or of the folder the file is in.
type stick struct{ error }

func (s stick) Unwrap() error { return s.error }

func courierIn(ctx context.Context, e *sync.Engine, path string) error {
	file, err := os.ReadFile(path)
	if err != nil {
		return stick{err}
	}
	taken, err := e.CourierIn(ctx, file)
	if taken.Received > 0 {
		fmt.Printf("区服务器已签收到本机第 %d 件记录。\n", taken.Received)
	}
	fmt.Printf("导入 %d 条。\n", taken.Lines)
	switch {
	case err != nil:
		return err
	case len(taken.Reply) > 0:
		fmt.Println("区服务器曾由备份恢复，或本机数据是恢复、复制来的，需要再跑一趟：")
		return writeLetters(taken.Reply, strings.TrimSuffix(path, filepath.Ext(path))+"-再传"+filepath.Ext(path))
	case taken.Earlier:
		fmt.Println("还有更早的回件没有导入：请先导入那一件，再导入本件。")
	case taken.More:
		fmt.Println("区服务器还有内容没有带完：请再写出一次传送文件，再跑一趟。")
	}
	return nil
}
