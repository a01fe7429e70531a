package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Column is one column of a table.
type Column struct {
	// Label is the translation key of its header.
	Label string
	// Share is its part of the width, relative to the other columns' shares.
	Share float32
	Align fyne.TextAlign
}

// Cell is one text of a row. A tone other than ToneNone and ToneMuted puts a
// sign before the text, so that it is not told by colour alone.
type Cell struct {
	Text string
	Tone Tone
}

// Cells turns texts into cells without tone.
func Cells(texts ...string) []Cell {
	cells := make([]Cell, len(texts))
	for i, text := range texts {
		cells[i].Text = text
	}
	return cells
}

// mostCached is how many rows a table remembers; a screen shows some 20.
const mostCached = 500

// Table is a list with a header, for what was found and for work lists. Rows
// are asked for when they come into sight, so a source of 100,000 may read them
// from the database page by page. Arrows, Home, End and page keys pick, Return
// or a double click opens.
type Table struct {
	widget.BaseWidget

	// OnOpen is called for Return or a double click on a row.
	OnOpen func(index int)
	// OnPick is called when another row is picked, by hand or by Pick.
	OnPick func(index int)

	columns []Column
	count   int
	row     func(index int) []Cell
	cache   map[int][]Cell
	picked  int // -1 while there are no rows
	top     int
	focused bool
	keys    *KeyMap
	scanner *Scanner
	drag    float32 // where in the bar the mouse holds it
}

// NewTable returns an empty table.
func NewTable(columns ...Column) *Table {
	t := &Table{columns: columns, picked: -1, scanner: NewScanner(nil)}
	t.scanner.Taken = func(text string) bool { return t.keys.scan(text) }
	t.ExtendBaseWidget(t)
	return t
}

// SetKeys says where the keys go that the table does not use.
func (t *Table) SetKeys(keys *KeyMap) { t.keys = keys }

// SetRows shows these rows.
func (t *Table) SetRows(rows [][]Cell) {
	t.SetSource(len(rows), func(i int) []Cell { return rows[i] })
}

// SetSource shows count rows, each asked from row once and remembered. row is
// called on the UI thread and must be quick. The picked index stays, as far as
// there still is such a row.
func (t *Table) SetSource(count int, row func(index int) []Cell) {
	t.count, t.row, t.cache = count, row, make(map[int][]Cell)
	t.pick(min(max0(t.picked), count-1))
}

// Count is how many rows there are.
func (t *Table) Count() int { return t.count }

// Picked is the index of the picked row, -1 if there are no rows.
func (t *Table) Picked() int { return t.picked }

// Pick picks a row and scrolls to it.
func (t *Table) Pick(index int) { t.pick(max0(min(index, t.count-1))) }

func (t *Table) pick(index int) {
	if t.count == 0 {
		index = -1
	}
	changed := index != t.picked
	t.picked = index
	if shown := t.shown(); index >= 0 && shown > 0 {
		t.top = min(t.top, index)
		t.top = max(t.top, index-shown+1)
	}
	t.scroll(0)
	if changed && index >= 0 && t.OnPick != nil {
		t.OnPick(index)
	}
}

// scroll moves the rows in sight without picking another.
func (t *Table) scroll(by int) {
	t.top = max0(min(t.top+by, t.count-t.shown()))
	t.Refresh()
}

// shown is how many whole rows there is room for.
func (t *Table) shown() int {
	return int((t.Size().Height - t.rowHeight()) / t.rowHeight())
}

func (t *Table) rowHeight() float32 { return theme.Size(SizeRow) }

func (t *Table) cells(index int) []Cell {
	cells, ok := t.cache[index]
	if !ok {
		if len(t.cache) >= mostCached {
			clear(t.cache)
		}
		cells = t.row(index)
		t.cache[index] = cells
	}
	return cells
}

func (t *Table) open() {
	if t.picked >= 0 && t.OnOpen != nil {
		t.OnOpen(t.picked)
	}
}

// TypedKey picks, opens, or is passed on to the key map.
func (t *Table) TypedKey(ev *fyne.KeyEvent) {
	t.keys.active()
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !t.scanner.End() {
			t.open()
		}
	case fyne.KeyDown:
		t.Pick(t.picked + 1)
	case fyne.KeyUp:
		t.Pick(t.picked - 1)
	case fyne.KeyPageDown:
		t.Pick(t.picked + max(1, t.shown()))
	case fyne.KeyPageUp:
		t.Pick(t.picked - max(1, t.shown()))
	case fyne.KeyHome:
		t.Pick(0)
	case fyne.KeyEnd:
		t.Pick(t.count - 1)
	default:
		t.keys.typedKey(ev)
	}
}

// TypedRune watches for the scanner.
func (t *Table) TypedRune(r rune) {
	t.keys.active()
	t.scanner.Rune(r, nil)
}

// TypedShortcut passes keys with modifiers to the key map.
func (t *Table) TypedShortcut(s fyne.Shortcut) { t.keys.typedShortcut(s) }

// FocusGained draws the ring.
func (t *Table) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost removes it.
func (t *Table) FocusLost() { t.focused = false; t.scanner.Forget(); t.Refresh() }

// MouseDown picks the row under the mouse at once; waiting whether a second
// click follows would feel slow.
func (t *Table) MouseDown(ev *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Focus(t)
	}
	if i, ok := t.at(ev.Position); ok {
		t.Pick(i)
	}
}

// MouseUp does nothing.
func (t *Table) MouseUp(*desktop.MouseEvent) {}

// DoubleTapped opens the row under the mouse.
func (t *Table) DoubleTapped(ev *fyne.PointEvent) {
	if i, ok := t.at(ev.Position); ok {
		t.Pick(i)
		t.open()
	}
}

// at returns the row at a position.
func (t *Table) at(pos fyne.Position) (int, bool) {
	if pos.Y < t.rowHeight() || pos.X > t.Size().Width-theme.Size(theme.SizeNameScrollBar) {
		return 0, false
	}
	i := t.top + int((pos.Y-t.rowHeight())/t.rowHeight())
	return i, i < t.count
}

// wheelRows is how far one notch of the wheel scrolls.
const wheelRows = 3

// Scrolled moves the rows under the mouse wheel.
func (t *Table) Scrolled(ev *fyne.ScrollEvent) {
	if ev.Scrolled.DY < 0 {
		t.scroll(wheelRows)
	} else if ev.Scrolled.DY > 0 {
		t.scroll(-wheelRows)
	}
}

// Dragged moves the scroll bar.
func (t *Table) Dragged(ev *fyne.DragEvent) {
	track := t.Size().Height - t.rowHeight()
	if ev.Position.X < t.Size().Width-2*theme.Size(theme.SizeNameScrollBar) || track <= 0 {
		return
	}
	t.drag += ev.Dragged.DY / track * float32(t.count)
	rows := int(t.drag)
	t.drag -= float32(rows)
	t.scroll(rows)
}

// DragEnd lets the scroll bar go.
func (t *Table) DragEnd() { t.drag = 0 }
