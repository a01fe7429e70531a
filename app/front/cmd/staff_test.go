package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruhui/store"
	"ruhui/store/demo"
)

// The district lets one go and sends a stick: it is taken while nobody can sign
// in who has not the new file.
func TestStaff_by_the_program(t *testing.T) {
	k := newKept(t)
	dir := k.terminal.Dir
	if err := k.terminal.District.Disable(demo.UnionOfficer, "调离"); err != nil {
		t.Fatal(err)
	}
	old, err := k.terminal.District.Staffing(demo.Hall)
	if err != nil {
		t.Fatal(err)
	}
	pack, err := k.terminal.District.Staffing(demo.Hall)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := k.terminal.District.Staffing(demo.QixingHall)
	if err != nil {
		t.Fatal(err)
	}
	on := func(name string, file []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	k.want(2, "用法：ruhui staff", "", "staff", "--dir", dir)
	k.want(1, "人员登录文件读不出来", "", "staff", "--dir", dir, filepath.Join(dir, "none"))
	k.want(1, "不是发给本服务点的", "", "staff", "--dir", dir, on("elsewhere", elsewhere))
	k.want(1, "不是人员登录文件", "", "staff", "--dir", dir, on("photo", []byte("样例")))
	k.want(0, "已导入", "", "staff", "--dir", dir, on("pack", pack))
	k.want(0, "已导入", "", "staff", "--dir", dir, on("pack", pack)) // the same again
	k.want(1, "比本机现有的旧", "", "staff", "--dir", dir, on("old", old))
	k.want(1, "账号或密码错误", demo.Password+"\n", "rebuild", "--login", demo.UnionOfficer, "--dir", dir)
	k.want(0, "已重建", demo.Password+"\n", "rebuild", "--login", demo.Login, "--dir", dir)
}

func TestAudit_by_the_program(t *testing.T) {
	k := newKept(t)
	dir := k.terminal.Dir
	k.want(1, "账号或密码错误", "wrong\n", "audit", "--login", demo.Login, "--dir", dir)
	k.want(2, "用法：ruhui audit", "", "audit", "--since", "yesterday", "--dir", dir)
	text := k.want(0, "登录\t"+demo.Login+"\t未成功：账号或密码错误", demo.Password+"\n", "audit", "--login", demo.Login, "--dir", dir)
	if !strings.Contains(text, "开通本机") {
		t.Errorf("said %q", text)
	}
	out := k.want(0, "", demo.Password+"\n", "audit", "--json", "--login", demo.Login, "--dir", dir)
	lines := 0
	for line := range strings.Lines(out) {
		var l auditLine
		if err := json.Unmarshal([]byte(line), &l); err != nil || l.Seq != int64(lines)+1 || auditTexts[l.What] == "" || l.At.IsZero() {
			t.Errorf("line %q: %v", line, err)
		}
		lines++
	}
	if lines < 4 {
		t.Errorf("%d lines", lines)
	}
	k.want(0, "", demo.Password+"\n", "audit", "--since", "2199-01-01", "--login", demo.Login, "--dir", dir)
	var r report
	if err := json.Unmarshal([]byte(k.want(0, "", "", "verify", "--json", "--dir", dir)), &r); err != nil || r.Audits < lines || r.Unread != 0 {
		t.Errorf("report %+v, %v", r, err)
	}
	for _, kind := range []store.CopyReason{store.CopyMachine, store.CopyFolder, store.CopyOlder, store.CopyRestored} {
		if auditTexts[store.AuditKind(kind)] == "" {
			t.Errorf("%s has no text", kind)
		}
	}
}
