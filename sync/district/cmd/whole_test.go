package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/storetest"
	"ruhui/sync"
	"ruhui/sync/district"
	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/sqlite"
)

// window is a terminal set up by line.
type window struct {
	t      testing.TB
	dir    string
	store  *store.Store
	engine *sync.Engine
}

// newWindow fetches the set-up file a link names and sets a terminal up with it.
func newWindow(t testing.TB, link string, isDemo bool) *window {
	t.Helper()
	l, err := setup.ParseLink(link)
	if err != nil {
		t.Fatal(err)
	}
	file, err := sync.FetchSetup(background(t), l)
	if err != nil {
		t.Fatalf("fetch set-up: %v", err)
	}
	opt := store.Options{Machine: "machine", Demo: isDemo}
	if isDemo {
		opt.Today = demo.Today
	}
	w := &window{t: t, dir: filepath.Join(t.TempDir(), "terminal")}
	if err := store.SetUp(w.dir, file, l.Code, opt); err != nil {
		t.Fatalf("set up: %v", err)
	}
	if w.store, err = store.Open(w.dir, opt); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.store.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	client, err := sync.NewClient(w.store.Setup().District, w.store.Now, w.store.Now)
	if err != nil {
		t.Fatal(err)
	}
	w.engine = sync.NewEngine(w.store, client, sync.Options{Program: "test", NewsFor: -1, Random: func() float64 { return 0 }})
	return w
}

func (w *window) signIn(login, password string) *store.Session {
	w.t.Helper()
	ses, err := w.store.SignIn(background(w.t), login, password)
	if err != nil {
		w.t.Fatalf("sign in: %v", err)
	}
	return ses
}

// settle makes exchanges until nothing is left to do.
func (w *window) settle() {
	w.t.Helper()
	for range 200 {
		next := w.engine.Step(background(w.t))
		if next.Err != nil {
			w.t.Fatalf("exchange: %v", next.Err)
		}
		if next.Idle {
			return
		}
	}
	w.t.Fatal("exchanges do not come to an end")
}

