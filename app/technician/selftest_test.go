package technician

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"ruhui/app/folder"
	"ruhui/app/ui"
	"ruhui/app/ui/uitest"
	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/storetest"
)

// bench is the page on a real terminal, in which there was a visitor.
type bench struct {
	*SelfTest
	terminal *storetest.Terminal
	win      fyne.Window
	kept     folder.Settings
	backups  []error
	refuse   error // what saving the settings gives
}

func newBench(t *testing.T) *bench {
	t.Helper()
	uitest.Start(t)
	b := &bench{terminal: &storetest.Terminal{}}
	s := storetest.Open(t, b.terminal)
	storetest.Visit(t, storetest.SignIn(t, s), 0)
	b.SelfTest = NewSelfTest(Tools{Store: s, Dir: b.terminal.Dir, Version: "0.1.0",
		Settings: func() folder.Settings { return b.kept },
		Save: func(s folder.Settings, done func(error)) {
			if b.refuse == nil {
				b.kept = s
			}
			done(b.refuse)
		},
		BackedUp: func(err error) { b.backups = append(b.backups, err) }})
	keys := ui.NewKeyMap()
	b.Bind(keys)
	content := b.Build()
	b.win = uitest.Show(t, content, 1024, 700)
	ui.Wire(keys, content)
	keys.Attach(b.win.Canvas())
	b.Shown(ui.Synchronously(t.Context()))
	return b
}

func (b *bench) press(keys ...fyne.KeyName) { uitest.Press(b.win, keys...) }

// says reports whether a text is on the page.
func (b *bench) says(text string) bool {
	var all strings.Builder
	for _, line := range uitest.Texts(b.win.Content()) {
		all.WriteString(line.Text)
	}
	return strings.Contains(all.String(), text)
}

func TestSelfTest_finds_a_whole_terminal_whole(t *testing.T) {
	b := newBench(t)
	for _, want := range []string{"终端编号", "01", "0.1.0", "14条", "今天还没有", "还没有自检"} {
		if !b.says(want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	uitest.CheckReadable(t, b.win.Canvas())
	b.press(fyne.KeyF5)
	if !b.says("自检完成，没有发现问题") || !b.says("14条，连续完整") || !b.says("完好") {
		t.Errorf("after the test the page says %q", b.note.Text())
	}
	uitest.CheckReadable(t, b.win.Canvas())
}

func TestSelfTest_backs_up_at_once(t *testing.T) {
	b := newBench(t)
	b.press(fyne.KeyF8)
	files, err := filepath.Glob(filepath.Join(b.tools.Store.BackupFolder(), "*-manual.age"))
	if err != nil || len(files) != 1 || len(b.backups) != 1 || b.backups[0] != nil {
		t.Fatalf("backups %v, %v; heard %v", files, err, b.backups)
	}
	if !b.says("备份已完成并读回核对") || !b.says("已备份") {
		t.Errorf("the page says %q", b.note.Text())
	}
	b.tools.Store.SetBackups([]string{filepath.Join(t.TempDir(), "gone")})
	b.press(fyne.KeyF8)
	if store.KeyOf(b.backups[1]) != store.KeyBackupFolder || !b.says("优盘可能没有插好") {
		t.Errorf("a missing stick: heard %v, says %q", b.backups[1], b.note.Text())
	}
}

// A second folder counts from the next backup on; one that is not there is not
// taken, and what was typed stays.
func TestSelfTest_takes_a_second_backup_folder(t *testing.T) {
	b := newBench(t)
	stick := t.TempDir()
	b.form.Put(fieldWindow, "3号窗口")
	for _, wrong := range []string{filepath.Join(stick, "missing"), "relative"} {
		b.form.Put(fieldBackup, wrong)
		b.press(fyne.KeyF9)
		if b.form.Errors() != 1 || b.form.Value(fieldBackup) != wrong || b.kept.Window != "" {
			t.Errorf("%s: %d errors, kept %+v", wrong, b.form.Errors(), b.kept)
		}
	}
	b.form.Put(fieldBackup, stick)
	b.refuse = errors.New("disk full")
	if b.press(fyne.KeyF9); b.note.Text() == "" || b.busy {
		t.Error("settings that cannot be kept are taken without a word")
	}
	b.refuse = nil
	b.press(fyne.KeyF9)
	if b.kept.Window != "3号窗口" || len(b.kept.Backups) != 1 || !b.says("设置已保存") {
		t.Fatalf("kept %+v, says %q", b.kept, b.note.Text())
	}
	b.press(fyne.KeyF8)
	if files, err := filepath.Glob(filepath.Join(stick, "*.age")); err != nil || len(files) != 1 {
		t.Errorf("on the stick: %v, %v", files, err)
	}
}

// What is exported tells how the terminal stands, and nothing of anybody.
func TestSelfTest_exports_without_anybodys_data(t *testing.T) {
	b := newBench(t)
	b.press(fyne.KeyF10)
	files, err := filepath.Glob(filepath.Join(b.terminal.Dir, "export", "*.json"))
	if err != nil || len(files) != 1 {
		t.Fatalf("exported %v, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(text, &r); err != nil || r.Entries != 14 || r.Number != 1 || r.Version != "0.1.0" {
		t.Errorf("report %+v, %v", r, err)
	}
	v := storetest.VisitorN(0)
	for _, secret := range []string{v.Name, v.Number, demo.Login, b.terminal.Dir} {
		if strings.Contains(string(text), secret) {
			t.Errorf("the report has %q", secret)
		}
	}
}

func TestDamagedPage_offers_to_look(t *testing.T) {
	uitest.Start(t)
	w := uitest.Show(t, ui.NewText("", "", ""), 1024, 700)
	tries, done, quit := 0, false, false
	newDamagedPage(ui.Synchronously(t.Context()), w, true, &store.Error{Code: store.Unavailable, Key: store.KeyDamaged}, func() error {
		if tries++; tries == 1 {
			return &store.Error{Code: store.Unavailable, Key: store.KeyDamaged}
		}
		return nil
	}, func() { done = true }, func() { quit = true })
	text := func() (all string) {
		for _, line := range uitest.Texts(w.Content()) {
			all += line.Text
		}
		return all
	}
	for _, want := range []string{"本机数据文件有损坏", "只读打开", "ruhui restore"} {
		if !strings.Contains(text(), want) {
			t.Errorf("%q is not on the page: %s", want, text())
		}
	}
	uitest.CheckReadable(t, w.Canvas())
	uitest.Press(w, fyne.KeyReturn)
	if done || !strings.Contains(text(), "只读也打不开") {
		t.Errorf("a folder that cannot be read at all: %s", text())
	}
	uitest.Press(w, fyne.KeyF9)
	if !done || quit {
		t.Error("the folder was not opened to look at")
	}
	uitest.Press(w, fyne.KeyEscape)
	if !quit {
		t.Error("Escape does not leave")
	}
}
