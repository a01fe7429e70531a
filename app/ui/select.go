package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ruhui/assets"
)

// typedTogether is how long letters typed into a closed choice belong together.
const typedTogether = time.Second

// Select is the choice of one entry of a table. Without opening it, digits type
// the code and letters the pinyin ("hz" or "hanzu" for 汉族), arrows go through
// it, Backspace empties it, Return goes on. Space, F4 or a click opens the list.
type Select struct {
	widget.DisableableWidget
	hooks

	choices []Choice
	code    string
	tone    Tone
	typed   string
	typedAt time.Time
	scanner *Scanner
}

// NewSelect returns a choice with nothing chosen.
func NewSelect(choices []Choice) *Select {
	s := &Select{choices: choices}
	s.ExtendBaseWidget(s)
	s.UseClock(nil)
	return s
}

// UseClock sets the time by which typed letters belong together; nil is the
// machine's.
func (s *Select) UseClock(clock Clock) {
	s.scanner = NewScanner(clock)
	s.scanner.Taken = func(text string) bool { return s.keys.scan(text) }
}

// SetChoices replaces the table. The value stays, also one the new table lacks:
// a code nobody knows any more is shown as it is, not lost.
func (s *Select) SetChoices(choices []Choice) {
	s.choices = choices
	s.Refresh()
}

// Value is the chosen code, "" for none.
func (s *Select) Value() string { return s.code }

// SetValue chooses a code.
func (s *Select) SetValue(code string) {
	if s.code == code {
		return
	}
	s.code = code
	s.Refresh()
	s.didChange(code)
}

// Label is the text of what is chosen.
func (s *Select) Label() string {
	if i := s.index(); i >= 0 {
		return s.choices[i].Label
	}
	return s.code
}

func (s *Select) index() int {
	for i, c := range s.choices {
		if c.Code == s.code {
			return i
		}
	}
	return -1
}

// SetTone marks the choice as wrong or doubtful.
func (s *Select) SetTone(tone Tone) {
	s.tone = tone
	s.Refresh()
}

// TypedRune jumps to the choice that what was typed names best.
func (s *Select) TypedRune(r rune) {
	s.keys.active()
	s.scanner.Rune(r, func() func() {
		code := s.code
		return func() { s.SetValue(code) }
	})
	if s.Disabled() {
		return
	}
	if r == ' ' {
		if !s.scanner.Busy() {
			s.Open()
		}
		return
	}
	now := s.scanner.clock.Now()
	if now.Sub(s.typedAt) > typedTogether {
		s.typed = ""
	}
	s.typed, s.typedAt = s.typed+string(r), now
	found := matchChoices(s.choices, s.typed)
	if len(found) == 0 {
		// A new word begins without a pause.
		s.typed = string(r)
		found = matchChoices(s.choices, s.typed)
	}
	if len(found) > 0 {
		s.SetValue(s.choices[found[0]].Code)
	}
}

// TypedKey moves through the table or to the next field.
func (s *Select) TypedKey(ev *fyne.KeyEvent) {
	s.keys.active()
	switch {
	case isReturn(ev.Name):
		if !s.scanner.End() {
			s.goNext()
		}
	case ev.Name == fyne.KeyF4:
		s.Open()
	case s.Disabled():
		s.keys.typedKey(ev)
	case ev.Name == fyne.KeyDown:
		s.step(1)
	case ev.Name == fyne.KeyUp:
		s.step(-1)
	case ev.Name == fyne.KeyBackspace, ev.Name == fyne.KeyDelete:
		s.typed = ""
		s.SetValue("")
	default:
		s.keys.typedKey(ev)
	}
}

func (s *Select) step(by int) {
	i := s.index() + by
	if i >= 0 && i < len(s.choices) {
		s.SetValue(s.choices[i].Code)
	}
}

// TypedShortcut passes keys with modifiers to the key map.
func (s *Select) TypedShortcut(sc fyne.Shortcut) { s.keys.typedShortcut(sc) }

// Tapped opens the list.
func (s *Select) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil && !s.Disabled() {
		c.Focus(s)
		s.Open()
	}
}

// FocusGained draws the ring.
func (s *Select) FocusGained() { s.didFocus(); s.Refresh() }

// FocusLost removes it.
func (s *Select) FocusLost() {
	s.typed = ""
	s.scanner.Forget()
	s.didLeave(s.code)
	s.Refresh()
}

// CreateRenderer draws the choice like an entry with an arrow.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &selectRenderer{
		owner: s,
		box:   newBox(),
		text:  NewText("", "", ""),
		arrow: NewText("▼", ColorMuted, theme.SizeNameCaptionText),
	}
	r.text.Cut = true
	r.apply()
	return newRinged(s, r, func() (bool, Tone) { return s.hooks.focused, s.tone })
}

type selectRenderer struct {
	owner *Select
	box   *canvas.Rectangle
	text  *Text
	arrow *Text
}

func (r *selectRenderer) apply() {
	r.box.FillColor = theme.Color(theme.ColorNameInputBackground)
	r.box.StrokeColor = theme.Color(theme.ColorNameInputBorder)
	r.box.StrokeWidth = theme.Size(theme.SizeNameInputBorder)
	r.box.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	switch {
	case r.owner.code == "":
		r.text.Set(assets.Text("Ui.Choose"), theme.ColorNamePlaceHolder)
	case r.owner.Disabled():
		r.text.Set(r.owner.Label(), theme.ColorNameDisabled)
	default:
		r.text.Set(r.owner.Label(), "")
	}
}

// Layout puts box and text where Fyne's entry has them.
func (r *selectRenderer) Layout(size fyne.Size) {
	pad, border, arrow := theme.InnerPadding(), theme.Size(theme.SizeNameInputBorder), r.arrow.MinSize()
	r.box.Move(fyne.NewSquareOffsetPos(border / 2))
	r.box.Resize(size.SubtractWidthHeight(border+.5, border+.5))
	r.text.Move(fyne.NewPos(pad, 0))
	r.text.Resize(fyne.NewSize(size.Width-3*pad-arrow.Width, size.Height))
	r.arrow.Move(fyne.NewPos(size.Width-arrow.Width-pad, 0))
	r.arrow.Resize(fyne.NewSize(arrow.Width, size.Height))
}

// MinSize is as high as an entry, so that both stand in one line.
func (r *selectRenderer) MinSize() fyne.Size {
	pad := theme.InnerPadding()
	line := fyne.MeasureText("中", theme.TextSize(), fyne.TextStyle{})
	return fyne.NewSize(6*line.Width, line.Height+2*pad)
}

func (r *selectRenderer) Refresh() {
	r.apply()
	r.box.Refresh()
	r.text.Refresh()
	r.arrow.Refresh()
}

func (r *selectRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.text, r.arrow}
}
func (r *selectRenderer) Destroy() {}
