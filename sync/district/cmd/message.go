package main

import (
	"errors"
	"io/fs"
	"net"
	"strings"
	"syscall"

	"ruhui/store/setup"
	"ruhui/sync"
	"ruhui/sync/district"
	"ruhui/sync/district/archive"
)

// message is an error as people and scripts see it: what happened, what to do
// next, and for whoever is asked for help the detail, in English.
type message struct {
	Code   string `json:"code"`
	What   string `json:"what"`
	Next   string `json:"next"`
	Detail string `json:"detail,omitempty"`
}

// others are errors that have no key of package district.
var others = []struct {
	is   error
	code string
	text string
}{
	{archive.ErrSchemaOlder, "SchemaOlder", "数据库的结构比程序旧。\n请先停止所有 district serve，备份后运行 district migrate。"},
	{archive.ErrSchemaNewer, "SchemaNewer", "数据库的结构比程序新。\n请先升级 district 程序。"},
	{district.ErrNotSetUp, "NotSetUp", "数据库里还没有区服务器的数据。\n请核对 --dir 和 --postgres，或先运行 district init。"},
	{district.ErrForeign, "ForeignArchive", "数据库属于另一个区的密钥。\n请核对 --dir 和 --postgres 是否配套。"},
	{syscall.EADDRINUSE, "AddressInUse", "端口已被占用，服务没有启动。\n请停止占用端口的程序，或换一个 --listen。"},
	{syscall.ENOSPC, "DiskFull", "磁盘已满，没有做完。\n请清理磁盘后重试；已确认收到的记录不受影响。"},
	{fs.ErrPermission, "Permission", "没有权限读写文件。\n请换有权限的用户运行，或改正文件夹的权限。"},
	{fs.ErrExist, "Exists", "文件已经存在，没有覆盖。\n请换一个文件名。"},
	{fs.ErrNotExist, "NotExist", "文件或文件夹不存在。\n请核对路径后重试。"},
}

// messageOf finds the sentences for an error.
func messageOf(err error) *message {
	if w := district.WrongOf(err); w != "" {
		return split(string(w), district.Messages[w], "")
	}
	if key := setup.Key(err); key != "" {
		return split(key, setup.Messages[key], "")
	}
	if t := (*sync.Trouble)(nil); errors.As(err, &t) {
		m := sync.Messages[t.Key]
		return &message{t.Key, m.What, m.Next, ""}
	}
	for _, o := range others {
		if errors.Is(err, o.is) {
			return split(o.code, o.text, err.Error())
		}
	}
	if op := (*net.OpError)(nil); errors.As(err, &op) {
		return split("Network", "网络或数据库连接不上。\n请检查地址、端口和数据库是否启动。", err.Error())
	}
	return split("Internal", "没有做完，程序遇到意外情况。\n请把下面括号里的内容告诉技术支持。", err.Error())
}

func split(code, text, detail string) *message {
	what, next, _ := strings.Cut(text, "\n")
	return &message{code, what, next, detail}
}
