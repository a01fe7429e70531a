package window

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/storetest"
)

// backups are the terminal's daily backups in a folder.
func backups(t *testing.T, folder string) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*-daily.age"))
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

func TestUpkeep_backs_up_each_day_without_a_word(t *testing.T) {
	d := openDesk(t)
	own := d.opt.Store.BackupFolder()
	if backups(t, own) != 0 {
		t.Fatal("backed up before anybody had time to work")
	}
	d.complete(demoCard(t, 1), true)
	focus := d.win.Canvas().Focused()
	for range 3 { // the start, and two hours
		d.wait()
	}
	if n := backups(t, own); n != 1 {
		t.Errorf("%d backups on the first day, want 1", n)
	}
	if d.dialog() || d.win.Canvas().Focused() != focus {
		t.Error("the clerk was disturbed")
	}
	d.wantPage("done")
	d.wantSilent("备份")
	d.terminal.Clock.Pass(24 * time.Hour)
	d.wait()
	if n := backups(t, own); n != 2 {
		t.Errorf("%d backups on the second day, want 2", n)
	}
}

// A backup that fails is told above every page until one succeeds.
func TestUpkeep_a_failed_backup_is_told_until_one_succeeds(t *testing.T) {
	stick := filepath.Join(t.TempDir(), "优盘")
	d := openDesk(t, &storetest.Terminal{Backups: []string{stick}})
	d.wait()
	d.wantSays("今天的备份没有完成", "优盘可能没有插好", "请插好优盘")
	if note := d.notices.notes[noticeBackup]; note.Size().Height == 0 || d.body.Position().Y < note.Size().Height {
		t.Error("the notice has no place of its own above the page")
	}
	d.readable()
	if d.dialog() {
		t.Error("a dialog stands before the clerk's work")
	}
	d.press(fyne.KeyF3)
	d.wantSays("今天的备份没有完成")
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	d.wait()
	if backups(t, stick) != 1 {
		t.Error("the stick got no backup once it was there")
	}
	d.wantSilent("今天的备份没有完成")
}

func TestUpkeep_a_copy_says_so(t *testing.T) {
	terminal := &storetest.Terminal{District: districtOf(t, false), Memory: t.TempDir()}
	s := storetest.Open(t, terminal)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	terminal.Machine = "another machine"
	d := openDeskAgain(t, terminal)
	d.wantSays("数据文件夹已换到另一台电脑", "换发终端编号")
	d.readable()
	d.signIn(demo.Login, demo.Password)
	d.wantSays("数据文件夹已换到另一台电脑")
}

// spoil empties the page of one list in a terminal's database.
func spoil(t *testing.T, terminal *storetest.Terminal) {
	t.Helper()
	path := filepath.Join(terminal.Dir, "terminal", "ruhui.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	var page, size int64
	err = errors.Join(db.QueryRow(`SELECT rootpage FROM sqlite_schema WHERE name = 'residence_case'`).Scan(&page),
		db.QueryRow(`PRAGMA page_size`).Scan(&size), db.Close())
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt(make([]byte, size), (page-1)*size)
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestUpkeep_a_damaged_folder_is_for_reading_only(t *testing.T) {
	d := openDesk(t)
	d.complete(demoCard(t, 1), true)
	terminal := d.terminal
	if err := d.opt.Store.Close(); err != nil {
		t.Fatal(err)
	}
	spoil(t, terminal)
	if _, err := store.Open(terminal.Dir, terminal.Options()); store.KeyOf(err) != store.KeyDamaged {
		t.Fatalf("opening gives %v", err)
	}
	terminal.ReadOnly = true
	look := openDeskAgain(t, terminal)
	look.signIn(demo.Login, demo.Password)
	look.wantPage("find")
	look.wantSays("现在只能查询，不能办理", "ruhui restore")
	look.readable()
	look.press(fyne.KeyF2)
	look.wantPage("find")
	look.at(fieldQuery, "zsy")
	look.press(fyne.KeyReturn)
	look.wantPage("person")
	look.wantSays("张试样")
	look.press(fyne.KeyF6) // showing a number is recorded first
	look.wantSays("本机数据文件有损坏")
}

// The window looks the file through by itself after the start, and says what it
// finds on whatever page somebody is.
func TestUpkeep_says_what_the_check_found(t *testing.T) {
	d := openDesk(t)
	d.wait()
	d.wantSays("数据文件已检查，完好")
	d.complete(demoCard(t, 1), true)
	if err := d.opt.Store.Close(); err != nil { // nothing can be read any more
		t.Fatal(err)
	}
	d.checkFile(d.opt.Context)
	if !d.dialog() {
		t.Error("nobody is told that the file cannot be read")
	}
}
