package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Modal is a card over a darkened screen that takes all keys until it is
// closed. Fyne's own dialogs neither take the focus nor hear Escape. The keys of
// the screen below do nothing meanwhile: the modal has a map of its own.
type Modal struct {
	widget.BaseWidget

	// Keys is the modal's map; Escape is bound by those who make one.
	Keys *KeyMap

	canvas fyne.Canvas
	card   fyne.CanvasObject
	before fyne.Focusable // had the focus below
	closed bool
}

// NewModal returns a modal around card, not yet shown. The idle watch of below,
// which may be nil, sees its keys too.
func NewModal(c fyne.Canvas, below *KeyMap, card fyne.CanvasObject) *Modal {
	m := &Modal{Keys: NewKeyMap(), canvas: c, card: card}
	m.Keys.OnActivity = below.active
	m.ExtendBaseWidget(m)
	return m
}

// Open shows the modal and gives focus the focus; nil leaves it to the first
// Tab.
func (m *Modal) Open(focus fyne.Focusable) {
	Wire(m.Keys, m.card)
	m.before = m.canvas.Focused()
	m.canvas.Overlays().Add(m)
	m.Resize(m.canvas.Size())
	if focus != nil {
		m.canvas.Focus(focus)
	}
}

// Close removes the modal, gives the focus back, and may be called twice.
func (m *Modal) Close() {
	if m.closed {
		return
	}
	m.closed = true
	m.canvas.Overlays().Remove(m)
	if m.before != nil {
		m.canvas.Focus(m.before)
	}
}

func (m *Modal) keyMap() *KeyMap              { return m.Keys }
func (m *Modal) content() []fyne.CanvasObject { return []fyne.CanvasObject{m.card} }

// Tapped keeps clicks beside the card from doing anything.
func (m *Modal) Tapped(*fyne.PointEvent) {}

// CreateRenderer draws the shade and the card.
func (m *Modal) CreateRenderer() fyne.WidgetRenderer {
	return &modalRenderer{modal: m, shade: newBox(), back: canvas.NewRectangle(nil)}
}

type modalRenderer struct {
	modal       *Modal
	shade, back *canvas.Rectangle
}

func (r *modalRenderer) Layout(size fyne.Size) {
	r.shade.FillColor = theme.Color(theme.ColorNameShadow)
	r.shade.Resize(size)
	pad := 2 * theme.InnerPadding()
	min := r.modal.card.MinSize()
	card := fyne.NewSize(fyne.Max(min.Width, theme.Size(SizeDialog)), min.Height)
	card.Width = fyne.Min(card.Width, size.Width-2*pad)
	// Wrapped text only knows its height once it has its width.
	r.modal.card.Resize(card)
	card.Height = fyne.Min(r.modal.card.MinSize().Height, size.Height-2*pad)
	at := fyne.NewPos((size.Width-card.Width)/2, (size.Height-card.Height)/2)
	r.modal.card.Move(at)
	r.modal.card.Resize(card)
	r.back.FillColor = theme.Color(theme.ColorNameOverlayBackground)
	r.back.StrokeColor = theme.Color(theme.ColorNameInputBorder)
	r.back.StrokeWidth = theme.Size(theme.SizeNameInputBorder)
	r.back.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	r.back.Move(at.SubtractXY(pad, pad))
	r.back.Resize(card.AddWidthHeight(2*pad, 2*pad))
}

func (r *modalRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *modalRenderer) Refresh() {
	r.Layout(r.modal.Size())
	r.modal.card.Refresh()
	canvas.Refresh(r.modal)
}

func (r *modalRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.shade, r.back, r.modal.card}
}
func (r *modalRenderer) Destroy() {}
