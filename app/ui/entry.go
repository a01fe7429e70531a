package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Entry is the one entry of all screens. Beyond Fyne's it takes only what its
// mode allows, goes on to the next field at Return, offers what it does not use
// to the key map, notices the scanner, and has its own pinyin input.
type Entry struct {
	widget.Entry
	hooks

	Mode Mode
	// MaxRunes limits the text; 0 is no limit.
	MaxRunes int
	// Sensitive keeps the text off the clipboard: it can be pasted into, but
	// not copied or cut from.
	Sensitive bool
	// OnScan receives a barcode scanned into this field, before the key map's
	// handler; it reports whether it took it. The field's text is then as it
	// was before.
	OnScan func(text string) bool

	tone       Tone
	scanner    *Scanner
	composer   *composer // nil without pinyin input
	mark       *pinyinMark
	bar        *pinyinBar
	shiftAlone bool
}

// NewEntry returns an entry of one line.
func NewEntry(mode Mode) *Entry {
	e := &Entry{Mode: mode}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.setUp()
	return e
}

// NewLines returns an entry of several lines that wraps; Return makes a new
// line there, and Tab goes on.
func NewLines(rows int) *Entry {
	e := &Entry{}
	e.MultiLine, e.Wrapping = true, fyne.TextWrapBreak
	e.setUp()
	e.SetMinRowsVisible(rows)
	return e
}

// NewPassword returns an entry that shows dots and gives nothing to the
// clipboard.
func NewPassword() *Entry {
	e := &Entry{Sensitive: true}
	e.Password, e.Wrapping = true, fyne.TextWrap(fyne.TextTruncateClip)
	e.setUp()
	return e
}

func (e *Entry) setUp() {
	e.ExtendBaseWidget(e)
	e.UseClock(nil)
	e.OnChanged = func(text string) { e.hooks.didChange(text) }
}

// UseClock sets the time by which scans are told from typing; nil is the
// machine's. Tests set one.
func (e *Entry) UseClock(clock Clock) {
	e.scanner = NewScanner(clock)
	e.scanner.Taken = func(text string) bool {
		return e.OnScan != nil && e.OnScan(text) || e.keys.scan(text)
	}
}

// Value is the text.
func (e *Entry) Value() string { return e.Text }

// SetValue replaces the text with what the mode allows of value.
func (e *Entry) SetValue(value string) {
	if e.composer != nil {
		e.composer.clear()
	}
	text, at := e.Mode.insert("", 0, value, 0)
	e.put(text, at)
}

// put sets text and caret without leaving a selection behind.
func (e *Entry) put(text string, at int) {
	if text != e.Text {
		e.SetText(text)
	}
	if !e.MultiLine {
		e.CursorRow, e.CursorColumn = 0, at
	}
	e.Refresh()
}

// AcceptsTab is false: Tab goes to the next field, also from several lines.
func (e *Entry) AcceptsTab() bool { return false }

// TypedRune takes a character, as the mode allows.
func (e *Entry) TypedRune(r rune) {
	if e.Disabled() {
		return
	}
	e.keys.active()
	e.shiftAlone = false
	e.scanner.Rune(r, e.keep)
	if e.composer != nil && e.composer.typedRune(r) {
		return
	}
	e.insertText(string(r))
}

// insertText puts text in at the caret, in place of what is selected.
func (e *Entry) insertText(added string) {
	if e.MultiLine || e.Mode == ModeText {
		e.insertFree(added)
		return
	}
	if e.SelectedText() != "" {
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	text, at := e.Mode.insert(e.Text, e.CursorColumn, added, e.MaxRunes)
	if text != e.Text {
		e.put(text, at)
	}
}

// insertFree leaves the insertion to Fyne's entry, which keeps undo and rows.
func (e *Entry) insertFree(added string) {
	room := -1
	if e.MaxRunes > 0 {
		room = e.MaxRunes - len([]rune(e.Text)) + len([]rune(e.SelectedText()))
	}
	for _, r := range added {
		if room == 0 {
			return
		}
		if _, ok := ModeText.accept(r, "", ""); ok {
			e.Entry.TypedRune(r)
			room--
		}
	}
}

// TypedKey edits, moves between fields, or is passed on to the key map.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	e.keys.active()
	if isReturn(ev.Name) && e.scanner.End() {
		return
	}
	if e.composer != nil && e.composer.typedKey(ev) {
		return
	}
	switch {
	case e.moves(ev.Name):
	case e.edits(ev.Name):
		e.editKey(ev)
	default:
		e.keys.typedKey(ev)
	}
}

// moves goes to another field at Return and at the arrows up and down.
func (e *Entry) moves(name fyne.KeyName) bool {
	switch {
	case e.MultiLine && !e.Disabled():
		return false
	case isReturn(name):
		// A key map may claim Return, as a search box or sign-in does.
		if !e.keys.Press(Key{Name: fyne.KeyReturn}) {
			e.goNext()
		}
		return true
	case name == fyne.KeyDown:
		return e.goNext()
	case name == fyne.KeyUp:
		return e.goPrevious()
	}
	return false
}

func (e *Entry) edits(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd:
		return true
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		return e.MultiLine
	}
	return false
}

func (e *Entry) editKey(ev *fyne.KeyEvent) {
	if isReturn(ev.Name) && e.MaxRunes > 0 && len([]rune(e.Text)) >= e.MaxRunes {
		return
	}
	e.Entry.TypedKey(ev)
	if e.Mode == ModeDate || e.Mode == ModeTerm {
		// Deleting in the middle moves the dashes.
		text, at := e.Mode.insert(e.Text, e.CursorColumn, "", 0)
		if text != e.Text {
			e.put(text, at)
		}
	}
}

// FocusGained marks the field and scrolls to it.
func (e *Entry) FocusGained() {
	e.hooks.didFocus()
	e.Entry.FocusGained()
}

// FocusLost ends a composition and reports that the field was left, which is
// when drafts are saved. It also happens when the window loses the focus.
func (e *Entry) FocusLost() {
	e.scanner.Forget()
	if e.composer != nil {
		e.composer.commit()
	}
	e.hooks.didLeave(e.Text)
	e.Entry.FocusLost()
}

// keep remembers text, caret and letters being composed, and returns what puts
// them back.
func (e *Entry) keep() func() {
	text, row, column, letters := e.Text, e.CursorRow, e.CursorColumn, ""
	if e.composer != nil {
		letters = e.composer.letters
	}
	return func() {
		if e.composer != nil && e.composer.letters != letters {
			e.composer.set(letters)
		}
		if e.Text != text {
			e.SetText(text)
		}
		e.CursorRow, e.CursorColumn = row, column
		e.Refresh()
	}
}

// SetTone marks the field as wrong, doubtful or neither.
func (e *Entry) SetTone(tone Tone) {
	e.tone = tone
	e.Refresh()
}

// CreateRenderer draws Fyne's entry with our ring around it.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	return newRinged(e, e.Entry.CreateRenderer(), func() (bool, Tone) { return e.hooks.focused, e.tone })
}
