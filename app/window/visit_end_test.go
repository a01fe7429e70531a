package window

import (
	"testing"

	"fyne.io/fyne/v2"

	"ruhui/store/demo"
)

// A visit ends when the next begins, when its page is left, and when the person
// signs out or leaves the desk: once each.
func TestVisit_end_is_recorded_once(t *testing.T) {
	for name, leave := range map[string]func(*desk){
		"next visitor": func(d *desk) { d.press(fyne.KeyF9) },
		"another page": func(d *desk) { d.press(fyne.KeyF3) },
		"locked":       func(d *desk) { d.lock(); d.unlockWith(demo.Password) },
		"signed out":   func(d *desk) { d.press(fyne.KeyF12); d.signIn(demo.Login, demo.Password) },
		"closed":       func(d *desk) { d.AskClose(func() {}) },
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			v := d.complete(demoCard(t, 1), true)
			if p := d.person(v); !p.Visits[0].Closed.IsZero() {
				t.Fatal("it has ended while its slip is on screen")
			}
			before := d.waiting().Events
			leave(d)
			d.press(fyne.KeyF4)
			d.press(fyne.KeyF2)
			if p := d.person(v); p.Visits[0].Closed.Before(p.Visits[0].Opened) {
				t.Errorf("opened %s, closed %s", p.Visits[0].Opened, p.Visits[0].Closed)
			}
			if n := d.waiting().Events - before; n != 1 {
				t.Errorf("%d events, want the end alone", n)
			}
		})
	}
}

// Nothing ends that was not saved.
func TestVisit_given_up_does_not_end(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	d.press(fyne.KeyF11)
	d.wantPage("card")
	if n := d.waiting().Events; n != 0 {
		t.Errorf("%d events", n)
	}
}

// Each print is recorded; the second is marked on paper.
func TestVisit_prints_are_recorded(t *testing.T) {
	d := openDesk(t)
	v := d.complete(demoCard(t, 1), true)
	if newSlip(v).Reprint {
		t.Error("the first slip is marked as printed again")
	}
	d.press(fyne.KeyF10)
	if p := d.person(v); p.Slips[0].Prints != 1 {
		t.Errorf("%d prints recorded, want 1", p.Slips[0].Prints)
	}
	if !newSlip(v).Reprint {
		t.Error("another print would not be marked 补打")
	}
	d.press(fyne.KeyF10)
	if p := d.person(v); p.Slips[0].Prints != 2 {
		t.Errorf("%d prints recorded, want 2", p.Slips[0].Prints)
	}
}

// The window's sign is typed once and printed from then on; the ticket is each
// visitor's own.
func TestVisit_window_and_ticket(t *testing.T) {
	d := openDesk(t)
	d.card(demoCard(t, 1))
	d.at(fieldWindowNo, "3号窗口")
	d.at(fieldTicket, "A012")
	v := d.completeFromCard(false)
	p := d.person(v)
	if got := p.Visits[0]; got.Window != "3号" || got.Ticket != "A012" {
		t.Errorf("recorded window %q, ticket %q", got.Window, got.Ticket)
	}
	if newSlip(v).Window != "3号" {
		t.Errorf("the slip says window %q", newSlip(v).Window)
	}
	if len(d.kept) != 1 || d.kept[0].Window != "3号" {
		t.Errorf("kept %+v, want the sign once", d.kept)
	}
	d.press(fyne.KeyF9)
	d.wantPage("card")
	if d.Value(fieldWindowNo) != "3号" || d.Value(fieldTicket) != "" {
		t.Errorf("the next visit begins with window %q, ticket %q", d.Value(fieldWindowNo), d.Value(fieldTicket))
	}
	if d.visit().unsaved() {
		t.Error("the window's sign alone counts as a visit")
	}
	d.card(demoCard(t, 3))
	d.at(fieldTicket, "A013")
	d.press(fyne.KeyF9, fyne.KeyF7)
	d.wantPage("card")
	d.card(demoCard(t, 4))
	if d.Value(fieldTicket) != "" {
		t.Error("another visitor's card keeps the ticket of the one before")
	}
	for typed, want := range map[string]string{"3": "3号", " 12号 ": "12号", "3号窗口": "3号", "南1": "南1", "": ""} {
		if got := windowSign(typed); got != want {
			t.Errorf("%q is shown as %q, want %q", typed, got, want)
		}
	}
}

// completeFromCard takes a visit whose card step is filled to the slip.
func (d *desk) completeFromCard(join bool) *visit {
	d.Helper()
	d.press(fyne.KeyF9)
	d.wantPage("residence")
	d.residence()
	d.at("identity", "original")
	d.press(fyne.KeyF9)
	d.wantPage("union")
	if join {
		d.join()
	}
	d.press(fyne.KeyF9, fyne.KeyF9)
	d.wantPage("done")
	return d.visit()
}
