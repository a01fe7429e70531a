package main

import (
	"flag"
	"fmt"
	"strings"
)

const helpHead = `新居民入会窗口 区服务器

用法：district 命令 [参数…]        district 命令 --help 看用法和例子

`

// helpAll lists the verbs; "help 命令" is "命令 --help".
func helpAll(args []string) string {
	var b strings.Builder
	b.WriteString(helpHead)
	for _, v := range verbs {
		fmt.Fprintf(&b, "  %s  %s\n", padded(strings.TrimSpace("district "+v.name+" "+v.args), 34), v.help)
	}
	b.WriteString("\n数据文件夹用 --dir 或环境变量 RUHUI_DISTRICT 指明，不写为当前文件夹。\n")
	return b.String()
}

// help is what a verb does, how it is called and with what.
func (c *call) help() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n用法：district %s\n", c.verb.help, strings.TrimSpace(c.verb.name+" "+c.verb.args+" [参数…]"))
	if c.verb.more != "" {
		fmt.Fprintf(&b, "\n%s\n", c.verb.more)
	}
	b.WriteString("\n参数：\n")
	c.VisitAll(func(f *flag.Flag) {
		name, usage := flag.UnquoteUsage(f)
		fmt.Fprintf(&b, "  %s  %s", padded(strings.TrimSpace("--"+f.Name+" "+name), 30), usage)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" {
			fmt.Fprintf(&b, "（不写为 %s）", f.DefValue)
		}
		b.WriteString("\n")
	})
	return b.String()
}

// padded fills text up to a width in columns of a terminal, where 汉字 take two.
func padded(text string, columns int) string {
	for _, r := range text {
		columns--
		if r >= 0x2e80 { // CJK and full-width forms: all such letters we use
			columns--
		}
	}
	return text + strings.Repeat(" ", max(columns, 0))
}
