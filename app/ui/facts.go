package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhui/assets"
)

// Fact is something to be read, not typed: a label and a value. Without a label
// the value has the whole width.
type Fact struct {
	Label string
	Value string
}

// NewSection returns a titled block of facts; title is a translation key.
func NewSection(title string, facts ...Fact) fyne.CanvasObject {
	return NewSectionText(assets.Text(title), facts...)
}

// NewSectionText is NewSection with the title as it is to be read.
func NewSectionText(title string, facts ...Fact) fyne.CanvasObject {
	rows := container.NewVBox(newSection(title))
	for _, f := range facts {
		rows.Add(newFact(f))
	}
	return rows
}

// newFact aligns the label with those of a form; a long value wraps.
func newFact(f Fact) fyne.CanvasObject {
	value := NewParagraph(f.Value)
	value.Bold = f.Label != ""
	name := NewText(f.Label, ColorMuted, "")
	name.Align, name.Cut = fyne.TextAlignTrailing, true
	return container.New(&factLayout{}, name, value)
}

// factLayout gives the label the width of a form's labels; without a label the
// value has all of it.
type factLayout struct{}

func (l *factLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(2*theme.Size(SizeLabel), o[1].MinSize().Height+theme.InnerPadding())
}

func (l *factLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	left := theme.Size(SizeLabel)
	o[0].Resize(fyne.NewSize(left, o[0].MinSize().Height))
	left += theme.InnerPadding()
	if text, is := o[0].(*Text); is && text.Text == "" {
		left = theme.Padding()
	}
	o[1].Move(fyne.NewPos(left, 0))
	o[1].Resize(fyne.NewSize(size.Width-left, size.Height))
}

// NewColumns puts two columns of sections side by side, clear of each other and
// of the scroll bar that may lie over them.
func NewColumns(left, right fyne.CanvasObject) fyne.CanvasObject {
	return container.New(columnsLayout{}, left, right)
}

type columnsLayout struct{}

func (columnsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(2*max(a.Width, b.Width)+theme.Size(SizeColumnGap), max(a.Height, b.Height))
}

func (columnsLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	gap := theme.Size(SizeColumnGap)
	width := (size.Width - theme.Size(theme.SizeNameScrollBar) - gap) / 2
	for i := range o {
		o[i].Resize(fyne.NewSize(width, size.Height))
		o[i].Move(fyne.NewPos(float32(i)*(width+gap), 0))
	}
}
