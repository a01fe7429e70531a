package main

import (
	"errors"
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

// codeFileEnv names a file that holds the one-time code.
const codeFileEnv = "RUHUI_CODE_FILE"

// The code is never an argument: those of every process can be read by anybody
// on the machine.
const setupUsage = `用区里下发的开通文件开通本机。开通码从键盘输入（不显示），或写在一个文件里，
用 --code-file 或环境变量 RUHUI_CODE_FILE 指明；--code-file - 从标准输入读取。
为防他人看到，开通码不能写在命令里。

用法：ruhui setup [--dir 数据文件夹] [--demo] [--code-file 文件] 开通文件
例子：ruhui setup /media/优盘/开通文件`

// maxSetupFile bounds what is read as a set-up file, in bytes.
const maxSetupFile = 16 << 20

func runSetup(args []string) int {
	c := newCommand("setup", setupUsage)
	from := c.String("code-file", os.Getenv(codeFileEnv), "")
	if code, ok := c.parse(args, 1, 1); !ok {
		return code
	}
	file, err := read(c.args[0])
	if err != nil {
		return unreadable("开通文件")
	}
	code, err := c.code(*from)
	if err != nil {
		return unreadable("开通码")
	}
	dir := c.dir
	if dir == "" {
		if dir, err = folder.Default(c.demo); err != nil {
			return tell(err)
		}
	}
	if err := store.SetUp(dir, file, code, store.Options{Demo: c.demo}); err != nil {
		return tell(err)
	}
	fmt.Println("本机已开通。请运行 ruhui 打开窗口，用下发的账号登录。")
	return 0
}

// code reads the one-time code: from a file, from what comes by a pipe ("-"), or
// from the keyboard.
func (c *command) code(from string) (string, error) {
	switch from {
	case "":
		return c.askHidden("请输入开通码：")
	case "-":
		return c.line()
	}
	file, err := read(from)
	if err != nil {
		return "", err
	}
	defer clear(file)
	line, _, _ := strings.Cut(string(file), "\n")
	return strings.TrimSpace(line), nil
}

func unreadable(what string) int {
	fmt.Fprintf(os.Stderr, "%s读不出来。\n请检查路径和U盘后重试。\n", what)
	return exitFailed
}

func read(path string) (file []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(io.LimitReader(f, maxSetupFile))
}
