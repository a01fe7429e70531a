package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"ruhui/app/folder"
	"ruhui/app/front"
	"ruhui/store"
)

// setup takes the district's set-up file, on a PC whose window may not even
// open yet.
var setup = front.Verb{Name: "setup", Args: "开通文件", Help: "用区里下发的开通文件开通本机", Run: runSetup}

// maxSetupFile bounds what is read as a set-up file, in bytes.
const maxSetupFile = 16 << 20

func runSetup(args []string) int {
	f := flag.NewFlagSet("ruhui setup", flag.ContinueOnError)
	dir := f.String("dir", "", "终端数据文件夹")
	code := f.String("code", "", "开通码；不写则从键盘输入")
	if err := f.Parse(args); err != nil || f.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "用法：ruhui setup [--dir 文件夹] [--code 开通码] 开通文件")
		return front.ExitUsage
	}
	if err := setUp(*dir, f.Arg(0), *code); err != nil {
		m := store.MessageOf(err)
		if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
			m = store.Message{What: "开通文件读不出来。", Next: "请检查路径和U盘后重试。"}
		}
		fmt.Fprintf(os.Stderr, "%s\n%s\n", m.What, m.Next)
		return 1
	}
	fmt.Println("本机已开通。请运行 ruhui 打开窗口，用下发的账号登录。")
	return 0
}

func setUp(dir, path, code string) error {
	if dir == "" {
		var err error
		if dir, err = folder.Default(false); err != nil {
			return err
		}
	}
	file, err := read(path)
	if err != nil {
		return err
	}
	if code == "" {
		fmt.Print("请输入开通码：")
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		code = strings.TrimSpace(line)
	}
	return store.SetUp(dir, file, code, store.Options{})
}

func read(path string) (file []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(io.LimitReader(f, maxSetupFile))
}
