package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ellipsis ends a text that was cut to fit.
const ellipsis = "…"

// Text is one line of text that follows the theme: colour and size by name,
// cut with an ellipsis where it does not fit. Unlike widget.Label it has no
// padding of its own, so it aligns with what stands beside it.
type Text struct {
	widget.BaseWidget
	Text     string
	Color    fyne.ThemeColorName // "" is the foreground
	TextSize fyne.ThemeSizeName  // "" is the text size
	Bold     bool
	Align    fyne.TextAlign
	// Cut lets the text be narrower than it is long, ending in "…".
	Cut bool
}

// NewText returns a line of text in that colour and size ("" is the usual one).
func NewText(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *Text {
	t := &Text{Text: text, Color: color, TextSize: size}
	t.ExtendBaseWidget(t)
	return t
}

// NewHeading returns a screen's title.
func NewHeading(text string) *Text {
	t := NewText(text, "", theme.SizeNameHeadingText)
	t.Bold = true
	return t
}

// Set shows another text, in another colour ("" is the foreground).
func (t *Text) Set(text string, color fyne.ThemeColorName) {
	if t.Text == text && t.Color == color {
		return
	}
	t.Text, t.Color = text, color
	t.Refresh()
}

// CreateRenderer draws the line.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	r := &textRenderer{text: t, line: canvas.NewText("", nil)}
	r.apply()
	return r
}

type textRenderer struct {
	text *Text
	line *canvas.Text
}

func (r *textRenderer) apply() {
	t, th := r.text, r.text.Theme()
	color, size := t.Color, t.TextSize
	if color == "" {
		color = theme.ColorNameForeground
	}
	if size == "" {
		size = theme.SizeNameText
	}
	r.line.Color = th.Color(color, theme.VariantLight)
	r.line.TextSize = th.Size(size)
	r.line.TextStyle = fyne.TextStyle{Bold: t.Bold}
	r.line.Alignment = t.Align
	r.line.Text = t.Text
	if t.Cut && t.Size().Width > 0 {
		r.line.Text = cutToFit(t.Text, t.Size().Width, r.line.TextSize, r.line.TextStyle)
	}
}

func (r *textRenderer) Layout(size fyne.Size) {
	r.apply()
	r.line.Resize(fyne.NewSize(size.Width, r.line.MinSize().Height))
	r.line.Move(fyne.NewPos(0, (size.Height-r.line.MinSize().Height)/2))
}

func (r *textRenderer) MinSize() fyne.Size {
	size := fyne.MeasureText(r.text.Text, r.line.TextSize, r.line.TextStyle)
	if r.text.Cut {
		size.Width = fyne.MeasureText(ellipsis, r.line.TextSize, r.line.TextStyle).Width
	}
	return size
}

func (r *textRenderer) Refresh() {
	r.Layout(r.text.Size())
	canvas.Refresh(r.line)
}

func (r *textRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }
func (r *textRenderer) Destroy()                     {}

// cutToFit shortens text until it and an ellipsis are no wider than width.
func cutToFit(text string, width, size float32, style fyne.TextStyle) string {
	if fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+ellipsis, size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low]) + ellipsis
}
