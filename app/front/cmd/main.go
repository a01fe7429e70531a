// Command ruhui is the program staff start at a window. See package front.
package main

import (
	"fmt"
	"os"

	"ruhui/app/front"
)

// verbs are the commands that need no window, in the order of --help.
var verbs = []front.Verb{setup, staff, verify, rebuild, audit, backup, restore, courier}

func main() {
	env, err := front.Here()
	if err != nil {
		fmt.Fprintln(os.Stderr, "找不到程序自己所在的文件夹，请重新安装：", err)
		os.Exit(front.ExitMissing)
	}
	os.Exit(front.Run(env, verbs, os.Args[1:]))
}
