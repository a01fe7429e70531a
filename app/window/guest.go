package window

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhui/app/ui"
	"ruhui/assets"
)

// Page is a page of another package that this window shows in its frame.
type Page interface {
	// Build gives the widgets; it is called once, before Shown.
	Build() fyne.CanvasObject
	// Shown is called when the page is on screen, until ctx ends.
	Shown(ctx context.Context)
	// Bind gives the page's own keys.
	Bind(*ui.KeyMap)
}

// guest is such a page under the window's own heading.
type guest struct {
	w     *Window
	title string // translation key
	keys  *ui.KeyMap
	page  Page
}

func newGuest(w *Window, title string, page Page) *guest {
	g := &guest{w: w, title: title, keys: w.keys.Child(), page: page}
	page.Bind(g.keys)
	return g
}

func (g *guest) keyMap() *ui.KeyMap        { return g.keys }
func (g *guest) unsaved() bool             { return false }
func (g *guest) shown(ctx context.Context) { g.page.Shown(ctx) }

func (g *guest) build() fyne.CanvasObject {
	head := container.NewBorder(nil, nil, ui.NewHeading(assets.Text(g.title)), g.w.nav())
	return container.NewPadded(container.NewBorder(head, nil, nil, nil, g.page.Build()))
}

// showTechnician shows the page for whoever keeps the machine.
func (w *Window) showTechnician() {
	if w.session != nil && w.opt.Technician != nil {
		w.show(newGuest(w, "Technician.Title", w.opt.Technician()))
	}
}
