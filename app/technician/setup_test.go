package technician

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhui/app/ui"
	"ruhui/app/ui/uitest"
	"ruhui/store"
	"ruhui/store/demo"
)

// shown opens the page on a real store's set-up. ready is closed when done.
func shown(t *testing.T, setUp func([]byte, string) error) (p *setupPage, w fyne.Window, ready chan struct{}) {
	t.Helper()
	uitest.Start(t)
	w = uitest.Show(t, container.NewStack(), 1024, 700)
	ready = make(chan struct{})
	p = newSetupPage(ui.Synchronously(t.Context()), w, setUp, func() { close(ready) })
	p.form.FocusFirst()
	return p, w, ready
}

func TestSetupPage_sets_a_terminal_up(t *testing.T) {
	d, err := demo.NewDistrict(demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	file, code, err := d.SetupFile(7, demo.Hall)
	if err != nil {
		t.Fatal(err)
	}
	stick, dir := filepath.Join(t.TempDir(), "开通文件"), t.TempDir()
	if err := os.WriteFile(stick, file, 0o600); err != nil {
		t.Fatal(err)
	}
	p, w, ready := shown(t, func(file []byte, code string) error { return store.SetUp(dir, file, code, store.Options{}) })
	uitest.Save(t, w, t.TempDir(), "setup")

	uitest.Press(w, fyne.KeyF9)
	if p.form.Errors() != 2 {
		t.Fatalf("%d fields marked, want both", p.form.Errors())
	}
	try := func(path, code string) {
		p.form.Put(fieldFile, path)
		p.form.Put(fieldCode, code)
		uitest.Press(w, fyne.KeyF9)
	}
	for _, wrong := range [][2]string{{stick + "x", code}, {stick, "AAAA-AAAA-AAAA-AAAA"}} {
		before := p.note.Text()
		try(wrong[0], wrong[1])
		if p.busy || p.note.Text() == before {
			t.Errorf("nothing was said about it: %q", before)
		}
		if p.form.Value(fieldFile) != wrong[0] {
			t.Error("what was typed is gone")
		}
	}
	try(stick, code)
	select {
	case <-ready:
	default:
		t.Fatal("the terminal did not get ready")
	}
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
