package folder

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestSettings_are_kept_whole(t *testing.T) {
	dir := t.TempDir()
	if s, err := ReadSettings(dir); err != nil || !reflect.DeepEqual(s, Settings{}) {
		t.Fatalf("nothing was set: %+v, %v", s, err)
	}
	for _, want := range []Settings{{Window: "3号窗口", Backups: []string{"/media/优盘 1", `D:\备份`}}, {Window: "4号窗口"}, {}} {
		if err := want.Write(dir); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadSettings(dir); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("read %+v, %v; want %+v", got, err, want)
		}
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Errorf("%d files are left, %v", len(list), err)
	}
}

func TestSettings_that_cannot_be_read_are_told(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, settingsName), []byte("window = \"3号"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := ReadSettings(dir); err == nil || !reflect.DeepEqual(s, Settings{}) {
		t.Errorf("read %+v, %v", s, err)
	}
	if err := (Settings{Window: "3号窗口"}).Write(filepath.Join(dir, "missing")); err == nil {
		t.Error("settings were written to a folder that is not there")
	}
}
