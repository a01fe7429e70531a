package window

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"ruhui/app/ui"
	"ruhui/app/ui/uitest"
	"ruhui/store"
	"ruhui/store/demo"
)

// shortcut presses a key with Ctrl where the focus is.
func (d *desk) shortcut(key fyne.KeyName) {
	d.Helper()
	s := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
	if f, is := d.win.Canvas().Focused().(fyne.Shortcutable); is {
		f.TypedShortcut(s)
		return
	}
	d.Fatalf("%T takes no shortcut", d.win.Canvas().Focused())
}

// locked locks the screen and looks that it shows nothing.
func (d *desk) lockNow(secrets ...string) {
	d.Helper()
	d.shortcut(fyne.KeyL)
	d.wantPage("locked")
	d.wantSilent(secrets...)
	d.readable()
	d.wantFocus(fieldPassword)
}

func (d *desk) unlockWith(password string) {
	d.Helper()
	d.at(fieldPassword, password)
	d.press(fyne.KeyReturn)
}

// In the midst of typing, letters being composed included: the same field, the
// same text, the same step, and the card reader is heard again.
func TestLock_comes_back_to_the_same_field(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	d.at("Mobile", "19900000001")
	d.tabTo("Address")
	uitest.Type(d.win, "yangli")
	d.lockNow("19900000001", "yangli")
	for name, try := range map[string]func() error{
		"person": func() error {
			_, err := d.session.Person(context.Background(), d.visit0().sitting.Person)
			return err
		},
		"drafts": func() error { _, err := d.session.Drafts(context.Background()); return err },
	} {
		if err := try(); store.KeyOf(err) != store.KeyLocked {
			t.Errorf("%s behind the locked screen: %v", name, err)
		}
	}
	d.press(fyne.KeyF2, fyne.KeyF3, fyne.KeyF9, fyne.KeyF12)
	d.wantPage("locked")
	d.unlockWith("not the password")
	d.wantSays("还可尝试")
	d.press(fyne.KeyReturn)
	d.wantPage("locked")
	d.unlockWith(demo.Password)
	d.wantPage("residence")
	d.wantFocus("Address")
	if d.Value("Mobile") != "19900000001" || d.Value("Address") == "" {
		t.Errorf("after unlocking: %q, %q", d.Value("Mobile"), d.Value("Address"))
	}
	d.at("Address", "样例路3号")
	d.at("Town", demo.Xinfeng)
	d.press(fyne.KeyF5, fyne.KeyF9)
	d.wantPage("materials")
}

// visit0 is the visit, also behind a locked screen.
func (d *desk) visit0() *visit { return d.now.(*visit) }

// What was typed before locking survives the machine being switched off behind
// the locked screen.
func TestLock_keeps_the_draft_before_it_locks(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	d.at("Mobile", "19900000001")
	d.lockNow("19900000001")
	next := d.resumed()
	next.wantPage("residence")
	if next.Value("Mobile") != "19900000001" {
		t.Error("what was typed is gone")
	}
}

func TestLock_hides_dialogs_and_shows_them_again(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	d.press(fyne.KeyF3) // asks about the visit
	d.wantSays("本次办理还没有保存")
	d.idled = d.idled.Add(idleLock)
	d.wait()
	d.wantPage("locked")
	d.wantSilent("本次办理还没有保存")
	d.unlockWith(demo.Password)
	d.wantSays("本次办理还没有保存")
	d.press(fyne.KeyEscape)
	d.wantPage("residence")
}

func TestLock_by_itself_when_nobody_is_there(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	for range 3 {
		d.idled = d.idled.Add(idleLock - time.Minute)
		d.press(fyne.KeyTab)
		d.wait()
		d.wantPage("residence")
	}
	d.idled = d.idled.Add(idleLock)
	d.wait()
	d.wantPage("locked")
	d.idled = d.idled.Add(idleLock)
	d.wait() // locked already
	d.unlockWith(demo.Password)
	d.wantPage("residence")
	d.wait()
	d.wantPage("residence")
}

// A clock that is set does not keep an empty desk open, nor does a machine that
// slept: its own clock stood still.
func TestLock_counts_the_time_asleep(t *testing.T) {
	d := openDesk(t)
	awake := time.Now()
	d.idled = awake
	d.active()
	d.idled = awake.Round(0).Add(idleLock) // as after a night in the lid
	if got := d.idle(); got < idleLock {
		t.Errorf("idle for %v", got)
	}
}

func TestLock_another_clerk_takes_the_desk(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	d.at("Mobile", "19900000001")
	first := d.session
	d.lockNow("19900000001")
	d.at(fieldLogin, secondClerk)
	d.unlockWith(demo.Password)
	d.wantPage("card")
	d.wantSilent("张试样", "本次办理还没有保存")
	d.wantSays("0021")
	if _, err := first.Drafts(context.Background()); store.KeyOf(err) != store.KeySignedOut {
		t.Errorf("the first clerk's session: %v", err)
	}
	d.press(fyne.KeyF8)
	d.wantSays("张*样", "0001")
	d.press(fyne.KeyReturn)
	d.wantPage("residence")
	if d.Value("Mobile") != "19900000001" {
		t.Error("what the first clerk typed is gone")
	}
}

// What is not on disk is in this window alone: nobody can take its place.
func TestLock_nobody_takes_a_desk_whose_draft_is_not_on_disk(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	d.at("Mobile", "19900000001")
	d.lockNow("19900000001")
	d.curtain.unkept = &store.Error{Code: store.Unavailable, Key: store.KeyDiskFull}
	first := d.session
	d.at(fieldLogin, secondClerk)
	d.unlockWith(demo.Password)
	d.wantSays("没有写到磁盘")
	d.readable()
	d.press(fyne.KeyReturn)
	d.wantPage("locked")
	if d.session != first || d.Value(fieldLogin) != demo.Login {
		t.Error("the desk has changed hands")
	}
	d.unlockWith(demo.Password)
	d.wantPage("residence")
	if d.Value("Mobile") != "19900000001" {
		t.Error("what was typed is gone")
	}
}

// The saved visit, a list and a technician's page come back as well.
func TestLock_any_page(t *testing.T) {
	d := openDesk(t)
	v := d.complete(demoCard(t, 1), true)
	d.lockNow(groups(v.outcome.CaseNo))
	d.unlockWith(demo.Password)
	d.wantPage("done")
	d.wantSays(groups(v.outcome.CaseNo))
	d.press(fyne.KeyF3)
	d.at(fieldQuery, "zsy")
	d.lockNow("zsy")
	d.unlockWith(demo.Password)
	d.wantPage("find")
	if d.Found() != 1 {
		t.Errorf("%d found after unlocking", d.Found())
	}
	d.press(fyne.KeyF12)
	d.signIn(demo.Technician, demo.Password)
	d.now.keyMap().Press(ui.Ctrl(fyne.KeyL))
	d.wantPage("locked")
	d.unlockWith(demo.Password)
	d.wantPage("technician")
	d.press(fyne.KeyF12)
	d.wantPage("signin")
	d.shortcutless()
}

// shortcutless: with nobody signed in there is nothing to lock.
func (d *desk) shortcutless() {
	d.Helper()
	d.lock()
	d.wantPage("signin")
}

func TestLock_closing_asks_nothing(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	d.lockNow()
	closed := false
	d.AskClose(func() { closed = true })
	if !closed || d.dialog() {
		t.Error("a locked window asks before it closes")
	}
}
