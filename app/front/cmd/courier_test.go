package main

import (
	"context"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/vault"
	"ruhui/sync"
)

func TestCourier_writes_for_the_district_and_takes_its_answer(t *testing.T) {
	k := newKept(t)
	path := filepath.Join(t.TempDir(), "101.ruhui")
	typed := demo.Login + "\n" + demo.Password + "\n"
	k.want(0, "已写出："+path, typed, "courier", "out", path, "--dir", k.terminal.Dir)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	l := k.opened(file)
	pushed := 0
	for _, p := range l.Parts {
		if p.Path == sync.PathPush {
			pushed++
		}
	}
	if pushed == 0 {
		t.Error("nothing of what waits is in the file")
	}
	answer := k.answer(l)
	if err := os.WriteFile(path, answer, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // a second time changes nothing
		k.want(0, "再跑一趟", typed, "courier", "in", path, "--dir", k.terminal.Dir)
	}
	k.work(func(ses *store.Session) {
		if known, err := ses.Store().Certified(context.Background()); err != nil || !known {
			t.Errorf("certified: %v, %v", known, err)
		}
	})
}

// opened is the terminal's letter as the district reads it.
func (k *kept) opened(file []byte) *sync.Letter {
	k.t.Helper()
	l, err := sync.OpenLetter(file, k.terminal.District.Server, func(*sync.Letter) (ed25519.PublicKey, error) {
		return k.self().Public, nil
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return l
}

func (k *kept) self() (me store.Terminal) {
	k.work(func(ses *store.Session) { me = ses.Store().Terminal() })
	return me
}

// answer is a letter of the district that certifies the terminal and has more to
// say than fits.
func (k *kept) answer(l *sync.Letter) []byte {
	k.t.Helper()
	a := sync.Letter{ID: uuid.New(), Terminal: l.Terminal, Answers: l.ID, Made: record.HLC(1), More: true}
	if err := a.Add(sync.PathCertify, &sync.Certified{Terminal: l.Terminal}); err != nil {
		k.t.Fatal(err)
	}
	to, err := vault.ParseRecipient(k.self().Courier)
	if err != nil {
		k.t.Fatal(err)
	}
	file, err := a.Seal(k.terminal.District.Key, to)
	if err != nil {
		k.t.Fatal(err)
	}
	return file
}

func TestCourier_says_what_is_wrong(t *testing.T) {
	k := newKept(t)
	typed := demo.Login + "\n" + demo.Password + "\n"
	dir := t.TempDir()
	some := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(some, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	k.want(exitFailed, "不是传送文件", typed, "courier", "in", some, "--dir", k.terminal.Dir)
	k.want(exitFailed, "读不出来", typed, "courier", "in", filepath.Join(dir, "none"), "--dir", k.terminal.Dir)
	k.want(exitFailed, "写不进去", typed, "courier", "out", filepath.Join(dir, "none", "x"), "--dir", k.terminal.Dir)
	k.want(exitFailed, "密码", demo.Login+"\nwrong wrong wrong\n", "courier", "out", some, "--dir", k.terminal.Dir)
	k.want(2, "用法：ruhui courier", "", "courier", "about", some)
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 1 {
		t.Errorf("left behind: %v, %v", names, err)
	}
}

func TestLetters_after_the_first_are_numbered(t *testing.T) {
	dir := t.TempDir()
	if err := writeLetters([][]byte{{1}, {2}, {3}}, filepath.Join(dir, "101.ruhui")); err != nil {
		t.Fatal(err)
	}
	var names []string
	found, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		names = append(names, f.Name())
	}
	if got, want := strings.Join(names, " "), "101-2.ruhui 101-3.ruhui 101.ruhui"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
