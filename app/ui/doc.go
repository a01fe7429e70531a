// Package ui is what the screens share: the theme, the entry with its pinyin
// input, buttons, choices, forms and their messages, dialogs, the key map, and
// the one way to do work off the screen's thread ([Load]).
//
// It leaves every business rule to its callers: a form hands out and takes in
// plain strings and shows the messages it is given. It knows no record and no
// store, and it never imports Fyne's app package, so it is tested without a
// display.
//
// Three surprises. Fyne gives keys only to the focused widget, so every widget
// here forwards what it does not use to a [KeyMap]; [Wire] connects a whole
// tree of them at once. Fyne's overlays take the focus away, so the pinyin bar
// stands in the form's message line instead of floating. And a barcode scanner
// is a keyboard that types very fast: all widgets watch for it (see [Scanner]).
package ui
