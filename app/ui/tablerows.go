package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"ruhui/assets"
)

// CreateRenderer draws the header and the rows in sight.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	r := &tableRenderer{
		table: t,
		back:  newBox(),
		head:  newBox(),
		bar:   newBox(),
		empty: NewText(assets.Text("Ui.Empty"), ColorMuted, ""),
	}
	r.empty.Align = fyne.TextAlignCenter
	for _, c := range t.columns {
		label := NewText(assets.Text(c.Label), "", "")
		label.Bold, label.Cut, label.Align = true, true, c.Align
		r.labels = append(r.labels, label)
	}
	ringed := newRinged(t, r, func() (bool, Tone) { return t.focused, ToneNone })
	ringed.inside = true
	return ringed
}

// tableRow is the objects of one row in sight, used again for other rows.
type tableRow struct {
	back  *canvas.Rectangle
	cells []*Text
}

type tableRenderer struct {
	table           *Table
	back, head, bar *canvas.Rectangle
	labels          []*Text
	empty           *Text
	rows            []*tableRow
}

func (r *tableRenderer) Layout(size fyne.Size) {
	t, height := r.table, r.table.rowHeight()
	r.back.FillColor = theme.Color(theme.ColorNameInputBackground)
	r.back.StrokeColor = theme.Color(theme.ColorNameSeparator)
	r.back.StrokeWidth = theme.Size(theme.SizeNameSeparatorThickness)
	r.back.Resize(size)
	r.head.FillColor = theme.Color(ColorPanel)
	r.head.Resize(fyne.NewSize(size.Width, height))
	r.line(r.labels, 0, size.Width)
	r.empty.Hidden = t.count > 0
	r.empty.Move(fyne.NewPos(0, height))
	r.empty.Resize(fyne.NewSize(size.Width, 2*height))
	for i := 0; i < max(len(r.rows), t.shown()); i++ {
		r.place(i, size.Width)
	}
	r.placeBar(size)
}

// place shows the i-th row in sight, or hides it where there is none.
func (r *tableRenderer) place(i int, width float32) {
	if i == len(r.rows) {
		r.rows = append(r.rows, r.newRow())
	}
	row, index := r.rows[i], r.table.top+i
	visible := i < r.table.shown() && index < r.table.count
	row.back.Hidden = !visible
	for _, c := range row.cells {
		c.Hidden = !visible
	}
	if !visible {
		return
	}
	y := float32(i+1) * r.table.rowHeight()
	row.back.FillColor = theme.Color(r.rowColor(index))
	row.back.Move(fyne.NewPos(0, y))
	row.back.Resize(fyne.NewSize(width, r.table.rowHeight()))
	cells := r.table.cells(index)
	for c, text := range row.cells {
		var cell Cell
		if c < len(cells) {
			cell = cells[c]
		}
		text.Set(toneSign(cell.Tone)+cell.Text, toneColor(cell.Tone))
	}
	r.line(row.cells, y, width)
}

func (r *tableRenderer) newRow() *tableRow {
	row := &tableRow{back: newBox()}
	for _, c := range r.table.columns {
		cell := NewText("", "", "")
		cell.Cut, cell.Align = true, c.Align
		row.cells = append(row.cells, cell)
	}
	return row
}

func (r *tableRenderer) rowColor(index int) fyne.ThemeColorName {
	switch {
	case index == r.table.picked:
		return ColorRowPicked
	case index%2 == 1:
		return ColorRowOdd
	}
	return theme.ColorNameInputBackground
}

// line places texts side by side, each with its column's share of the width.
func (r *tableRenderer) line(texts []*Text, y, width float32) {
	total := float32(0)
	for _, c := range r.table.columns {
		total += c.Share
	}
	width -= theme.Size(theme.SizeNameScrollBar)
	gap, x := theme.Size(SizeCellGap), float32(0)
	for i, text := range texts {
		w := width * r.table.columns[i].Share / total
		text.Move(fyne.NewPos(x+gap, y))
		text.Resize(fyne.NewSize(w-2*gap, r.table.rowHeight()))
		x += w
	}
}

// placeBar shows which part of all rows is in sight.
func (r *tableRenderer) placeBar(size fyne.Size) {
	t, width := r.table, theme.Size(theme.SizeNameScrollBarSmall)
	shown := t.shown()
	r.bar.Hidden = shown >= t.count || shown <= 0
	if r.bar.Hidden {
		return
	}
	track := size.Height - t.rowHeight()
	height := fyne.Max(track*float32(shown)/float32(t.count), t.rowHeight())
	y := (track - height) * float32(t.top) / float32(t.count-shown)
	r.bar.FillColor = theme.Color(theme.ColorNameScrollBar)
	r.bar.CornerRadius = theme.Size(theme.SizeNameScrollBarRadius)
	r.bar.Move(fyne.NewPos(size.Width-width-theme.Padding()/2, t.rowHeight()+y))
	r.bar.Resize(fyne.NewSize(width, height))
}

func (r *tableRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, 3*r.table.rowHeight())
}

func (r *tableRenderer) Refresh() {
	r.Layout(r.table.Size())
	canvas.Refresh(r.table)
}

func (r *tableRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.back, r.head}
	for _, label := range r.labels {
		objects = append(objects, label)
	}
	for _, row := range r.rows {
		objects = append(objects, row.back)
		for _, c := range row.cells {
			objects = append(objects, c)
		}
	}
	return append(objects, r.empty, r.bar)
}
func (r *tableRenderer) Destroy() {}
