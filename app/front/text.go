package front

import (
	"fmt"
	"io"
	"strings"
)

// All sentences of this program, what happened first, then what to do. They are
// not in package assets because this program must stay small and run where
// everything else fails.
const (
	textUnknownVerb = "不认识的命令：%s。输入 ruhui --help 查看可用的命令。"
	textNoWindow    = "找不到窗口程序：%s。请把 ruhui 和 ruhui-window 放在同一个文件夹里，或重新安装。"
	textMissing     = "窗口无法启动，这台电脑缺少以下系统库："
	textInstall     = "请让技术员安装后再启动：\n  sudo apt-get install %s"
	textNoDisplay   = "窗口无法启动，没有可用的显示器（环境变量 DISPLAY 为空）。请在桌面上启动本程序，不要从远程命令行启动。"
	textWayland     = "窗口无法启动，当前桌面是 Wayland，且没有开启 XWayland（环境变量 DISPLAY 为空）。请让技术员安装 xwayland，或改用 Xorg 桌面登录。"
	textBadDisplay  = "窗口无法启动，环境变量 DISPLAY 的内容看不懂：%s。请在桌面上启动本程序。"
	textDeadDisplay = "窗口无法启动，连不上显示器 %s。请确认桌面已经启动，并以登录桌面的用户启动本程序。"
	textNotStarted  = "窗口程序无法启动：%v。请重新安装。"
	textSoftware    = "窗口异常结束，正在改用软件绘图重新启动。已保存的登记不受影响。"
	textGivenUp     = "窗口再次异常结束（退出码 %d）。已保存的登记不受影响。请联系技术员。"
	textCrashed     = "窗口异常结束（退出码 %d）。已保存的登记不受影响。请重新启动；仍不行请联系技术员。"
)

const textHelp = `新居民入会窗口

用法：
  ruhui [参数…]        启动窗口，参数原样交给窗口程序
  ruhui --demo         用演示数据启动窗口，所有人员均为虚构
  ruhui --help         显示本说明
`

// say writes one sentence to standard error. Nothing can be done when even that
// fails.
func (env Env) say(format string, args ...any) {
	_, _ = fmt.Fprintf(env.Stderr, format+"\n", args...)
}

// help writes what the program can do; verbs are listed when there are any.
func help(w io.Writer, verbs []Verb) {
	var b strings.Builder
	b.WriteString(textHelp)
	if len(verbs) > 0 {
		b.WriteString("\n命令（不启动窗口）：\n")
	}
	for _, verb := range verbs {
		fmt.Fprintf(&b, "  ruhui %-14s %s\n", strings.TrimSpace(verb.Name+" "+verb.Args), verb.Help)
	}
	_, _ = io.WriteString(w, b.String()) // the reader has gone: nobody to tell
}

// sayMissing names the libraries and the one command that installs them all.
func (env Env) sayMissing(missing []library) {
	env.say(textMissing)
	packages := make([]string, len(missing))
	for i, lib := range missing {
		env.say("  %s（软件包 %s）", lib.file, lib.pkg)
		packages[i] = lib.pkg
	}
	env.say(textInstall, strings.Join(packages, " "))
}
