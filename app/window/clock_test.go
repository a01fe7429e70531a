package window

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"ruhui/app/ui/uitest"
	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/storetest"
)

// A clock set back between two visits: the clerk is asked once, what is said
// counts on paper, and nothing is dated before what was recorded earlier.
func TestInvariant11_clock_set_back(t *testing.T) {
	d := openDesk(t)
	first := d.complete(demoCard(t, 1), true)
	last := d.person(first).Cases[0].Steps
	d.terminal.Clock.Pass(-40 * 24 * time.Hour)
	d.press(fyne.KeyF9)
	d.wantSays("本机时间可能不对", "2026年8月5日")
	d.readable()
	d.press(fyne.KeyReturn) // nothing typed
	d.wantSays("日期有误")
	d.typeDate("20260914")
	if d.dialog() {
		t.Fatal("the date is not taken")
	}
	d.wantSays("按2026-09-14办理")

	second := d.complete(demoCard(t, 3), false)
	d.wantSays("2026年9月14日")
	p := d.person(second)
	c := p.Cases[0]
	if c.AcceptedOn != demo.Today || c.FiledOn != demo.Today || !strings.Contains(c.No, "260914") {
		t.Errorf("filed %s, accepted %s, number %s", c.FiledOn, c.AcceptedOn, c.No)
	}
	for _, s := range c.Steps {
		if s.At <= last[len(last)-1].At {
			t.Errorf("%s at %v, before the visit before it at %v", s.To, s.At.Time(), last[len(last)-1].At.Time())
		}
	}
	if first.sitting.DateAsked != (civil.Date{}) || second.sitting.DateAsked != demo.Today {
		t.Error("the events do not say that the date was asked for")
	}
	if slip := newSlip(second); civil.Of(slip.PrintedAt) != demo.Today {
		t.Errorf("the slip is dated %s", civil.Of(slip.PrintedAt))
	}
	d.press(fyne.KeyF9)
	if d.dialog() {
		t.Error("asked twice in one session")
	}
	d.press(fyne.KeyF4)
	d.wantSays("今日来访2人次") // by the date that was said, not the machine's
	d.press(fyne.KeyF12)
	d.signIn(demo.Login, demo.Password)
	if d.dialog() {
		t.Error("whoever signs in next is asked what was said already")
	}
	d.wantSays("按2026-09-14办理")
	d.terminal.Clock.Pass(-time.Hour)
	d.press(fyne.KeyF2)
	d.wantSays("本机时间可能不对")
}

// Whoever says that a wrong date is right is believed: the window stays open.
func TestClock_a_wrong_date_confirmed_closes_nothing(t *testing.T) {
	d := openDesk(t)
	d.terminal.Clock.Pass(-9 * 365 * 24 * time.Hour)
	d.press(fyne.KeyF2)
	d.press(fyne.KeyEscape)
	if v := d.complete(demoCard(t, 3), true); v.outcome.CaseNo == "" {
		t.Error("no case number")
	}
}

func (d *desk) typeDate(digits string) {
	uitest.Type(d.win, digits)
	d.press(fyne.KeyReturn)
}

func TestClock_the_machine_may_be_right(t *testing.T) {
	terminal := &storetest.Terminal{District: districtOf(t, false)}
	storetest.SetUp(t, terminal)
	terminal.Clock.Pass(20 * 24 * time.Hour)
	d := openDeskAgain(t, terminal)
	d.signIn(demo.Login, demo.Password)
	d.wantSays("2026年10月4日")
	d.press(fyne.KeyEscape)
	if d.dialog() || d.today() != (civil.Date{Year: 2026, Month: 10, Day: 4}) {
		t.Errorf("the date that counts is %s", d.today())
	}
	d.wantFocus("DocNo")
}
