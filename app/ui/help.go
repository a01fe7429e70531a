package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"ruhui/assets"
)

// BindHelp makes F1 list the keys that count at that moment. Bind it once, in
// the window's map: shown is asked for the map of the screen shown then.
func (m *KeyMap) BindHelp(c fyne.Canvas) {
	m.Bind("Ui.Help", func() {
		shown := m.root().shown
		if shown == nil {
			shown = m
		}
		showHelp(c, shown)
	}, Key{Name: fyne.KeyF1})
}

// fieldKeys are what entries and choices do themselves, listed after the map's.
var fieldKeys = [][2]string{
	{"Enter / ↓ / Tab", "Ui.KeyNext"},
	{"↑ / Shift+Tab", "Ui.KeyPrevious"},
	{"Shift", "Ui.KeyPinyin"},
	{"U+20BB7", "Ui.KeyCode"},
}

func showHelp(c fyne.Canvas, keys *KeyMap) {
	grid := container.New(layout.NewFormLayout())
	for _, a := range keys.Actions() {
		names := make([]string, len(a.Keys))
		for i, k := range a.Keys {
			names[i] = k.String()
		}
		addHelpLine(grid, strings.Join(names, " / "), assets.Text(a.Label), a.Off != nil && a.Off())
	}
	for _, line := range fieldKeys {
		addHelpLine(grid, line[0], assets.Text(line[1]), false)
	}
	ok := NewPrimary("Button.Close", nil)
	card := container.NewVBox(NewHeading(assets.Text("Ui.Help")), container.NewPadded(grid),
		container.NewHBox(layout.NewSpacer(), ok))
	modal := NewModal(c, keys, card)
	ok.Do = modal.Close
	modal.Keys.Bind("Button.Close", modal.Close, Key{Name: fyne.KeyEscape}, Key{Name: fyne.KeyF1})
	modal.Open(ok)
}

func addHelpLine(grid *fyne.Container, keys, does string, off bool) {
	name := NewText(keys, "", "")
	name.Bold = true
	text := NewText(does, "", "")
	if off {
		text.Color = ColorMuted
	}
	grid.Add(container.New(layout.NewCustomPaddedLayout(0, 0, 0, theme.Size(SizeGap)), name))
	grid.Add(text)
}
