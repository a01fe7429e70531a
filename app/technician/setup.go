// Package technician is what technicians see: setting up a terminal. Self-test,
// backup and export come beside it.
package technician

import (
	"context"
	"errors"
	"io"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"ruhui/app/ui"
	"ruhui/assets"
)

// maxSetupFile bounds what is read as a set-up file, in bytes.
const maxSetupFile = 16 << 20

// setupPage is the page of a terminal's first start: it takes the set-up file
// and its one-time code.
type setupPage struct {
	win   fyne.Window
	keys  *ui.KeyMap
	form  *ui.Form
	note  *ui.Note
	setUp func(file []byte, code string) error
	done  func()
	busy  bool
	ctx   context.Context
}

const (
	fieldFile = "Setup.File"
	fieldCode = "Setup.Code"
)

// ShowSetup fills the window with the set-up page until ctx ends. setUp may take
// seconds and is called off Fyne's thread; done is called on it when the
// terminal is ready.
func ShowSetup(ctx context.Context, win fyne.Window, setUp func(file []byte, code string) error, done func()) {
	newSetupPage(ctx, win, setUp, done).form.FocusFirst()
}

func newSetupPage(ctx context.Context, win fyne.Window, setUp func(file []byte, code string) error, done func()) *setupPage {
	p := &setupPage{ctx: ctx, win: win, keys: ui.NewKeyMap(), form: ui.NewForm(), note: ui.NewNote(""), setUp: setUp, done: done}
	p.form.Plain(fieldFile).Wide().Require()
	p.form.Number(fieldCode).Wide().Require()
	p.form.OnDone = p.onSetUp
	p.keys.Bind("Setup.Start", p.onSetUp, ui.Key{Name: fyne.KeyF9})
	p.note.Set(ui.ToneInfo, assets.Text("Message.NotSetUp")+"\n"+assets.Text("Message.NotSetUp.Next"))
	content := container.NewVBox(ui.NewHeading(assets.Text("Setup.Title")), p.note,
		container.New(layout.NewGridWrapLayout(fyne.NewSize(640, 190)), p.form),
		container.NewHBox(ui.NewButton("Setup.Choose", p.onChoose), ui.NewPrimary("Setup.Start", p.onSetUp)))
	win.SetContent(container.NewCenter(content))
	ui.Wire(p.keys, content)
	p.keys.Attach(win.Canvas())
	return p
}

// onChoose lets the file be picked from a stick.
func (p *setupPage) onChoose() {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			return
		}
		p.form.Put(fieldFile, r.URI().Path())
		if err := r.Close(); err != nil {
			p.tell(err)
		}
		p.form.Focus(fieldCode)
	}, p.win)
	d.Show()
}

func (p *setupPage) onSetUp() {
	p.form.ClearMessages()
	for _, name := range []string{fieldFile, fieldCode} {
		if p.form.Value(name) == "" {
			p.form.SetError(name, "Message.Required", "field", assets.Text(name))
		}
	}
	if p.busy || p.form.FocusError() {
		return
	}
	p.busy = true
	path, code := p.form.Value(fieldFile), p.form.Value(fieldCode)
	p.note.Set(ui.ToneInfo, assets.Text("Ui.Checking"))
	ui.Load(p.ctx, func(context.Context) (struct{}, error) {
		file, err := readFile(path)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, p.setUp(file, code)
	}, func(_ struct{}, err error) {
		p.busy = false
		if err != nil {
			p.tell(err)
			return
		}
		p.done()
	})
}

// tell shows what was wrong; path and code stay.
func (p *setupPage) tell(err error) {
	m := ui.Explain(err)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		m = ui.NewMessage(ui.ToneError, "Message.FileUnreadable")
	}
	p.note.Set(ui.ToneError, m.What+"\n"+m.Next)
}

func readFile(path string) (file []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(io.LimitReader(f, maxSetupFile))
}
