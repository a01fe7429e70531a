package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"ruhui/assets"
)

// ClearClipboard empties the clipboard, so that nothing of one visitor is there
// for the next.
func ClearClipboard() { fyne.CurrentApp().Clipboard().SetContent("") }

// fixedClipboard is a clipboard that holds one text and takes none.
type fixedClipboard string

func (c fixedClipboard) Content() string { return string(c) }
func (fixedClipboard) SetContent(string) {}

// TypedShortcut offers keys with modifiers to the key map first, then edits.
// Pasting goes through the mode like typing; a sensitive text is not copied.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if e.keys.typedShortcut(s) {
		return
	}
	switch s := s.(type) {
	case *fyne.ShortcutPaste:
		e.paste(s.Clipboard.Content())
	case *fyne.ShortcutCopy, *fyne.ShortcutCut:
		if !e.Sensitive {
			e.Entry.TypedShortcut(s)
		}
	case *fyne.ShortcutUndo, *fyne.ShortcutRedo:
		// In the other modes the text was set as a whole, so there is no undo
		// to trust.
		if e.Mode == ModeText {
			e.Entry.TypedShortcut(s)
		}
	default:
		e.Entry.TypedShortcut(s)
	}
}

// paste inserts text: without line breaks in one line, within the limit, and as
// one step of undo where the mode is free text.
func (e *Entry) paste(text string) {
	if e.Disabled() || text == "" {
		return
	}
	if e.Mode != ModeText {
		e.insertText(text)
		return
	}
	clean := cleanPaste(text, e.MultiLine)
	if e.MaxRunes > 0 {
		room := max0(e.MaxRunes - len([]rune(e.Text)) + len([]rune(e.SelectedText())))
		if r := []rune(clean); len(r) > room {
			clean = string(r[:room])
		}
	}
	if clean != "" {
		e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fixedClipboard(clean)})
	}
}

// cleanPaste drops what no field holds: control characters, and line breaks
// where there is one line only.
func cleanPaste(text string, lines bool) string {
	var kept []rune
	for _, r := range text {
		if r == '\n' && !lines {
			r = ' '
		}
		if _, ok := ModeText.accept(r, "", ""); ok {
			kept = append(kept, r)
		}
	}
	return string(kept)
}

// TappedSecondary opens a menu to cut, copy and paste; a sensitive field only
// offers to paste.
func (e *Entry) TappedSecondary(ev *fyne.PointEvent) {
	if e.Disabled() {
		return
	}
	driver := fyne.CurrentApp().Driver()
	canvas := driver.CanvasForObject(e)
	if canvas == nil {
		return
	}
	canvas.Focus(e)
	menu := widget.NewPopUpMenu(fyne.NewMenu("", e.menuItems()...), canvas)
	menu.ShowAtPosition(driver.AbsolutePositionForObject(e).Add(ev.Position))
}

func (e *Entry) menuItems() []*fyne.MenuItem {
	clipboard := fyne.CurrentApp().Clipboard()
	paste := fyne.NewMenuItem(assets.Text("Ui.Paste"), func() { e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard}) })
	if e.Sensitive {
		return []*fyne.MenuItem{paste}
	}
	return []*fyne.MenuItem{
		fyne.NewMenuItem(assets.Text("Ui.Cut"), func() { e.TypedShortcut(&fyne.ShortcutCut{Clipboard: clipboard}) }),
		fyne.NewMenuItem(assets.Text("Ui.Copy"), func() { e.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clipboard}) }),
		paste,
		fyne.NewMenuItem(assets.Text("Ui.SelectAll"), func() { e.TypedShortcut(&fyne.ShortcutSelectAll{}) }),
	}
}
