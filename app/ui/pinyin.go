package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// NewPinyinEntry returns an entry of one line with its own pinyin input, which
// works without any input method of the system. Letters are composed in the bar
// below the field (a form places it; elsewhere put Bar somewhere near): Space or
// 1–9 picks, Backspace and Escape take back, Return keeps the letters, - and =
// turn pages, Shift changes between 中 and 英.
func NewPinyinEntry(use Pinyin) *Entry {
	e := NewEntry(ModeText)
	e.usePinyin(use)
	return e
}

func (e *Entry) usePinyin(use Pinyin) {
	if use == PinyinOff {
		return
	}
	c := &composer{use: use}
	c.insert = e.insertText
	c.atStart = func() bool { return e.CursorColumn == 0 && e.CursorRow == 0 }
	e.composer = c
	bar := newPinyinBar(c)
	e.mark = newPinyinMark(c)
	e.ActionItem = e.mark
	e.bar = bar
	c.fit = bar.fit
	c.changed = func() {
		bar.show()
		e.mark.Refresh()
	}
}

// Bar is where the candidates are shown; it is invisible while nothing is
// composed. Without pinyin input it is an empty object.
func (e *Entry) Bar() fyne.CanvasObject {
	if e.bar == nil {
		return newBox()
	}
	return e.bar
}

// KeyDown notes whether Shift is pressed alone.
func (e *Entry) KeyDown(ev *fyne.KeyEvent) {
	e.shiftAlone = isShift(ev.Name)
	e.Entry.KeyDown(ev)
}

// KeyUp changes between 中 and 英 when Shift was pressed alone.
func (e *Entry) KeyUp(ev *fyne.KeyEvent) {
	e.Entry.KeyUp(ev)
	if isShift(ev.Name) && e.shiftAlone && e.composer != nil && !e.Disabled() {
		e.composer.toggle()
	}
	e.shiftAlone = false
}

func isShift(name fyne.KeyName) bool {
	return name == desktop.KeyShiftLeft || name == desktop.KeyShiftRight
}

// pinyinMark is the small 中 or 英 at the entry's end; a click changes it.
type pinyinMark struct {
	widget.BaseWidget
	composer *composer
}

func newPinyinMark(c *composer) *pinyinMark {
	m := &pinyinMark{composer: c}
	m.ExtendBaseWidget(m)
	return m
}

// Tapped changes between 中 and 英.
func (m *pinyinMark) Tapped(*fyne.PointEvent) { m.composer.toggle() }

func (m *pinyinMark) text() (string, fyne.ThemeColorName) {
	if m.composer.english {
		return "英", ColorMuted
	}
	return "中", theme.ColorNamePrimary
}

func (m *pinyinMark) CreateRenderer() fyne.WidgetRenderer {
	r := &markRenderer{mark: m, text: NewText("", "", theme.SizeNameCaptionText)}
	r.text.Align = fyne.TextAlignCenter
	r.text.Set(m.text())
	return r
}

type markRenderer struct {
	mark *pinyinMark
	text *Text
}

func (r *markRenderer) Layout(size fyne.Size) { r.text.Resize(size) }

func (r *markRenderer) MinSize() fyne.Size {
	return fyne.NewSize(theme.IconInlineSize()+theme.LineSpacing(), r.text.MinSize().Height)
}
func (r *markRenderer) Refresh()                     { r.text.Set(r.mark.text()); r.text.Refresh() }
func (r *markRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }
func (r *markRenderer) Destroy()                     {}

// pinyinBar shows the letters and the candidates of one page. It is no overlay,
// which would take the focus from the entry.
type pinyinBar struct {
	widget.BaseWidget
	composer *composer
}

func newPinyinBar(c *composer) *pinyinBar {
	b := &pinyinBar{composer: c}
	b.ExtendBaseWidget(b)
	b.Hide()
	return b
}

func (b *pinyinBar) show() {
	if b.composer.letters == "" {
		b.Hide()
		return
	}
	b.Show()
	b.Refresh()
}

// Tapped picks the candidate under the mouse.
func (b *pinyinBar) Tapped(ev *fyne.PointEvent) {
	x := b.left()
	for i, c := range b.composer.page() {
		x += b.width(i, c)
		if ev.Position.X < x {
			if ev.Position.X >= x-b.width(i, c) {
				b.composer.pick(i)
			}
			return
		}
	}
	b.composer.nextPage()
}

func candidateText(place int, c Candidate) string { return strconv.Itoa(place+1) + c.Text }

// left is where the first candidate begins, behind the letters.
func (b *pinyinBar) left() float32 {
	return fyne.MeasureText(b.composer.letters, theme.CaptionTextSize(), fyne.TextStyle{}).Width + 3*theme.Padding()
}

func (b *pinyinBar) width(place int, c Candidate) float32 {
	return fyne.MeasureText(candidateText(place, c), theme.TextSize(), fyne.TextStyle{}).Width + 2*theme.Padding()
}

// arrows is the room kept for the sign that there are more pages.
func (b *pinyinBar) arrows() float32 {
	return fyne.MeasureText("‹›", theme.TextSize(), fyne.TextStyle{}).Width + theme.Padding()
}

// fit counts the candidates there is room for; nine before the first layout.
func (b *pinyinBar) fit(page []Candidate) int {
	if b.Size().Width <= 0 {
		return perPage
	}
	x := b.left()
	for i, c := range page {
		x += b.width(i, c)
		if x > b.Size().Width-b.arrows() {
			return i
		}
	}
	return len(page)
}

// CreateRenderer draws the bar.
func (b *pinyinBar) CreateRenderer() fyne.WidgetRenderer {
	return &barRenderer{bar: b, back: newBox()}
}

type barRenderer struct {
	bar     *pinyinBar
	back    *canvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *barRenderer) Layout(size fyne.Size) {
	b := r.bar
	r.back.FillColor = theme.Color(ColorRowPicked)
	r.back.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	r.back.Resize(size)
	r.objects = []fyne.CanvasObject{r.back}
	r.place(b.composer.letters, ColorMuted, theme.SizeNameCaptionText, theme.Padding(), size)
	x := b.left()
	for i, c := range b.composer.page() {
		color := theme.ColorNameForeground
		if i == 0 {
			color = theme.ColorNamePrimary
		}
		r.place(candidateText(i, c), color, theme.SizeNameText, x, size)
		x += b.width(i, c)
	}
	if sign := r.pageSign(); sign != "" {
		r.place(sign, ColorMuted, theme.SizeNameText, size.Width-b.arrows(), size)
	}
}

func (r *barRenderer) pageSign() string {
	sign := ""
	if len(r.bar.composer.earlier) > 0 {
		sign = "‹"
	}
	if r.bar.composer.more() {
		sign += "›"
	}
	return sign
}

func (r *barRenderer) place(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName, x float32, bar fyne.Size) {
	t := canvas.NewText(text, theme.Color(color))
	t.TextSize = theme.Size(size)
	t.Move(fyne.NewPos(x, (bar.Height-t.MinSize().Height)/2))
	t.Resize(t.MinSize())
	r.objects = append(r.objects, t)
}

func (r *barRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, theme.Size(SizeMessage)) }
func (r *barRenderer) Refresh()                     { r.Layout(r.bar.Size()); canvas.Refresh(r.bar) }
func (r *barRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *barRenderer) Destroy()                     {}
