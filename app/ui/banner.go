package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ruhui/assets"
)

// DemoBanner is the striped bar that stands on top of every screen in demo mode,
// so that invented records are never taken for real ones.
type DemoBanner struct {
	widget.BaseWidget
	text *Text
}

// NewDemoBanner returns the banner.
func NewDemoBanner() *DemoBanner {
	b := &DemoBanner{text: NewText(assets.Text("Ui.Demo"), ColorOnStripe, "")}
	b.text.Bold, b.text.Align = true, fyne.TextAlignCenter
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer draws slanted stripes and the text on a plain middle.
func (b *DemoBanner) CreateRenderer() fyne.WidgetRenderer {
	stripes := canvas.NewRasterWithPixels(stripePixel)
	middle := canvas.NewRectangle(theme.Color(ColorStripeA))
	return widget.NewSimpleRenderer(container.New(&bannerLayout{text: b.text}, stripes, middle, b.text))
}

type bannerLayout struct{ text *Text }

func (l *bannerLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, theme.Size(SizeBanner))
}

func (l *bannerLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	width := fyne.Min(size.Width, l.text.MinSize().Width+4*theme.InnerPadding())
	objects[1].Move(fyne.NewPos((size.Width-width)/2, 0))
	objects[1].Resize(fyne.NewSize(width, size.Height))
	objects[2].Resize(size)
}

// Status is one piece of the status bar: the network, what waits, the clock.
type Status struct {
	Text string
	Tone Tone
}

// StatusBar is the line at the window's foot: what was done last at the left,
// lasting facts at the right. Pieces are named and keep their order.
type StatusBar struct {
	widget.BaseWidget
	last   *Text
	order  []string
	pieces map[string]*Text
	rules  map[string]*widget.Separator // before each piece but the first
	right  *fyne.Container
}

// NewStatusBar returns a bar with room for the named pieces, left to right.
func NewStatusBar(pieces ...string) *StatusBar {
	b := &StatusBar{last: NewText("", "", ""), order: pieces, pieces: make(map[string]*Text),
		rules: make(map[string]*widget.Separator), right: container.New(layout.NewCustomPaddedHBoxLayout(theme.Size(SizeCellGap)))}
	b.last.Cut = true
	for i, name := range pieces {
		if i > 0 {
			b.rules[name] = widget.NewSeparator()
			b.rules[name].Hide()
			b.right.Add(b.rules[name])
		}
		b.pieces[name] = NewText("", "", theme.SizeNameCaptionText)
		b.right.Add(b.pieces[name])
	}
	b.ExtendBaseWidget(b)
	return b
}

// Say shows what was done last, or what is being waited for.
func (b *StatusBar) Say(s Status) {
	b.last.Set(toneSign(s.Tone)+s.Text, toneColor(s.Tone))
}

// Set shows a lasting fact, none with an empty text. A name that was not given
// to NewStatusBar is ignored.
func (b *StatusBar) Set(name string, s Status) {
	if piece := b.pieces[name]; piece != nil {
		text := s.Text
		if text != "" {
			text = toneSign(s.Tone) + text
		}
		piece.Set(text, toneColor(s.Tone))
		if rule := b.rules[name]; rule != nil {
			rule.Hidden = text == ""
		}
		b.Refresh()
	}
}

// CreateRenderer draws the bar.
func (b *StatusBar) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(theme.Color(ColorPanel))
	line := container.NewBorder(nil, nil, nil, b.right, b.last)
	return &statusRenderer{bar: b, back: back, line: line}
}

type statusRenderer struct {
	bar  *StatusBar
	back *canvas.Rectangle
	line *fyne.Container
}

func (r *statusRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	gap := theme.Size(SizeCellGap)
	r.line.Move(fyne.NewPos(gap, 0))
	r.line.Resize(size.SubtractWidthHeight(2*gap, 0))
}

func (r *statusRenderer) MinSize() fyne.Size { return fyne.NewSize(0, theme.Size(SizeStatus)) }

func (r *statusRenderer) Refresh() {
	r.back.FillColor = theme.Color(ColorPanel)
	r.back.Refresh()
	r.line.Refresh()
}

func (r *statusRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.line}
}
func (r *statusRenderer) Destroy() {}
