package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// gridLayout flows a form's cells into two columns, or one where the form is
// narrower than SizeTwoColumns. Whatever is no field's cell takes a whole row.
type gridLayout struct {
	width  float32
	fields map[fyne.CanvasObject]*Field
}

func (l *gridLayout) add(f *Field) {
	if l.fields == nil {
		l.fields = make(map[fyne.CanvasObject]*Field)
	}
	l.fields[f.cell] = f
}

// gridRow is what stands side by side.
type gridRow struct {
	cells  []fyne.CanvasObject
	whole  bool
	height float32
}

func (l *gridLayout) rows(objects []fyne.CanvasObject) []gridRow {
	columns := 2
	if l.width < theme.Size(SizeTwoColumns) {
		columns = 1
	}
	var rows []gridRow
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		field := l.fields[o]
		whole := field == nil || field.wide || columns == 1
		height := o.MinSize().Height
		if last := len(rows) - 1; !whole && last >= 0 && !rows[last].whole && len(rows[last].cells) < columns {
			rows[last].cells = append(rows[last].cells, o)
			rows[last].height = fyne.Max(rows[last].height, height)
			continue
		}
		rows = append(rows, gridRow{cells: []fyne.CanvasObject{o}, whole: whole, height: height})
	}
	return rows
}

func (l *gridLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 0)
	for _, row := range l.rows(objects) {
		size.Height += row.height
		for _, o := range row.cells {
			size.Width = fyne.Max(size.Width, o.MinSize().Width)
		}
	}
	return size
}

func (l *gridLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	// The scroll bar lies over the content; keep the fields clear of it.
	width := size.Width - theme.Size(theme.SizeNameScrollBar)
	gap := theme.Size(SizeColumnGap)
	y := float32(0)
	for _, row := range l.rows(objects) {
		w := width
		if !row.whole {
			w = (width - gap) / 2
		}
		for i, o := range row.cells {
			o.Move(fyne.NewPos(float32(i)*(w+gap), y))
			o.Resize(fyne.NewSize(w, row.height))
		}
		y += row.height
	}
}

// newSection is the title over a group of fields, with a line to the edge.
func newSection(title string) fyne.CanvasObject {
	text := NewText(title, theme.ColorNamePrimary, theme.SizeNameSubHeadingText)
	text.Bold = true
	rule := canvas.NewRectangle(theme.Color(theme.ColorNameSeparator))
	return container.New(sectionLayout{}, text, rule)
}

type sectionLayout struct{}

func (sectionLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(0, 2*theme.InnerPadding())
}

func (sectionLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	text, rule := objects[0], objects[1]
	min := text.MinSize()
	text.Move(fyne.NewPos(0, theme.Padding()))
	text.Resize(min)
	left := min.Width + theme.InnerPadding()
	rule.Move(fyne.NewPos(left, theme.Padding()+min.Height/2))
	rule.Resize(fyne.NewSize(size.Width-left, theme.Size(theme.SizeNameSeparatorThickness)))
}
