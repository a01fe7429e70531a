package window

import (
	"flag"
	"fmt"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"ruhui/app/device"
	"ruhui/app/ui/uitest"
	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/storetest"
)

// update also writes the pictures to testdata, to be looked at; they are not kept
// in the repository.
var update = flag.Bool("update", false, "write the screens' pictures to testdata/screens")

// Every screen can be read at both sizes: nothing cut, no boxes.
func TestScreens(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1240, Height: 740}, {Width: 1024, Height: 768}} {
		t.Run(fmt.Sprint(size.Width), func(t *testing.T) {
			d := newDesk(t, &storetest.Terminal{Demo: true})
			d.opt.Simulator = device.NewSimulator()
			d.win.Resize(size)
			n := 0
			shoot := func(name string) {
				n++
				d.readable()
				if *update {
					uitest.Save(t, d.win, filepath.Join("testdata", "screens"), fmt.Sprintf("%.0f-%02d-%s", size.Width, n, name))
				}
			}
			d.story(shoot)
		})
	}
}

// story goes through all screens, and shoots each.
func (d *desk) story(shoot func(string)) {
	shoot("signin")
	d.press(fyne.KeyF8)
	shoot("password-forgotten")
	d.press(fyne.KeyEscape)
	d.signIn("demo", "wrong")
	shoot("signin-wrong")
	d.press(fyne.KeyReturn)
	d.signIn("demo", "xinfengruhui")
	shoot("card-waiting")
	d.press(fyne.KeyF9)
	shoot("card-errors")
	d.card(demoCard(d, 1))
	shoot("card")
	d.press(fyne.KeyF9, fyne.KeyF9)
	shoot("residence-errors")
	d.residence()
	shoot("materials")
	d.at("guardian", asked)
	d.at(fieldOutcome, notAccepted)
	shoot("materials-refused")
	d.at("guardian", absent)
	d.at("mobile", absent)
	d.at(fieldOutcome, onPromise)
	shoot("materials-promise")
	d.at(fieldOutcome, accepted)
	d.at("mobile", "original")
	d.press(fyne.KeyF9)
	shoot("union-offer")
	d.press(fyne.KeyF5)
	shoot("union-agreed")
	d.join()
	shoot("union-filled")
	d.lockNow("逐项征求同意")
	shoot("locked")
	d.unlockWith("xinfengruhui")
	d.press(fyne.KeyF9)
	shoot("review")
	d.press(fyne.KeyF1)
	shoot("help")
	d.press(fyne.KeyEscape, fyne.KeyF9)
	shoot("done")
	d.press(fyne.KeyF10)
	shoot("done-printed")
	d.press(fyne.KeyF3)
	shoot("find")
	d.at(fieldQuery, "zsy")
	shoot("found")
	d.press(fyne.KeyReturn)
	shoot("person")
	d.press(fyne.KeyF4)
	shoot("today")
	d.showPassword()
	shoot("password")
	d.BackedUp(&store.Error{Code: store.Unavailable, Key: store.KeyBackupFolder})
	d.press(fyne.KeyF2)
	d.card(demoCard(d, 6))
	d.press(fyne.KeyF3)
	shoot("leave")
	d.press(fyne.KeyEscape)
	shoot("notice")
	d.BackedUp(nil)
	d.press(fyne.KeyF11, fyne.KeyF12)
	d.signIn(demo.UnionOfficer, demo.Password)
	shoot("officer")
}
