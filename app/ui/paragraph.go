package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Paragraph is text over as many lines as its width needs, broken as Chinese
// is; see wrapLines. Its height is known once it has a width.
type Paragraph struct {
	widget.BaseWidget
	Text     string
	Color    fyne.ThemeColorName // "" is the foreground
	TextSize fyne.ThemeSizeName  // "" is the text size
	Bold     bool
}

// NewParagraph returns a paragraph in the usual colour and size.
func NewParagraph(text string) *Paragraph {
	p := &Paragraph{Text: text}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows another text.
func (p *Paragraph) Set(text string) {
	if p.Text != text {
		p.Text = text
		p.Refresh()
	}
}

// Resize breaks the lines anew where the width is another.
func (p *Paragraph) Resize(size fyne.Size) {
	wider := size.Width != p.Size().Width
	p.BaseWidget.Resize(size)
	if wider {
		p.Refresh() // so that whoever laid it out asks for its height again
	}
}

// CreateRenderer draws the lines.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	r := &paragraphRenderer{paragraph: p}
	r.wrap()
	return r
}

type paragraphRenderer struct {
	paragraph *Paragraph
	broken    []string
	lines     []*canvas.Text
}

func (r *paragraphRenderer) style() (size float32, style fyne.TextStyle) {
	name := r.paragraph.TextSize
	if name == "" {
		name = theme.SizeNameText
	}
	return theme.Size(name), fyne.TextStyle{Bold: r.paragraph.Bold}
}

// wrap makes the lines for the present width, all in one while there is none.
func (r *paragraphRenderer) wrap() {
	p := r.paragraph
	size, style := r.style()
	width := p.Size().Width
	broken := wrapLines(p.Text, func(line string) bool {
		return width <= 0 || fyne.MeasureText(line, size, style).Width <= width
	})
	color := p.Color
	if color == "" {
		color = theme.ColorNameForeground
	}
	if !slices.Equal(broken, r.broken) {
		r.broken, r.lines = broken, make([]*canvas.Text, len(broken))
		for i, line := range broken {
			r.lines[i] = canvas.NewText(line, nil)
		}
	}
	for _, line := range r.lines {
		line.Color, line.TextSize, line.TextStyle = theme.Color(color), size, style
	}
}

func (r *paragraphRenderer) lineHeight() float32 {
	size, style := r.style()
	return fyne.MeasureText("中", size, style).Height
}

func (r *paragraphRenderer) Layout(size fyne.Size) {
	r.wrap()
	height := r.lineHeight()
	for i, line := range r.lines {
		line.Move(fyne.NewPos(0, float32(i)*height))
		line.Resize(fyne.NewSize(size.Width, height))
	}
}

// MinSize is as narrow as six characters: what is narrower cannot be read.
func (r *paragraphRenderer) MinSize() fyne.Size {
	size, style := r.style()
	return fyne.NewSize(6*fyne.MeasureText("中", size, style).Width, float32(len(r.lines))*r.lineHeight())
}

func (r *paragraphRenderer) Refresh() {
	r.Layout(r.paragraph.Size())
	canvas.Refresh(r.paragraph)
}

func (r *paragraphRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(r.lines))
	for i, line := range r.lines {
		objects[i] = line
	}
	return objects
}

// Destroy does nothing.
func (r *paragraphRenderer) Destroy() {}