// A technician's five commands on a real district, and what follows from them.
func TestDistrict_from_init_to_a_window_that_serves(t *testing.T) {
	p := newProgram(t)
	port := freePort(t)
	var made struct{ Unions, Centres int }
	p.must(&made, "init", p.dir, "--identity", p.path("identity.txt"), "--recovery-to", p.path("stick"),
		"--address", "https://127.0.0.1:"+port, "--telephone", "0573-00000000")
	if made.Unions != 14 || made.Centres != 27 {
		t.Errorf("%d unions and %d centres", made.Unions, made.Centres)
	}
	list := p.path("unions.csv")
	if err := os.WriteFile(list, []byte("代码,名称,类型,镇街\nU103A,新丰镇样例社区工会联合会,联合,新丰镇\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.must(nil, "import", "unions", list)
	var hired struct{ Issued []district.Issued }
	p.must(&hired, "staff", "add", "xf-ck1", "--name", "演示员甲", "--no", "0101", "--centre", "新丰镇便民服务中心", "--role", "window,desk")
	who := hired.Issued[0]
	server := p.serve(port)
	var code struct{ Link, Number, File, Image string }
	p.must(&code, "terminal", "code", "新丰镇便民服务中心", "--out", p.path("stick"))
	if code.Number != "01" {
		t.Errorf("number %s, want 01", code.Number)
	}
	if about, err := os.Stat(code.Image); err != nil || about.Size() == 0 {
		t.Errorf("QR code's picture: %v", err)
	}

	w := newWindow(t, code.Link, false)
	ses := w.signIn("xf-ck1", who.Password)
	w.settle()
	var terminals struct{ Terminals []district.TerminalState }
	p.must(&terminals, "terminal", "list")
	if len(terminals.Terminals) != 1 || terminals.Terminals[0].ID != w.store.Terminal().ID || terminals.Terminals[0].Program != "test" {
		t.Errorf("terminals: %+v", terminals.Terminals)
	}

	// Another clerk comes while the server runs, and the first one leaves.
	p.must(&hired, "staff", "add", "xf-ck2", "--name", "演示员乙", "--no", "0102", "--centre", "新丰镇便民服务中心", "--role", "window")
	p.must(nil, "staff", "disable", "xf-ck1", "--why", "调离")
	w.settleWhenDue()
	if err := ses.SignOut(background(t)); err != nil {
		t.Fatal(err)
	}
	w.signIn("xf-ck2", hired.Issued[0].Password)
	if _, err := w.store.SignIn(background(t), "xf-ck1", who.Password); err == nil {
		t.Error("a disabled clerk can sign in after an exchange")
	}
	p.must(nil, "terminal", "revoke", w.store.Terminal().ID.String())
	server.stop()
	var found district.Verified
	p.must(&found, "verify")
	if len(found.Flaws) > 0 || found.Entries == 0 {
		t.Errorf("verify: %+v", found)
	}
}

// settleWhenDue makes exchanges until one more hello has been said.
func (w *window) settleWhenDue() {
	w.t.Helper()
	client, err := sync.NewClient(w.store.Setup().District, w.store.Now, w.store.Now)
	if err != nil {
		w.t.Fatal(err)
	}
	// A new engine says hello first, as after a start.
	w.engine = sync.NewEngine(w.store, client, sync.Options{Program: "test", NewsFor: -1, Random: func() float64 { return 0 }})
	w.settle()
}

// A visit at the demonstration's window arrives, is receipted, survives backup and
// restore, and can be erased.
func TestDistrict_demonstration_keeps_what_a_window_records(t *testing.T) {
	p := newProgram(t)
	port := freePort(t)
	p.must(nil, "init", p.dir, "--demo", "--address", "https://127.0.0.1:"+port)
	server := p.serve(port, "--copy", p.path("copy"))
	var code struct{ Link string }
	p.must(&code, "terminal", "code", demo.Hall.String())
	w := newWindow(t, code.Link, true)
	ses := w.signIn(demo.Login, demo.Password)
	w.settle()
	sitting, _, _ := storetest.Visit(t, ses, 0)
	w.settle()
	r := w.latest()
	page := p.path("page.txt")
	if err := os.WriteFile(page, []byte(r.Text()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var v verified
	p.must(&v, "verify", "--receipt", page)
	if v.Receipt == nil || v.Receipt.Seq != r.Seq || r.Seq == 0 {
		t.Errorf("receipt: %+v", v.Receipt)
	}
	if body := residents(t, server.residents); !strings.Contains(body, "尚未上传") {
		t.Error("the residents' page of an unknown token says something else")
	}
	server.stop()

	backup := p.path("backups/yesterday.age")
	if err := os.Mkdir(p.path("backups"), 0o700); err != nil {
		t.Fatal(err)
	}
	p.must(nil, "backup", backup)
	var gone erased
	p.must(&gone, "erase", sitting.Person.String(), "--upto", demo.Today.String())
	if gone.Events == 0 || gone.Backups != 1 {
		t.Errorf("erased: %+v", gone)
	}
	for name, from := range map[string]string{"backup": backup, "copy": p.path("copy")} {
		again := &program{t, p.root, p.path("from " + name)}
		var back restored
		again.must(&back, "restore", from, "--identity", p.dir+"-identity.txt")
		if back.Events == 0 || name == "backup" && back.Erasures == 0 {
			t.Errorf("restored from %s: %+v", name, back)
		}
		again.must(&v, "verify", "--receipt", r.Text())
		if name == "backup" && !nobodyLeft(t, again.dir, sitting.Person) {
			t.Error("what was erased came back with the backup")
		}
	}
	p.refuses(backup, r)
}

// refuses are orders that must not be carried out.
func (p *program) refuses(backup string, r *sync.Receipt) {
	p.t.Helper()
	other := *r
	other.Seq++
	for _, c := range []struct {
		args []string
		want district.Wrong
	}{
		{[]string{"verify", "--receipt", other.Text()}, district.Flawed},
		{[]string{"verify", "--receipt", "page"}, district.ReceiptUnread},
		{[]string{"backup", backup}, district.BackupExists},
		{[]string{"init", p.dir, "--demo"}, district.AlreadySetUp},
		{[]string{"restore", backup, "--dir", p.dir}, district.AlreadySetUp},
		{[]string{"restore", p.path("page.txt"), "--dir", p.path("none")}, district.BackupDamaged},
		{[]string{"erase", "x", "--upto", "2026-09-14"}, district.PersonBad},
		{[]string{"erase", uuid.NewString(), "--upto", "2027-09-14"}, district.MomentBad},
		{[]string{"terminal", "revoke", uuid.NewString()}, district.UnknownTerminal},
		{[]string{"staff", "reset", "nobody"}, district.UnknownLogin},
	} {
		_, wrong, code := p.run(append(c.args, "--identity", p.dir+"-identity.txt")...)
		if what, _, _ := strings.Cut(district.Messages[c.want], "\n"); code != exitFailed || !strings.HasPrefix(wrong, what) {
			p.t.Errorf("%s: exit code %d, %s; want %s", strings.Join(c.args[:2], " "), code, wrong, what)
		}
	}
}

// latest is the newest receipt the terminal holds.
func (w *window) latest() *sync.Receipt {
	w.t.Helper()
	signed, err := w.store.LastReceipt(background(w.t))
	if err != nil {
		w.t.Fatal(err)
	}
	r := new(sync.Receipt)
	if err := json.Unmarshal(signed, r); err != nil {
		w.t.Fatalf("read receipt: %v", err)
	}
	return r
}

// nobodyLeft says that the directory knows no state of the person any more.
func nobodyLeft(t testing.TB, dir string, person uuid.UUID) bool {
	t.Helper()
	a, err := sqlite.Open(context.Background(), filepath.Join(dir, databaseName), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	left := 0
	err = a.Read(context.Background(), func(tx archive.Tx) error {
		files, err := tx.Files([]record.File{{Kind: record.KindPerson, ID: person}})
		if err != nil || len(files) == 0 {
			return err
		}
		events, err := tx.EventsOf(files[0].Row)
		for i := range events {
			if events[i].Content != nil {
				left++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return left == 0
}

func residents(t testing.TB, address string) string {
	t.Helper()
	client := http.Client{Timeout: 20 * time.Second}
	answer, err := client.Get("http://" + address + "/s/AAAAAAAAAAAAAAAAAAAAAA")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestHelpNamesEveryVerbAndGivesAnExample(t *testing.T) {
	p := newProgram(t)
	all, _, code := p.run("--help")
	if code != exitDone {
		t.Fatalf("exit code %d", code)
	}
	for _, v := range verbs {
		if !strings.Contains(all, "district "+v.name) {
			t.Errorf("help does not name %q", v.name)
		}
		if !strings.Contains(v.more, "例子") && !strings.Contains(v.more, "命令：") {
			t.Errorf("%q has no example", v.name)
		}
	}
	out, _, code := p.run("terminal", "code", "--help")
	if code != exitDone || !strings.Contains(out, terminalCodeMore) || !strings.Contains(out, "--identity") {
		t.Errorf("exit code %d, %s", code, out)
	}
	for _, args := range [][]string{{"frobnicate"}, {"status", "x"}, {"terminal", "code"}, {"status", "--no-such"}} {
		if _, wrong, code := p.run(args...); code != exitUsage || !slices.ContainsFunc([]string{"没有这个命令", "命令写法不对"}, func(s string) bool { return strings.HasPrefix(wrong, s) }) {
			t.Errorf("%v: exit code %d, %s", args, code, wrong)
		}
	}
}
