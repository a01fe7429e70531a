package ui_test

import (
	"flag"
	"fmt"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"

	. "ruhui/app/ui"
	"ruhui/app/ui/uitest"
)

// update writes the drawings to testdata instead of a temporary folder, to be
// looked at; they are not kept in the repository.
var update = flag.Bool("update", false, "write the gallery's drawings to testdata/gallery")

func draw(tb testing.TB, w fyne.Window, name string) {
	tb.Helper()
	dir := filepath.Join("testdata", "gallery")
	if !*update {
		dir = tb.TempDir()
	}
	uitest.Save(tb, w, dir, name)
}

func TestGallery_form(t *testing.T) {
	for _, c := range []struct {
		name          string
		width, height float32
		large         bool
	}{{"form-1280", 1280, 800, false}, {"form-1024", 1024, 768, false}, {"form-narrow", 600, 768, false}, {"form-large", 1024, 768, true}} {
		t.Run(c.name, func(t *testing.T) {
			uitest.Start(t)
			f := SampleForm()
			keys := NewKeyMap()
			keys.Bind("Button.Save", func() {}, Key{Name: fyne.KeyF9})
			steps := NewSteps("读卡", "登记", "材料", "入会", "核对", "完成")
			steps.Go(2)
			steps.Go(1)
			status := NewStatusBar("net", "waiting", "clock")
			buttons := container.NewHBox(layout.NewSpacer(), NewButton("返回", nil), NewUnion("申请入会", nil), NewPrimary("Button.Save", nil))
			root := container.NewBorder(container.NewVBox(NewDemoBanner(), steps), container.NewVBox(buttons, status), nil, nil, container.NewPadded(f))
			Wire(keys, root)
			w := uitest.Show(t, root, c.width, c.height)
			if c.large {
				fyne.CurrentApp().Settings().SetTheme(NewTheme().Large())
				w.Resize(fyne.NewSize(c.width, c.height+1))
			}
			f.Fill(SampleValues())
			f.SetError("Mobile", "手机号码应为11位数字")
			f.SetWarning("ArrivedOn", "早于证件签发日期，请核对")
			f.SetNote("DocNo", "校验通过")
			status.Say(Status{"已保存在本机", ToneGood})
			status.Set("net", Status{"离线", ToneWarning})
			status.Set("waiting", Status{"3条待上传", ToneNone})
			status.Set("clock", Status{"9月14日 10:32", ToneMuted})
			f.Focus("Name")
			entry := f.Field("Name").Input.(*Entry)
			entry.SetText("")
			uitest.Type(w, "wang")
			draw(t, w, c.name)
		})
	}
}

func TestGallery_widgets(t *testing.T) {
	uitest.Start(t)
	focused := NewPrimary("保存 F9", nil)
	off := NewButton("不可用", nil)
	off.Disable()
	qr, err := NewQR("https://nanhu.example/s/7K2M9Q4TXW")
	if err != nil {
		t.Fatal(err)
	}
	english := NewPinyinEntry(PinyinText)
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	english.SetText("English")
	password := NewPassword()
	password.SetText("not a password")
	table := NewTable(Column{Label: "姓名", Share: 2}, Column{Label: "证件号码", Share: 3}, Column{Label: "状态", Share: 2}, Column{Label: "天数", Share: 1, Align: fyne.TextAlignTrailing})
	var rows [][]Cell
	for i := range 40 {
		rows = append(rows, []Cell{{Text: "测*丙"}, {Text: "330499********0026"}, {"逾期", ToneError}, {Text: fmt.Sprint(i)}})
		rows[i][2] = []Cell{{"逾期", ToneError}, {"即将到期", ToneWarning}, {"在籍", ToneGood}, {"草稿", ToneMuted}, {"待审批", ToneInfo}}[i%5]
	}
	root := container.NewBorder(container.NewVBox(NewDemoBanner(), NewHeading("控件一览"),
		container.NewHBox(focused, NewButton("暂存", nil), NewDanger("作废", nil), NewUnion("申请入会", nil), off, NewQuiet("显示完整号码", nil)),
		container.NewGridWithColumns(3, english, password, NewSelect(Sexes)),
		NewTonedNote(ToneWarning, "当前离线，数据已保存在本机，联网后自动上传。")), nil, qr, nil, table)
	w := uitest.Show(t, container.NewPadded(root), 1000, 620)
	english.KeyDown(shift)
	english.KeyUp(shift)
	table.SetRows(rows)
	table.Pick(3)
	w.Canvas().Focus(focused)
	draw(t, w, "widgets")
	w.Canvas().Focus(table)
	table.Pick(39)
	draw(t, w, "table-end")
	table.SetRows(nil)
	draw(t, w, "table-empty")
}

func TestGallery_overlays(t *testing.T) {
	uitest.Start(t)
	f := SampleForm()
	w := uitest.Show(t, f, 1024, 768)
	f.Fill(SampleValues())
	d := Dialogs{Canvas: w.Canvas()}
	m := Message{What: "该人员已是会员，请办理接转", Next: "打开该人员的会籍，选择“接转”；原工会不必到场。", Tone: ToneWarning}
	for name, open := range map[string]func() *Modal{
		"dialog-tell":   func() *Modal { return d.Tell(m, nil) },
		"dialog-danger": func() *Modal { return d.Ask(Question{Message: m, Danger: true, Yes: "作废"}, func(bool) {}) },
		"dialog-union": func() *Modal {
			return d.Ask(Question{Message: m, Union: true, Yes: "同意并继续", No: "不同意"}, func(bool) {})
		},
		"dialog-password": func() *Modal { return d.Password(m, func(string, func(error)) {}, nil, func() {}) },
	} {
		modal := open()
		draw(t, w, name)
		modal.Close()
	}
	keys := NewKeyMap()
	keys.BindHelp(w.Canvas())
	screen := keys.Child()
	screen.Bind("Button.Save", func() {}, Key{Name: fyne.KeyF9}, Ctrl(fyne.KeyS))
	screen.Attach(w.Canvas())
	keys.Press(Key{Name: fyne.KeyF1})
	draw(t, w, "help")
	screen.Press(Key{Name: fyne.KeyEscape})
	w.Canvas().Overlays().Remove(w.Canvas().Overlays().Top())
	f.Field("Ethnic").Input.(*Select).Open()
	draw(t, w, "picker")
}

func TestHelp_lists_what_counts_now(t *testing.T) {
	uitest.Start(t)
	window := NewKeyMap()
	w := uitest.Show(t, container.NewVBox(), 800, 600)
	window.BindHelp(w.Canvas())
	screen := window.Child()
	screen.Bind("Button.Save", func() {}, Key{Name: fyne.KeyF9})
	screen.Attach(w.Canvas())
	screen.Press(Key{Name: fyne.KeyF1})
	found := map[string]bool{}
	for _, text := range uitest.Texts(w.Canvas().Overlays().Top()) {
		found[text.Text] = true
	}
	for _, want := range []string{"F9", "保存", "F1", "按键说明"} {
		if !found[want] {
			t.Errorf("%q is not listed in %v", want, found)
		}
	}
	uitest.Press(w, fyne.KeyF1)
	if w.Canvas().Overlays().Top() != nil {
		t.Error("F1 does not close it again")
	}
}
