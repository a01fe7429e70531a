package window

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"

	"ruhui/app/ui/uitest"
	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/record"
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
	d.press(fyne.KeyF12)
	d.signIn(demo.Login, demo.Password)
	if !d.dialog() {
		t.Error("whoever signs in next is not asked")
	}
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
	if d.dialog() || d.asked != (civil.Date{Year: 2026, Month: 10, Day: 4}) {
		t.Errorf("the date that counts is %s", d.asked)
	}
	d.wantFocus("DocNo")
}

func TestClock_doubt(t *testing.T) {
	d := openDesk(t)
	if d.dialog() {
		t.Fatal("asked without reason")
	}
	doubt := func(built time.Time) bool {
		t.Helper()
		found, err := clockDoubtful(context.Background(), d.session, record.RoleWindowClerk, built)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	storetest.Visit(t, d.session, 1)
	head := d.waiting().Events
	for _, c := range []struct {
		name  string
		pass  time.Duration
		built time.Time
		want  bool
	}{
		{"as it was", 0, time.Time{}, false},
		{"seconds back", -20 * time.Second, time.Time{}, false},
		{"an hour back", -time.Hour, time.Time{}, true},
		{"before the build", 0, storetest.Morning.Add(time.Hour), true},
		{"thirteen days on", 13 * 24 * time.Hour, time.Time{}, false},
		{"fifteen days on", 15 * 24 * time.Hour, time.Time{}, true},
		{"in 2000", -26 * 365 * 24 * time.Hour, time.Time{}, true},
	} {
		d.terminal.Clock.Pass(c.pass)
		if got := doubt(c.built); got != c.want {
			t.Errorf("%s: doubtful %v", c.name, got)
		}
		d.terminal.Clock.Pass(-c.pass)
	}
	if n := d.waiting().Events; n != head {
		t.Errorf("looking at the clock recorded %d events", n-head)
	}
	if doubt(time.Time{}) {
		t.Error("looking at a wrong clock moved the store's")
	}
}

func TestClock_time_of_an_id(t *testing.T) {
	id := uuid.MustParse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f") // RFC 9562, A.6
	if got := timeOf(id); !got.Equal(time.Date(2022, 2, 22, 19, 22, 22, 0, time.UTC)) {
		t.Errorf("got %v", got)
	}
}
