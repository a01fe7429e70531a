package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// Key is a key with its modifiers: {Name: fyne.KeyF9}, or {fyne.KeyS,
// fyne.KeyModifierControl}.
type Key struct {
	Name     fyne.KeyName
	Modifier fyne.KeyModifier
}

// Ctrl returns the key together with Ctrl.
func Ctrl(name fyne.KeyName) Key { return Key{Name: name, Modifier: fyne.KeyModifierControl} }

// String is the key as a label shows it: "F9", "Ctrl+S", "Esc".
func (k Key) String() string {
	var b strings.Builder
	for _, m := range []struct {
		mod  fyne.KeyModifier
		text string
	}{{fyne.KeyModifierControl, "Ctrl+"}, {fyne.KeyModifierAlt, "Alt+"}, {fyne.KeyModifierShift, "Shift+"}} {
		if k.Modifier&m.mod != 0 {
			b.WriteString(m.text)
		}
	}
	if k.Name == fyne.KeyEscape {
		b.WriteString("Esc")
	} else {
		b.WriteString(string(k.Name))
	}
	return b.String()
}

// Action is what a key does.
type Action struct {
	// Label is the translation key of its name, as on the button.
	Label string
	Keys  []Key
	Do    func()
	// Off reports that it cannot be done now; nil means it always can. The key
	// is then swallowed, so that it does not reach an outer map.
	Off func() bool
}

// KeyMap is the one place that says what keys do on a screen. Widgets forward
// to it the keys they do not use themselves. A screen's map is a Child of the
// window's; the inner one is asked first. Use it on the UI thread only.
type KeyMap struct {
	parent  *KeyMap
	actions []*Action

	// OnScan receives what a barcode scanner typed while a field without an
	// own handler, a button or nothing had the focus. It reports whether it
	// took it; what nobody takes stays in the field as if typed by hand.
	OnScan func(text string) bool
	// OnActivity is called at each key; the lock screen counts from it. Only
	// the outermost map's is used.
	OnActivity func()

	scanner *Scanner    // for keys that arrive when nothing has the focus
	shown   *KeyMap     // in the outermost map: the one attached last
	canvas  fyne.Canvas // in the outermost map: where it is attached
}

// NewKeyMap returns an empty map, for a window or a dialog.
func NewKeyMap() *KeyMap { return &KeyMap{} }

// Child returns a map for a screen within m: what it does not bind, m does.
func (m *KeyMap) Child() *KeyMap { return &KeyMap{parent: m} }

// Bind makes keys do do. The label is the translation key that the help lists
// and buttons show. Binding a key again replaces what it did.
func (m *KeyMap) Bind(label string, do func(), keys ...Key) *Action {
	for _, a := range m.actions {
		a.Keys = without(a.Keys, keys)
	}
	a := &Action{Label: label, Do: do, Keys: keys}
	m.actions = append(m.actions, a)
	return a
}

// Unbind takes the actions of a label out of this map.
func (m *KeyMap) Unbind(label string) {
	m.actions = slices.DeleteFunc(m.actions, func(a *Action) bool { return a.Label == label })
}

func without(from, drop []Key) []Key {
	var kept []Key
	for _, k := range from {
		dropped := false
		for _, d := range drop {
			dropped = dropped || d == k
		}
		if !dropped {
			kept = append(kept, k)
		}
	}
	return kept
}

// find returns the innermost action bound to key, nil if there is none.
func (m *KeyMap) find(key Key) *Action {
	for ; m != nil; m = m.parent {
		for _, a := range m.actions {
			for _, k := range a.Keys {
				if k == key {
					return a
				}
			}
		}
	}
	return nil
}

// Press does what key is bound to and reports whether it is bound.
func (m *KeyMap) Press(key Key) bool {
	m.active()
	a := m.find(key)
	if a == nil {
		return false
	}
	if a.Off == nil || !a.Off() {
		a.Do()
	}
	return true
}

// typedKey is Press for a key event of Fyne's. A nil map knows no key.
func (m *KeyMap) typedKey(ev *fyne.KeyEvent) bool { return m.Press(Key{Name: ev.Name}) }

// typedShortcut is Press for what Fyne calls a shortcut: a key with Ctrl or Alt.
func (m *KeyMap) typedShortcut(s fyne.Shortcut) bool {
	c, ok := s.(*desktop.CustomShortcut)
	return ok && m.Press(Key{Name: c.KeyName, Modifier: c.Modifier})
}

