package window

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"ruhui/app/ui"
	"ruhui/store/demo"
)

// keysOf are the labels of the keys that count now.
func (d *desk) keysOf() []string {
	var labels []string
	for _, a := range d.now.keyMap().Actions() {
		labels = append(labels, a.Label)
	}
	return labels
}

// Nobody is led into a form that they have no right to save.
func TestRights_each_begins_where_they_may_work(t *testing.T) {
	for _, c := range []struct {
		login, page string
		may, mayNot []string
	}{
		{demo.Login, "card", []string{"Nav.Visit", "Nav.Find", "Nav.Today"}, []string{"Nav.Technician"}},
		{demo.UnionOfficer, "find", []string{"Nav.Find"}, []string{"Nav.Visit", "Nav.Today", "Nav.Technician"}},
		{demo.TownOfficer, "find", []string{"Nav.Find"}, []string{"Nav.Visit", "Nav.Today", "Nav.Technician"}},
		{demo.Counsellor, "find", []string{"Nav.Find", "Nav.Today"}, []string{"Nav.Visit", "Nav.Technician"}},
		{demo.Technician, "technician", []string{"Nav.Technician"}, []string{"Nav.Visit", "Nav.Find", "Nav.Today"}},
	} {
		t.Run(c.login, func(t *testing.T) {
			d := newDesk(t)
			d.signIn(c.login, demo.Password)
			d.wantPage(c.page)
			d.readable()
			keys := d.keysOf()
			for _, label := range append(c.may, "Button.Logout") {
				if !slices.Contains(keys, label) {
					t.Errorf("%s has no key", label)
				}
				if !d.says((&ui.Button{Label: label}).Text()) {
					t.Errorf("%s has no button", label)
				}
			}
			for _, label := range c.mayNot {
				if slices.Contains(keys, label) {
					t.Errorf("%s has a key", label)
				}
			}
			for _, leads := range []func(){d.startVisit, d.showParked} {
				if leads(); !slices.Contains(c.may, "Nav.Visit") {
					d.wantPage(c.page)
				}
			}
		})
	}
}

// Whoever signs in next has their own places, not the last person's.
func TestRights_go_with_the_person(t *testing.T) {
	d := newDesk(t)
	d.signIn(demo.Technician, demo.Password)
	d.press(fyne.KeyF12)
	d.signIn(demo.Login, demo.Password)
	d.wantPage("card")
	d.press(fyne.KeyF3)
	d.wantPage("find")
	d.press(fyne.KeyF12)
	d.signIn(demo.UnionOfficer, demo.Password)
	d.wantPage("find")
	d.press(fyne.KeyF2)
	d.wantPage("find")
	d.press(fyne.KeyF4)
	d.wantPage("find")
}
