package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"ruhui/app/front"
	"ruhui/store"
)

// verify checks the journal, and rebuild folds all lists anew.
var (
	verify  = front.Verb{Name: "verify", Args: "[--json] [--bodies]", Help: "核对本机记录是否完整", Run: runVerify}
	rebuild = front.Verb{Name: "rebuild", Args: "", Help: "由记录重建查询和列表", Run: runRebuild}
)

const verifyUsage = `核对本机记录：编号连续、摘要首尾相接、数据文件无损。不需要登录。
--bodies 另外核对每条记录的内容，需要账号和密码。--json 输出给程序读取。
退出码：0 未发现问题，4 发现问题，1 没有核对成。

用法：ruhui verify [--json] [--bodies [--login 账号]] [--dir 数据文件夹] [--demo]
例子：ruhui verify --json`

const rebuildUsage = `由记录重建查询和列表，记录本身不变。需要账号和密码。

用法：ruhui rebuild [--login 账号] [--dir 数据文件夹] [--demo]
例子：ruhui rebuild --login zhangsan`

// report is what --json writes. Fields are only ever added.
type report struct {
	OK      bool          `json:"ok"`
	Entries int           `json:"entries"`
	Events  int           `json:"events"`
	Opened  int           `json:"opened"`
	Erased  int           `json:"erased"`
	Unread  int           `json:"unread"` // kept for a newer program
	Audits  int           `json:"audits"`
	Faults  []reportFault `json:"faults"`
}

type reportFault struct {
	What  store.FaultKind `json:"what"`
	Place int64           `json:"place"`
}

func runVerify(args []string) int {
	c := newCommand("verify", verifyUsage)
	asJSON, bodies := c.Bool("json", false, ""), c.Bool("bodies", false, "")
	login := c.String("login", "", "")
	if code, ok := c.parse(args, 0, 0); !ok {
		return code
	}
	return c.with(func(s *store.Store) (int, error) {
		if *bodies {
			ses, err := c.signIn(s, *login)
			if err != nil {
				return 0, err
			}
			defer ses.end()
		}
		v, err := s.Verify(context.Background())
		if err != nil {
			return 0, err
		}
		if err := sayVerified(os.Stdout, v, *asJSON); err != nil || len(v.Faults) == 0 {
			return 0, err
		}
		return exitFaults, nil
	})
}

func sayVerified(w io.Writer, v store.Verified, asJSON bool) error {
	if asJSON {
		r := report{OK: len(v.Faults) == 0, Entries: v.Entries, Events: v.Events, Opened: v.Opened, Erased: v.Erased,
			Unread: v.Unread, Audits: v.Audits, Faults: make([]reportFault, len(v.Faults))}
		for i, f := range v.Faults {
			r.Faults[i] = reportFault{f.What, f.Place}
		}
		return json.NewEncoder(w).Encode(r)
	}
	if _, err := fmt.Fprintf(w, "本机记录 %d 条，事件 %d 件（其中已清除 %d 件），核对内容 %d 件；操作记录 %d 条。\n",
		v.Entries, v.Events, v.Erased, v.Opened, v.Audits); err != nil {
		return err
	}
	if v.Unread > 0 {
		if _, err := fmt.Fprintf(w, "另有 %d 件由更新版本的程序写入，升级后生效。\n", v.Unread); err != nil {
			return err
		}
	}
	if len(v.Faults) == 0 {
		_, err := fmt.Fprintln(w, "未发现问题。")
		return err
	}
	sayFaults(w, v)
	return nil
}

// faultTexts name what is wrong for a technician.
var faultTexts = map[store.FaultKind]string{
	store.EntryMissing:   "缺少记录",
	store.EntryChanged:   "记录被改动",
	store.EventMissing:   "记录的事件缺失",
	store.ContentChanged: "内容与摘要不符或打不开",
	store.HeadChanged:    "记录末尾与登记的不符",
	store.FileDamaged:    "数据文件有损坏",
	store.AuditMissing:   "缺少操作记录",
	store.AuditChanged:   "操作记录被改动",
}

// maxFaults is how many are told one by one.
const maxFaults = 20

func sayFaults(w io.Writer, v store.Verified) {
	// An error of writing is the reader's end; the exit code tells all the same.
	_, _ = fmt.Fprintf(w, "发现 %d 处问题：\n", len(v.Faults))
	for i, f := range v.Faults {
		if i == maxFaults {
			_, _ = fmt.Fprintln(w, "  ……")
			break
		}
		_, _ = fmt.Fprintf(w, "  %s（%d）\n", cmp.Or(faultTexts[f.What], string(f.What)), f.Place)
	}
	_, _ = fmt.Fprintln(w, "请停止办理并联系技术员，用备份和区服务器恢复。")
}

func runRebuild(args []string) int {
	c := newCommand("rebuild", rebuildUsage)
	login := c.String("login", "", "")
	if code, ok := c.parse(args, 0, 0); !ok {
		return code
	}
	return c.with(func(s *store.Store) (int, error) {
		ses, err := c.signIn(s, *login)
		if err != nil {
			return 0, err
		}
		defer ses.end()
		if err := ses.Rebuild(context.Background()); err != nil {
			return 0, err
		}
		fmt.Println("查询和列表已重建。")
		return 0, nil
	})
}

// signedIn is a session for one verb.
type signedIn struct{ *store.Session }

// signIn asks for what is not given.
func (c *command) signIn(s *store.Store, login string) (signedIn, error) {
	if login == "" {
		var err error
		if login, err = c.ask("账号："); err != nil {
			return signedIn{}, err
		}
	}
	password, err := c.askHidden("密码：")
	if err != nil {
		return signedIn{}, err
	}
	ses, err := s.SignIn(context.Background(), login, password)
	return signedIn{ses}, err
}

// end signs out. The folder is closed right after it, which seals all there is:
// an error here has nothing left to tell.
func (s signedIn) end() { _ = s.SignOut(context.Background()) }
