package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

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
	value := widget.NewLabel(f.Value)
	value.Wrapping = fyne.TextWrapBreak
	value.TextStyle.Bold = f.Label != ""
	if f.Label == "" {
		return value
	}
	name := NewText(f.Label, ColorMuted, "")
	name.Align = fyne.TextAlignTrailing
	return container.New(factLayout{}, name, value)
}

// factLayout gives the label the width of a form's labels.
type factLayout struct{}

func (factLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(2*theme.Size(SizeLabel), max(o[0].MinSize().Height, o[1].MinSize().Height))
}

func (factLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	label := theme.Size(SizeLabel)
	h := o[0].MinSize().Height
	o[0].Resize(fyne.NewSize(label, h))
	o[0].Move(fyne.NewPos(0, max(0, (o[1].MinSize().Height-h)/2)))
	o[1].Move(fyne.NewPos(label+theme.Padding(), 0))
	o[1].Resize(fyne.NewSize(size.Width-label-theme.Padding(), size.Height))
}
