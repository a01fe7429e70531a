package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Note is a paragraph that wraps, on a background of its tone: a notice to be
// read out, a warning, what to do next.
type Note struct {
	widget.BaseWidget

	text string
	tone Tone
	line *widget.Label
	back *canvas.Rectangle
}

// NewNote returns a paragraph of information.
func NewNote(text string) *Note { return NewTonedNote(ToneInfo, text) }

// NewTonedNote returns a paragraph in that tone.
func NewTonedNote(tone Tone, text string) *Note {
	n := &Note{text: text, tone: tone}
	n.ExtendBaseWidget(n)
	return n
}

// Set shows another text in another tone; an empty text hides the note.
func (n *Note) Set(tone Tone, text string) {
	n.text, n.tone = text, tone
	if text == "" {
		n.Hide()
	} else {
		n.Show()
	}
	n.Refresh()
}

// Text is what the note says.
func (n *Note) Text() string { return n.text }

// CreateRenderer draws the paragraph.
func (n *Note) CreateRenderer() fyne.WidgetRenderer {
	n.ExtendBaseWidget(n)
	n.line = widget.NewLabel(n.text)
	n.line.Wrapping = fyne.TextWrapBreak
	n.back = newBox()
	n.apply()
	return &noteRenderer{WidgetRenderer: widget.NewSimpleRenderer(container.NewStack(n.back, n.line)), note: n}
}

func (n *Note) apply() {
	n.line.SetText(toneSign(n.tone) + n.text)
	n.back.FillColor = n.Theme().Color(n.ground(), theme.VariantLight)
	n.back.CornerRadius = theme.InputRadiusSize()
	n.back.Refresh()
}

func (n *Note) ground() fyne.ThemeColorName {
	switch n.tone {
	case ToneGood:
		return ColorGoodBack
	case ToneWarning:
		return ColorWarnBack
	case ToneError:
		return ColorErrorBack
	}
	return ColorPanel
}

type noteRenderer struct {
	fyne.WidgetRenderer
	note *Note
}

func (r *noteRenderer) Refresh() {
	r.note.apply()
	r.WidgetRenderer.Refresh()
}
