package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/google/uuid"

	"ruhui/app/front"
	"ruhui/store"
	"ruhui/store/civil"
)

// audit tells who signed in here and what was done with keys and backups.
var audit = front.Verb{Name: "audit", Args: "[--since 日期] [--json]", Help: "查看登录、备份等操作记录", Run: runAudit}

const auditUsage = `列出本机的登录、退出、登录失败、密码、备份、恢复、校时等操作记录，不含来访人员信息。
需要账号和密码。--since 只列这一天以来的。--json 每行输出一条给程序读取。
记录是否被改动用 ruhui verify 核对。

用法：ruhui audit [--since 日期] [--json] [--login 账号] [--dir 数据文件夹] [--demo]
例子：ruhui audit --since 2026-09-01`

// auditLine is what --json writes for each. Fields are only ever added.
type auditLine struct {
	Seq    int64           `json:"seq"`
	At     time.Time       `json:"at"`
	What   store.AuditKind `json:"what"`
	Staff  string          `json:"staff,omitempty"` // id
	Login  string          `json:"login,omitempty"` // while they have a staff file here
	Result string          `json:"result,omitempty"`
}

// auditTexts name what was done.
var auditTexts = map[store.AuditKind]string{
	store.AuditSetUp:        "开通本机",
	store.AuditSignedIn:     "登录",
	store.AuditSignedOut:    "退出登录",
	store.AuditLocked:       "锁屏",
	store.AuditConfirmed:    "核对密码",
	store.AuditPassword:     "修改密码",
	store.AuditReset:        "用恢复码重设密码",
	store.AuditStaffTaken:   "导入人员登录文件",
	store.AuditNumberTaken:  "换发终端编号",
	store.AuditBackedUp:     "备份",
	store.AuditErased:       "清除个人信息",
	store.AuditRebuilt:      "重建查询和列表",
	store.AuditDateAsked:    "人工确认日期",
	store.AuditClockSetBack: "系统时间被调回",

	store.AuditKind(store.CopyMachine):  "发现数据换到另一台电脑",
	store.AuditKind(store.CopyFolder):   "发现数据是复制的",
	store.AuditKind(store.CopyOlder):    "发现数据比上次旧",
	store.AuditKind(store.CopyRestored): "由备份恢复",
}

func runAudit(args []string) int {
	c := newCommand("audit", auditUsage)
	asJSON, login, from := c.Bool("json", false, ""), c.String("login", "", ""), c.String("since", "", "")
	if code, ok := c.parse(args, 0, 0); !ok {
		return code
	}
	var since time.Time
	if *from != "" {
		day, err := time.ParseInLocation(time.DateOnly, *from, civil.Shanghai)
		if err != nil {
			return c.wrong()
		}
		since = day
	}
	return c.with(func(s *store.Store) (int, error) {
		ses, err := c.signIn(s, *login)
		if err != nil {
			return 0, err
		}
		defer ses.end()
		lines, err := s.Audits(context.Background(), since)
		if err != nil {
			return 0, err
		}
		logins, err := loginsOf(s)
		if err != nil {
			return 0, err
		}
		return 0, sayAudits(os.Stdout, lines, logins, *asJSON)
	})
}

func loginsOf(s *store.Store) (map[uuid.UUID]string, error) {
	files, err := s.StaffFiles()
	if err != nil {
		return nil, err
	}
	logins := map[uuid.UUID]string{}
	for _, f := range files {
		logins[f.Staff] = f.Login
	}
	return logins, nil
}

func sayAudits(w io.Writer, lines []store.Audit, logins map[uuid.UUID]string, asJSON bool) error {
	out := json.NewEncoder(w)
	for _, l := range lines {
		who := ""
		if l.Staff != uuid.Nil {
			who = l.Staff.String()
		}
		if asJSON {
			if err := out.Encode(auditLine{l.Seq, l.At.UTC(), l.What, who, logins[l.Staff], l.Result}); err != nil {
				return err
			}
			continue
		}
		result := ""
		if l.Result != "" {
			result = "未成功：" + cmp.Or(store.Messages[l.Result].What, l.Result)
		}
		if _, err := fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", l.Seq, l.At.In(civil.Shanghai).Format("2006-01-02 15:04:05"),
			cmp.Or(auditTexts[l.What], string(l.What)), cmp.Or(logins[l.Staff], who, "—"), result); err != nil {
			return err
		}
	}
	return nil
}
