package technician

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"ruhui/app/ui"
	"ruhui/assets"
)

// damagedPage is shown in place of everything when the terminal's folder was
// found damaged at the start.
type damagedPage struct {
	ctx  context.Context
	keys *ui.KeyMap
	note *ui.Note
	rest *ui.Note
	look *ui.Button
	open func() error
	done func()
	busy bool
}

// ShowDamaged says what was found and offers to open the folder to look at what
// is intact; demo puts the banner of a demonstration above. open tries that and may take seconds: it is called off Fyne's
// thread; done is called on it when open has succeeded, quit when nobody wants
// to.
func ShowDamaged(ctx context.Context, win fyne.Window, demo bool, found error, open func() error, done, quit func()) {
	newDamagedPage(ctx, win, demo, found, open, done, quit)
}

func newDamagedPage(ctx context.Context, win fyne.Window, demo bool, found error, open func() error, done, quit func()) *damagedPage {
	m := ui.Explain(found)
	p := &damagedPage{ctx: ctx, keys: ui.NewKeyMap(), note: ui.NewTonedNote(ui.ToneError, m.What+"\n"+m.Next),
		rest: ui.NewNote(assets.Text("Damaged.Rest")), open: open, done: done}
	p.keys.Bind("Damaged.Look", p.onLook, ui.Key{Name: fyne.KeyF9})
	p.keys.Bind("Damaged.Quit", quit, ui.Key{Name: fyne.KeyEscape})
	p.look = ui.NewPrimary("Damaged.Look", p.onLook)
	leave := ui.NewButton("Damaged.Quit", quit)
	rows := container.NewVBox(ui.NewHeading(assets.Text("Damaged.Title")), p.note, p.rest, container.NewHBox(leave, p.look))
	content := container.NewCenter(container.New(layout.NewGridWrapLayout(fyne.NewSize(720, 320)), rows))
	var banner fyne.CanvasObject
	if demo {
		banner = ui.NewDemoBanner()
	}
	win.SetContent(container.NewBorder(banner, nil, nil, nil, content))
	ui.Wire(p.keys, content)
	p.keys.Attach(win.Canvas())
	win.Canvas().Focus(p.look)
	return p
}

func (p *damagedPage) onLook() {
	if p.busy {
		return
	}
	p.busy = true
	ui.Load(p.ctx, func(context.Context) (struct{}, error) { return struct{}{}, p.open() }, func(_ struct{}, err error) {
		p.busy = false
		if err != nil {
			p.rest.Set(ui.ToneError, assets.Text("Damaged.NotOpen"))
			return
		}
		p.done()
	})
}