// active tells the outermost map that somebody is there.
func (m *KeyMap) active() {
	for ; m != nil; m = m.parent {
		if m.parent == nil && m.OnActivity != nil {
			m.OnActivity()
		}
	}
}

// scan hands a scanned text to the innermost handler that takes it.
func (m *KeyMap) scan(text string) bool {
	for ; m != nil; m = m.parent {
		if m.OnScan != nil && m.OnScan(text) {
			return true
		}
	}
	return false
}

// Actions lists what can be done here, inner map first, one entry for each key.
func (m *KeyMap) Actions() []*Action {
	var all []*Action
	for at := m; at != nil; at = at.parent {
		for _, a := range at.actions {
			if len(a.Keys) > 0 && m.find(a.Keys[0]) == a {
				all = append(all, a)
			}
		}
	}
	return all
}

// Hint returns the first key bound to the action of that label, "" if none.
func (m *KeyMap) Hint(label string) string {
	for ; m != nil; m = m.parent {
		for _, a := range m.actions {
			if a.Label == label && len(a.Keys) > 0 {
				return a.Keys[0].String()
			}
		}
	}
	return ""
}

// Attach makes the canvas bring its keys here when nothing has the focus: after
// a click beside the fields the F-keys and the scanner still work. Keys pressed
// while an overlay is open go to that overlay's own map, never below it. Call it
// when the screen is shown; the map attached before is replaced.
func (m *KeyMap) Attach(c fyne.Canvas) {
	if m.scanner == nil {
		m.scanner = NewScanner(nil)
	}
	m.scanner.Taken = func(text string) bool { return keysAt(c, m).scan(text) }
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if isReturn(ev.Name) && m.scanner.End() {
			return
		}
		keysAt(c, m).typedKey(ev)
	})
	c.SetOnTypedRune(func(r rune) {
		keysAt(c, m).active()
		m.scanner.Rune(r, nil)
	})
	m.root().shown, m.root().canvas = m, c
	m.attachShortcuts(c)
}

// on gives the canvas the map is attached to, nil before. The driver knows an
// object's canvas only once it was painted, too late for the first focus.
func (m *KeyMap) on() fyne.Canvas {
	if m == nil {
		return nil
	}
	return m.root().canvas
}

func (m *KeyMap) root() *KeyMap {
	for m.parent != nil {
		m = m.parent
	}
	return m
}

// attachShortcuts gives the canvas the keys with modifiers, which it tells
// apart from plain keys and offers only to those registered with it. What an
// earlier screen registered stays there, so each asks for the map shown now.
func (m *KeyMap) attachShortcuts(c fyne.Canvas) {
	root := m.root()
	for at := m; at != nil; at = at.parent {
		for _, a := range at.actions {
			for _, k := range a.Keys {
				if k.Modifier != 0 {
					c.AddShortcut(&desktop.CustomShortcut{KeyName: k.Name, Modifier: k.Modifier},
						func(s fyne.Shortcut) { keysAt(c, root.shown).typedShortcut(s) })
				}
			}
		}
	}
}

// keysAt returns the map that counts on c now: the top overlay's, else screen.
func keysAt(c fyne.Canvas, screen *KeyMap) *KeyMap {
	top := c.Overlays().Top()
	if top == nil {
		return screen
	}
	if o, ok := top.(interface{ keyMap() *KeyMap }); ok {
		return o.keyMap()
	}
	return nil
}

// isReturn reports whether name is Return or the number pad's Enter.
func isReturn(name fyne.KeyName) bool { return name == fyne.KeyReturn || name == fyne.KeyEnter }

// keyed is a widget that forwards to a key map.
type keyed interface{ SetKeys(*KeyMap) }

// Wire gives keys to every widget of this package within objects, so that a
// screen does it once for its whole tree, after it has bound its keys: buttons
// then know which to show. Dialogs wire themselves.
func Wire(keys *KeyMap, objects ...fyne.CanvasObject) {
	for _, o := range objects {
		if k, ok := o.(keyed); ok {
			k.SetKeys(keys)
		}
		switch o := o.(type) {
		case *fyne.Container:
			Wire(keys, o.Objects...)
		case *container.Scroll:
			Wire(keys, o.Content)
		case *container.Split:
			Wire(keys, o.Leading, o.Trailing)
		case interface{ content() []fyne.CanvasObject }:
			Wire(keys, o.content()...)
		}
	}
}
