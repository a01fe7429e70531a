package window

import (
	"bytes"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"ruhui/app/device"
	"ruhui/app/ui/uitest"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// secrets are what a masked list never shows in clear.
var secrets = []string{"张试样", "511399199001010017", "19900000001", "试验路1号", "样例路3号"}

// Personal data is not in the window's title, in file names, in the log, on
// slips, nor in what is said when something fails.
func TestInvariant12_Privacy(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(before)

	d := openDesk(t)
	v := d.complete(demoCard(t, 1), true)
	slog.Info("a card", "card", demoCard(t, 1), "status", device.Status{Card: demoCard(t, 1)})
	d.press(fyne.KeyF10, fyne.KeyF3)
	d.at(fieldQuery, "张试样")
	d.form().Put(fieldQuery, "zsy")
	for _, page := range []fyne.KeyName{fyne.KeyF3, fyne.KeyF4} {
		d.press(page)
		d.wantSilent(secrets...)
	}
	slip := newSlip(v)
	if slip.MaskedName != "张*样" || slip.MaskedNumber != "511399********0017" {
		t.Errorf("on the slip: %s %s", slip.MaskedName, slip.MaskedNumber)
	}

	d.press(fyne.KeyF2)
	d.toUnion(demoCard(t, 1))
	d.press(fyne.KeyF9)
	if err := d.opt.Store.Close(); err != nil {
		t.Fatal(err)
	}
	d.press(fyne.KeyF9)
	dialog := ""
	for _, text := range uitest.Texts(d.win.Canvas().Overlays().Top()) {
		dialog += text.Text
	}
	if dialog == "" {
		t.Error("nothing is said when saving fails")
	}
	files := ""
	for _, dir := range []string{d.slips, d.terminal.Dir} {
		if err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			files += filepath.Base(path) + "\n"
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	for where, text := range map[string]string{"title": d.win.Title(), "log": log.String(), "file names": files, "dialog": dialog} {
		for _, s := range secrets {
			if strings.Contains(text, s) {
				t.Errorf("%q is in the %s", s, where)
			}
		}
	}
	if !strings.Contains(files, v.outcome.CaseNo) {
		t.Error("the slip's file name does not have its case number")
	}
}

// Names survive byte for byte from the card to store, search, person and slip.
func TestInvariant13_names_survive(t *testing.T) {
	for i, name := range []string{"阿依古丽·样例", "𠮷试样", "䶮试样", "张\ue000样", "试\U000f0001样"} {
		d := openDesk(t)
		card := resident(name, "330499199001010018")
		if ident.HasUncoded(name) {
			card.NameRaw = []byte{0x20, 0x5f, 0x00, 0xe0, 0x37, 0x68}
		}
		d.card(card)
		if ident.HasUncoded(name) {
			d.wantSays("未编码字")
		}
		v := d.complete(card, false)
		p := d.person(v)
		if p.Text(record.FieldName) != name || p.Text(record.FieldNameRaw) != hexOf(card.NameRaw) {
			t.Errorf("name %d is stored as %+q", i, p.Text(record.FieldName))
		}
		if slip := newSlip(v); slip.MaskedName != ident.MaskName(name) {
			t.Errorf("name %d on the slip: %+q", i, slip.MaskedName)
		}
		d.press(fyne.KeyF10)
		d.wantSays("回执已生成")
		d.press(fyne.KeyF3)
		d.form().Put(fieldQuery, name)
		if d.Found() != 1 {
			t.Errorf("name %d is not found", i)
			continue
		}
		d.form().Focus(fieldQuery)
		d.press(fyne.KeyReturn)
		page := d.now.(*personPage)
		if got := page.person.Text(record.FieldName); got != name {
			t.Errorf("name %d on the person's page: %+q", i, got)
		}
		if ident.HasUncoded(name) {
			d.wantSays("□", "姓名含未编码字（U+", "原字已按证件保存")
		} else {
			d.wantSays(name)
		}
		d.readable()
	}
}
