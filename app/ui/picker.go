package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ruhui/assets"
)

// picker is a choice opened: a list under the field, cut down by what is typed.
// It covers the whole canvas, so that a click beside it closes it, and takes
// the keys itself.
type picker struct {
	widget.BaseWidget

	owner  *Select
	canvas fyne.Canvas
	keys   *KeyMap
	at     fyne.Position // the field's place
	width  float32

	typed  string
	found  []int // of the owner's choices
	picked int   // of found
	top    int   // the first of found that is shown
}

// Open shows the list and gives it the focus; on closing, the field has it again.
func (s *Select) Open() {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(s)
	if c == nil || s.Disabled() {
		return
	}
	s.typed = ""
	p := &picker{owner: s, canvas: c, keys: NewKeyMap(), at: driver.AbsolutePositionForObject(s), width: s.Size().Width}
	p.ExtendBaseWidget(p)
	p.filter("")
	if i := s.index(); i >= 0 {
		p.move(i)
	}
	c.Overlays().Add(p)
	p.Resize(c.Size())
	c.Focus(p)
}

func (p *picker) keyMap() *KeyMap { return p.keys }

func (p *picker) close() {
	p.canvas.Overlays().Remove(p)
	p.canvas.Focus(p.owner)
}

func (p *picker) filter(typed string) {
	p.typed = typed
	p.found = matchChoices(p.owner.choices, typed)
	p.picked, p.top = 0, 0
	p.Refresh()
}

// move goes to the index of found, and scrolls so that it is seen.
func (p *picker) move(to int) {
	p.picked = max0(min(to, len(p.found)-1))
	rows := p.rows()
	p.top = min(p.top, p.picked)
	p.top = max(p.top, p.picked-rows+1)
	p.Refresh()
}

func (p *picker) take() {
	if p.picked < len(p.found) {
		code := p.owner.choices[p.found[p.picked]].Code
		p.close()
		p.owner.SetValue(code)
		return
	}
	p.close()
}

// rows is how many choices are shown at once.
func (p *picker) rows() int {
	rows := int(theme.Size(SizeList) / p.rowHeight())
	return max(1, min(rows, len(p.found)))
}

func (p *picker) rowHeight() float32 { return theme.Size(SizeRow) }

// TypedRune adds to what is sought. No table is searched for a space, and one
// typed out of habit must not empty the list.
func (p *picker) TypedRune(r rune) {
	p.owner.keys.active()
	if r == ' ' {
		return
	}
	p.filter(p.typed + string(r))
}

// TypedKey moves, picks or closes.
func (p *picker) TypedKey(ev *fyne.KeyEvent) {
	p.owner.keys.active()
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		p.take()
	case fyne.KeyEscape, fyne.KeyF4:
		p.close()
	case fyne.KeyDown:
		p.move(p.picked + 1)
	case fyne.KeyUp:
		p.move(p.picked - 1)
	case fyne.KeyPageDown:
		p.move(p.picked + p.rows())
	case fyne.KeyPageUp:
		p.move(p.picked - p.rows())
	case fyne.KeyHome:
		p.move(0)
	case fyne.KeyEnd:
		p.move(len(p.found) - 1)
	case fyne.KeyBackspace:
		if r := []rune(p.typed); len(r) > 0 {
			p.filter(string(r[:len(r)-1]))
		}
	}
}

// FocusGained does nothing: the list always has the focus while it is open.
func (p *picker) FocusGained() {}

// FocusLost does nothing.
func (p *picker) FocusLost() {}

// Tapped picks the row under the mouse; beside the list it closes it.
func (p *picker) Tapped(ev *fyne.PointEvent) {
	pos, size := p.place()
	y := ev.Position.Y - pos.Y - p.rowHeight()
	inside := ev.Position.X >= pos.X && ev.Position.X < pos.X+size.Width &&
		ev.Position.Y >= pos.Y && ev.Position.Y < pos.Y+size.Height
	switch {
	case !inside:
		p.close()
	case y >= 0 && p.top+int(y/p.rowHeight()) < len(p.found):
		p.picked = p.top + int(y/p.rowHeight())
		p.take()
	}
}

