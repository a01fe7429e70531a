package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Note is a paragraph that wraps, on a background of its tone: a notice to be
// read out, a warning, what to do next.
type Note struct {
	widget.BaseWidget

	text string
	tone Tone
	line *Paragraph
	back *canvas.Rectangle
}

// NewNote returns a paragraph of information.
func NewNote(text string) *Note { return NewTonedNote(ToneInfo, text) }

// NewTonedNote returns a paragraph in that tone; without a text it is hidden.
func NewTonedNote(tone Tone, text string) *Note {
	n := &Note{text: text, tone: tone}
	n.ExtendBaseWidget(n)
	n.Hidden = text == ""
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
	n.line = NewParagraph("")
	n.back = newBox()
	n.apply()
	pad := theme.InnerPadding()
	line := container.New(layout.NewCustomPaddedLayout(pad, pad, pad, pad), n.line)
	return &noteRenderer{WidgetRenderer: widget.NewSimpleRenderer(container.NewStack(n.back, line)), note: n}
}

func (n *Note) apply() {
	n.line.Set(toneSign(n.tone) + n.text)
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
