package front

import (
	"slices"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	t.Run("passes arguments and environment on to the window", func(t *testing.T) {
		m := newMachine(t)
		m.set("RUHUI_TEST", "一")
		m.window(`echo "$RUHUI_TEST $*"`)
		m.expect(0, "", "--demo", "--play", "a b")
		if got, want := m.stdout.String(), "一 --demo --play a b\n"; got != want {
			t.Errorf("the window saw %q, want %q", got, want)
		}
	})
	t.Run("ends with the window's exit code", func(t *testing.T) {
		m := newMachine(t)
		m.window("exit 1")
		m.expect(1, "")
	})
	t.Run("says where the window program is missing", func(t *testing.T) {
		m := newMachine(t)
		m.Window += "-gone"
		m.expect(ExitMissing, "找不到窗口程序："+m.Window+"。请把 ruhui 和 ruhui-window 放在同一个文件夹里，或重新安装。\n")
	})
	t.Run("says that a window file is broken", func(t *testing.T) {
		m := newMachine(t)
		m.write("ruhui-window", []byte("not a program"), 0o700)
		m.expect(ExitMissing, "窗口程序无法启动：fork/exec "+m.Window+": exec format error。请重新安装。\n")
	})
	t.Run("checks nothing on Windows", func(t *testing.T) {
		m := bareMachine(t)
		m.OS = "windows"
		m.expect(0, "")
	})
	t.Run("does not know a command", func(t *testing.T) {
		newMachine(t).expect(ExitUsage, "不认识的命令：delete。输入 ruhui --help 查看可用的命令。\n", "delete", "all")
	})
}

func TestVerbs(t *testing.T) {
	var got []string
	verbs := []Verb{
		{Name: "verify", Help: "核对本机记录", Run: func([]string) int { return 0 }},
		{Name: "setup", Args: "文件", Help: "用设置文件设置本机", Run: func(args []string) int { got = args; return 7 }},
	}
	t.Run("run without a look at the machine", func(t *testing.T) {
		if code := Run(bareMachine(t).Env, verbs, []string{"setup", "a", "--b"}); code != 7 {
			t.Errorf("exit code %d, want 7", code)
		}
		if want := []string{"a", "--b"}; !slices.Equal(got, want) {
			t.Errorf("the verb saw %q, want %q", got, want)
		}
	})
	t.Run("are listed in the help", func(t *testing.T) {
		m := bareMachine(t)
		if code := Run(m.Env, verbs, []string{"--help"}); code != 0 {
			t.Errorf("exit code %d, want 0", code)
		}
		want := "\n命令（不启动窗口）：\n  ruhui verify         核对本机记录\n  ruhui setup 文件       用设置文件设置本机\n"
		if !strings.HasSuffix(m.stdout.String(), want) {
			t.Errorf("help ends\n%s\nwant\n%s", m.stdout, want)
		}
	})
}

func TestHelp(t *testing.T) {
	for _, flag := range []string{"--help", "-help", "-h"} {
		m := bareMachine(t)
		m.expect(0, "", flag)
		if help := m.stdout.String(); !strings.HasPrefix(help, "新居民入会窗口\n") || strings.Contains(help, "命令（") {
			t.Errorf("%s without verbs wrote\n%s", flag, help)
		}
	}
}
