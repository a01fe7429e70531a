// Package window is what staff see: sign in, the visit, find, a person's page
// and the day's list.
//
// A screen is a struct of its widgets, its state and what it depends on. It
// decides no rule: it asks package record and the store, and shows the answer.
// Everything that takes time runs through ui.Load, never on Fyne's thread. The
// window itself owns the session, the key map and the one place a screen is
// shown; screens ask it to go elsewhere.
package window
