package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/storetest"
)

// kept is a terminal with two visits, and the built program to look after it.
type kept struct {
	t        *testing.T
	program  string
	terminal storetest.Terminal
}

func newKept(t *testing.T) *kept {
	t.Helper()
	t.Setenv("XDG_CONFIG_HOME", t.TempDir()) // the program's memory, not that of whoever tests
	k := &kept{t: t, program: filepath.Join(t.TempDir(), "ruhui")}
	build := exec.Command("go", "build", "-tags", "no_animations", "-o", k.program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	storetest.SetUp(t, &k.terminal)
	k.work(func(ses *store.Session) {
		storetest.Visit(t, ses, 0)
		storetest.Visit(t, ses, 1)
	})
	return k
}

// work opens the folder in the test's own process.
func (k *kept) work(do func(*store.Session)) {
	k.t.Helper()
	s, err := store.Open(k.terminal.Dir, k.terminal.Options())
	if err != nil {
		k.t.Fatal(err)
	}
	do(storetest.SignIn(k.t, s))
	if err := s.Close(); err != nil {
		k.t.Fatal(err)
	}
}

// run gives what the program wrote; typed is what stands on its input.
func (k *kept) run(typed string, args ...string) (out, errOut string, code int) {
	k.t.Helper()
	cmd := exec.Command(k.program, args...)
	var stdout, stderr strings.Builder
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(typed), &stdout, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		k.t.Fatal(err)
	}
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

func (k *kept) want(code int, says, typed string, args ...string) string {
	k.t.Helper()
	out, errOut, got := k.run(typed, args...)
	if got != code || !strings.Contains(out+errOut, says) {
		k.t.Errorf("%v: exit %d, said %q and %q; want %d and %q", args, got, out, errOut, code, says)
	}
	return out
}

func TestVerbs_explain_themselves(t *testing.T) {
	k := newKept(t)
	for _, verb := range []string{"setup", "staff", "verify", "rebuild", "audit", "backup", "restore", "courier"} {
		out, errOut, code := k.run("", verb, "--help")
		if code != 0 || !strings.Contains(out, "例子：ruhui "+verb) || errOut != "" {
			t.Errorf("%s --help: exit %d, %q, %q", verb, code, out, errOut)
		}
		k.want(2, "用法：ruhui "+verb, "", verb, "--nonsense")
		k.want(2, "用法：ruhui "+verb, "", verb, "a", "b", "c")
	}
	k.want(2, "用法：ruhui restore", "", "restore", "backup.age") // into which folder?
	if out, _, code := k.run("", "--help"); code != 0 || !strings.Contains(out, "restore 备份文件 --to 文件夹") {
		t.Errorf("help: exit %d\n%s", code, out)
	}
	k.want(1, "尚未开通", "", "verify", "--dir", t.TempDir())
}

func TestVerify_by_the_program(t *testing.T) {
	k := newKept(t)
	dir := k.terminal.Dir
	k.want(0, "本机记录 28 条", "", "verify", "--dir", dir)
	var r report
	if err := json.Unmarshal([]byte(k.want(0, "", "", "verify", "--json", "--dir", dir)), &r); err != nil {
		t.Fatal(err)
	}
	if !r.OK || r.Entries != 28 || r.Events < 28 || r.Opened != 0 || r.Faults == nil || len(r.Faults) != 0 {
		t.Errorf("report %+v", r)
	}
	out := k.want(0, "", demo.Login+"\n"+demo.Password+"\n", "verify", "--bodies", "--json", "--dir", dir)
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Opened != r.Events {
		t.Errorf("report %+v, %v", r, err)
	}
	k.want(1, "账号或密码错误", "wrong\n", "verify", "--bodies", "--login", demo.Login, "--dir", dir)

	s, err := store.Open(dir, k.terminal.Options())
	if err != nil {
		t.Fatal(err)
	}
	k.want(1, "另一个窗口程序", "", "verify", "--dir", dir)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	spoil(t, filepath.Join(dir, "terminal", "ruhui.db"))
	out = k.want(4, "", "", "verify", "--json", "--dir", dir)
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.OK || len(r.Faults) == 0 {
		t.Errorf("of a changed folder: %+v, %v", r, err)
	}
	k.want(4, "发现 1 处问题", "", "verify", "--dir", dir)
}

// spoil changes the clock reading an event bears, as somebody with the file in
// hand could.
func spoil(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE event SET at = at + 1 WHERE id = (SELECT max(event) FROM entry WHERE hash IS NOT NULL)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestRebuild_by_the_program(t *testing.T) {
	k := newKept(t)
	k.want(0, "已重建", demo.Password+"\n", "rebuild", "--login", demo.Login, "--dir", k.terminal.Dir)
	k.want(1, "账号或密码错误", "\n", "rebuild", "--login", demo.Login, "--dir", k.terminal.Dir)
	k.work(func(ses *store.Session) {
		if hits, err := ses.Find(context.Background(), storetest.VisitorN(1).Number); err != nil || len(hits) != 1 {
			t.Errorf("%d hits, %v", len(hits), err)
		}
	})
}

func TestBackup_and_restore_by_the_program(t *testing.T) {
	k := newKept(t)
	stick, goal := t.TempDir(), filepath.Join(t.TempDir(), "恢复")
	k.want(0, "已备份并核对", "", "backup", "--dir", k.terminal.Dir, stick)
	k.want(0, filepath.Join(k.terminal.Dir, "backup"), "", "backup", "--dir", k.terminal.Dir)
	k.want(1, "优盘可能没有插好", "", "backup", filepath.Join(stick, "away"), "--dir", k.terminal.Dir)
	files, err := filepath.Glob(filepath.Join(stick, "*.age"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%d backups, %v", len(files), err)
	}
	recovery := k.terminal.District.Recovery.String()
	stranger := storetest.District(t, false).Recovery.String()
	k.want(1, "恢复密钥读不出来", "样例\n", "restore", files[0], "--to", goal)
	k.want(1, "恢复密钥不正确", stranger+"\n", "restore", files[0], "--to", goal)
	k.want(1, "不是空的", recovery+"\n", "restore", files[0], "--to", k.terminal.Dir)
	k.want(0, "记录 28 条", recovery+"\n", "restore", files[0], "--to", goal)
	k.want(1, "不是空的", recovery+"\n", "restore", files[0], "--to", goal)
	k.want(0, "未发现问题", demo.Login+"\n"+demo.Password+"\n", "verify", "--bodies", "--dir", goal)

	key := filepath.Join(t.TempDir(), "recovery.txt")
	if err := os.WriteFile(key, []byte("# 样例区恢复密钥\n"+recovery+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	second := filepath.Join(t.TempDir(), "second")
	if out := k.want(0, "单独的号段", "", "restore", "--to", second, "--key", key, files[0]); strings.Contains(out, recovery) {
		t.Error("the program repeats the key")
	}
}
