// Package demo is the invented district the demo mode and the tests work in:
// its unions, centres, employers and staff as the events a real district would
// send, with keys that are made anew each time and thrown away. Only two names
// in it are real places known from print; all people, numbers and contents are
// invented.
//
// The organisation's ids and events are the same at every run, so that two
// terminals of one demo agree; keys and codes never are. A demo can never
// become real: its terminal is number 99, which no real one may have.
package demo

import (
	"ruhui/store/civil"
	"ruhui/store/setup"
	"ruhui/store/vault"
)

// Login and Password open the demo; the sign-in screen shows them. Every member
// of the demo's staff has this password.
const (
	Login    = "demo"
	Password = "xinfengruhui"
)

// Today is the fixed day of the demo: the day before one of [People] turns 16.
var Today = civil.Date{Year: 2026, Month: 9, Day: 14}

// The demo's password is on the screen: stretching it would cost time and buy
// nothing.
const demoWork vault.Work = 14

// Setup makes a set-up file for the demo's terminal in the hall of 新丰镇, with
// keys nobody has seen before. residents is the address of the residents'
// pages, "" for one that leads nowhere.
func Setup(residents string) (file []byte, code string, err error) {
	d, err := NewDistrict(Options{Demo: true, Work: demoWork, Residents: residents})
	if err != nil {
		return nil, "", err
	}
	return d.SetupFile(setup.DemoTerminal, Hall)
}