// Scrolled moves the list under the mouse wheel.
func (p *picker) Scrolled(ev *fyne.ScrollEvent) {
	if ev.Scrolled.DY < 0 {
		p.move(p.picked + 1)
	} else {
		p.move(p.picked - 1)
	}
}

// place is where the card stands: under the field, or over it where there is
// no room below. One row more is for what was typed.
func (p *picker) place() (fyne.Position, fyne.Size) {
	size := fyne.NewSize(p.width, float32(p.rows()+1)*p.rowHeight())
	pos := p.at.AddXY(0, p.owner.Size().Height)
	if pos.Y+size.Height > p.canvas.Size().Height {
		pos.Y = max(0, p.at.Y-size.Height)
	}
	return pos, size
}

// CreateRenderer draws the list.
func (p *picker) CreateRenderer() fyne.WidgetRenderer { return &pickerRenderer{picker: p} }

type pickerRenderer struct {
	picker  *picker
	objects []fyne.CanvasObject
}

func (r *pickerRenderer) Layout(fyne.Size) {
	p := r.picker
	pos, size := p.place()
	card := canvas.NewRectangle(theme.Color(theme.ColorNameOverlayBackground))
	card.StrokeColor, card.StrokeWidth = theme.Color(ColorRing), theme.Size(SizeRing)
	r.objects = nil
	r.box(card, pos, size)
	row := fyne.NewSize(size.Width, p.rowHeight())
	if p.typed == "" {
		r.line(assets.Text("Ui.TypeToFind"), theme.ColorNamePlaceHolder, pos, row)
	} else {
		r.line(p.typed, theme.ColorNamePrimary, pos, row)
	}
	r.box(canvas.NewRectangle(theme.Color(theme.ColorNameSeparator)), pos.AddXY(0, row.Height),
		fyne.NewSize(size.Width, theme.Size(theme.SizeNameSeparatorThickness)))
	if len(p.found) == 0 {
		r.line(assets.Text("Ui.NoMatch"), theme.ColorNameWarning, pos.AddXY(0, row.Height), row)
	}
	for i := p.top; i < len(p.found) && i < p.top+p.rows(); i++ {
		at := pos.AddXY(0, float32(i-p.top+1)*row.Height)
		if i == p.picked {
			ring := theme.Size(SizeRing)
			r.box(canvas.NewRectangle(theme.Color(ColorRowPicked)), at.AddXY(ring, 0), row.SubtractWidthHeight(2*ring, ring))
		}
		r.choice(p.owner.choices[p.found[i]], at, row)
	}
}

// longestCode is that of a code people know, a community's twelve digits; longer
// ones are ids and not shown.
const longestCode = 12

func (r *pickerRenderer) choice(c Choice, at fyne.Position, row fyne.Size) {
	code := NewText("", ColorMuted, theme.SizeNameCaptionText)
	if len(c.Code) <= longestCode {
		code.Text = c.Code
	}
	width := code.MinSize().Width
	pad := theme.InnerPadding()
	r.box(code, at.AddXY(row.Width-pad-width, 0), fyne.NewSize(width, row.Height))
	r.line(c.Label, "", at, row.SubtractWidthHeight(width+theme.InnerPadding(), 0))
}

func (r *pickerRenderer) box(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
	o.Move(at)
	o.Resize(size)
	r.objects = append(r.objects, o)
}

func (r *pickerRenderer) line(text string, name fyne.ThemeColorName, at fyne.Position, row fyne.Size) {
	pad := theme.InnerPadding()
	t := NewText(text, name, "")
	t.Cut = true
	r.box(t, at.AddXY(pad, 0), fyne.NewSize(row.Width-2*pad, row.Height))
}

func (r *pickerRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *pickerRenderer) Refresh()                     { r.Layout(r.picker.Size()); canvas.Refresh(r.picker) }
func (r *pickerRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *pickerRenderer) Destroy()                     {}
