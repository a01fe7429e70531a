package window

import (
	"context"
	"errors"
	"maps"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"

	"ruhui/app/ui/uitest"
	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
)

// killed ends the program as a power cut does, seen from the window: nothing is
// asked and nothing written any more. The next desk is on the same folder.
func (d *desk) killed() *desk {
	d.Helper()
	if err := d.opt.Store.Close(); err != nil {
		d.Fatal(err)
	}
	return openDeskAgain(d.TB, d.terminal)
}

func (d *desk) drafts() []store.Draft {
	d.Helper()
	list, err := d.session.Drafts(context.Background())
	if err != nil {
		d.Fatal(err)
	}
	return list
}

// resumed signs in after a kill and goes on with the visit.
func (d *desk) resumed() *desk {
	d.Helper()
	next := d.killed()
	next.signIn(demo.Login, demo.Password)
	next.wantSays("继续上次未完成的办理？")
	next.press(fyne.KeyReturn)
	return next
}

// sameVisit compares what two windows have of a visit: sitting, step and what
// stands in the step's form.
func sameVisit(t *testing.T, got, want *desk) {
	t.Helper()
	got.wantPage(want.Page())
	was, is := want.visit().draft(), got.visit().draft()
	for name, value := range was {
		if is[name] != value {
			t.Errorf("field %s is not as it was", name)
		}
	}
	if len(is) != len(was) {
		t.Errorf("%d fields, were %d", len(is), len(was))
	}
	if w, g := want.form(), got.form(); w != nil && !maps.Equal(g.Values(), w.Values()) {
		t.Errorf("the form of %s is not as it was", want.Page())
	}
}

func TestDraft_every_step_reopens_as_it_was(t *testing.T) {
	steps := map[string]func(d *desk){
		"typing by hand": func(d *desk) {
			d.press(fyne.KeyF6)
			d.at("DocNo", "33049919900101")
			d.at("Name", "测试乙")
			d.wait()
		},
		"card read": func(d *desk) { d.card(demoCard(t, 1)) },
		"residence": func(d *desk) {
			d.identified(demoCard(t, 1))
			d.at("Mobile", "19900000001")
			d.at("Town", demo.Xinfeng)
			d.at("Community", demo.Xinfeng+"901")
			d.press(fyne.KeyF5)
			d.at("Address", "样例路")
			d.wait()
		},
		"materials": func(d *desk) {
			d.identified(demoCard(t, 1))
			d.residence()
			d.at("lodging", "copy")
			d.at("guardian", asked)
			d.at(fieldOutcome, notAccepted)
			d.wait()
		},
		"union agreed": func(d *desk) {
			d.toUnion(demoCard(t, 1))
			d.join()
			d.wait()
		},
		"union chosen": func(d *desk) {
			d.toUnion(demoCard(t, 1))
			d.join()
			d.at(fieldUnion, demo.UnionID("U103C").String())
			d.wait()
		},
		"review": func(d *desk) {
			d.toUnion(demoCard(t, 1))
			d.join()
			d.press(fyne.KeyF9)
			d.wantPage("review")
		},
		"gone back": func(d *desk) {
			d.toUnion(demoCard(t, 1))
			d.join()
			d.press(fyne.KeyF7, fyne.KeyF7)
			d.wantPage("residence")
		},
	}
	for name, typed := range steps {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			typed(d)
			next := d.resumed()
			sameVisit(t, next, d)
			if page, is := d.visit().pages[3].(*unionPage); is && next.visit().pages[3].(*unionPage).chosen != page.chosen {
				t.Error("who chose the union is forgotten")
			}
			next.settle() // a step that begins with its form shown is laid out one frame later
			uitest.CheckReadable(t, next.win.Canvas())
		})
	}
}

func TestDraft_resumed_visit_saves_like_any_other(t *testing.T) {
	d := openDesk(t)
	d.toUnion(demoCard(t, 1))
	d.join()
	d.wait()
	id := d.visit().sitting.Visit
	next := d.resumed()
	next.press(fyne.KeyF9, fyne.KeyF9)
	next.wantPage("done")
	v := next.visit()
	if v.sitting.Visit != id || v.outcome.JoinNo == "" || v.outcome.State != record.Accepted {
		t.Errorf("outcome %+v", v.outcome)
	}
	if p := next.person(v); p.Text(record.FieldMobile) != "19900000001" || len(p.Visits) != 1 {
		t.Error("the record is not what was typed")
	}
	if n := len(next.drafts()); n != 0 {
		t.Errorf("%d drafts are left of a saved visit", n)
	}
}

// What was typed in the last second is the most that is lost; a field that was
// left is kept at once.
func TestDraft_is_kept_as_a_field_is_left_and_each_second(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	d.at("Mobile", "19900000001")
	d.tabTo("ArrivedOn")
	kept := func() string {
		x, err := d.session.Draft(context.Background(), d.visit().sitting.Visit)
		if err != nil {
			t.Fatal(err)
		}
		return x.Fields[draftForm+"Mobile"]
	}
	if kept() != "19900000001" {
		t.Error("a field that was left is not kept")
	}
	d.tabTo("Mobile")
	uitest.Press(d.win, fyne.KeyEnd, fyne.KeyBackspace)
	if kept() != "19900000001" {
		t.Error("each key is a write")
	}
	d.wait()
	if kept() != "1990000000" {
		t.Error("what was typed a second ago is not kept")
	}
}

func TestDraft_later_goes_to_the_list(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	next := d.killed()
	next.signIn(demo.Login, demo.Password)
	next.wantSays("张*样")
	next.wantSilent("张试样")
	next.press(fyne.KeyEscape)
	next.wantPage("card")
	if list := next.drafts(); len(list) != 1 || !list[0].Parked {
		t.Errorf("%d drafts, want one parked", len(list))
	}
	again := next.killed()
	again.signIn(demo.Login, demo.Password)
	again.wantSilent("继续上次未完成的办理？")
}

func TestDraft_parked_by_one_clerk_taken_up_by_another(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	d.at("Mobile", "19900000001")
	want := d.visit().draft()
	d.press(fyne.KeyF11)
	d.wantPage("card")
	for name, value := range d.form().Values() {
		if value != "" && name != fieldDocType {
			t.Errorf("%s holds the parked visitor's", name)
		}
	}
	if d.visit().unsaved() || d.visit().sitting.Person != uuid.Nil {
		t.Error("the next visit is not empty")
	}
	d.press(fyne.KeyF12)
	d.wantPage("signin")
	d.signIn(secondClerk, demo.Password)
	d.wantSilent("继续上次未完成的办理？")
	d.press(fyne.KeyF8)
	d.wantPage("parked")
	d.wantSays("张*样", "登记", "0001")
	d.wantSilent("张试样")
	uitest.CheckReadable(t, d.win.Canvas())
	d.press(fyne.KeyReturn)
	d.wantPage("residence")
	got := d.visit().draft()
	for name, value := range want {
		if got[name] != value {
			t.Errorf("field %s is not as it was parked", name)
		}
	}
}

func TestDraft_leaving_offers_parking(t *testing.T) {
	for name, tabs := range map[string]int{"park": 1, "give up": 2} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			d.identified(demoCard(t, 1))
			d.press(fyne.KeyF3)
			uitest.CheckReadable(t, d.win.Canvas())
			for range tabs {
				d.win.Canvas().FocusNext()
			}
			d.press(fyne.KeyReturn)
			d.wantPage("find")
			list := d.drafts()
			if tabs == 1 && (len(list) != 1 || !list[0].Parked) || tabs == 2 && len(list) != 0 {
				t.Errorf("%d drafts are left", len(list))
			}
		})
	}
}

// A draft never reaches another visitor's form: another card begins another
// visit and takes the former one's draft away.
func TestDraft_another_card_takes_nothing_along(t *testing.T) {
	d := openDesk(t)
	d.toUnion(demoCard(t, 1))
	d.join()
	d.visit().onStep(0)
	d.card(demoCard(t, 3))
	d.press(fyne.KeyF9)
	d.wantPage("residence")
	if list := d.drafts(); len(list) != 1 || list[0].Visit != d.visit().sitting.Visit {
		t.Fatalf("%d drafts, want that of the visitor at the window", len(list))
	}
	next := d.resumed()
	next.wantPage("residence")
	for name, value := range next.form().Values() {
		if value != "" {
			t.Errorf("%s holds the former visitor's", name)
		}
	}
	for name, value := range next.visit().draft() {
		if value == "张试样" || value == "19900000001" {
			t.Errorf("%s holds the former visitor's", name)
		}
	}
}

func TestDraft_of_nobody_is_not_kept(t *testing.T) {
	d := openDesk(t)
	if n := len(d.drafts()); n != 0 {
		t.Fatalf("%d drafts of an empty window", n)
	}
	d.at("DocNo", "3304")
	d.tabTo("Name")
	if n := len(d.drafts()); n != 1 {
		t.Fatalf("%d drafts after typing", n)
	}
	d.press(fyne.KeyF6) // empties the step
	if n := len(d.drafts()); n != 0 {
		t.Errorf("%d drafts after it was emptied", n)
	}
}

func TestDraft_that_cannot_be_kept_is_said(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	visit := d.visit()
	d.at("Mobile", "19900000001")
	if err := d.opt.Store.Close(); err != nil {
		t.Fatal(err)
	}
	d.wait()
	d.wantSays("刚填的内容未能暂存到磁盘")
	d.press(fyne.KeyF11)
	if !d.dialog() {
		t.Fatal("parking seems to have worked")
	}
	d.press(fyne.KeyReturn)
	if d.visit() != visit || d.Value("Mobile") != "19900000001" {
		t.Error("what was typed is not on screen any more")
	}
}

func TestDraft_expired_is_told(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	d.press(fyne.KeyF11)
	d.terminal.Clock.Pass(31 * 24 * time.Hour)
	next := d.killed()
	next.signIn(demo.Login, demo.Password)
	next.wantSays("本机时间可能不对") // a clock that is doubted takes nothing away
	next.wantSilent("已自动删除")
	next.press(fyne.KeyEscape) // it is right
	next.press(fyne.KeyF12)
	next.signIn(demo.Login, demo.Password)
	next.wantSays("有1份暂存超过30天未继续，已自动删除")
	if n := len(next.drafts()); n != 0 {
		t.Errorf("%d drafts are left", n)
	}
}

// keeper writes one thing at a time and ends with what stood there last, also
// when the disk is slow.
func TestKeeper_writes_in_order(t *testing.T) {
	d := openDesk(t)
	d.identified(demoCard(t, 1))
	k := d.visit().keeper
	k.busy = true // a write that lasts
	d.at("Mobile", "19900000001")
	d.tabTo("ArrivedOn")
	if !k.again {
		t.Fatal("a second write was begun beside the first")
	}
	calls := 0
	k.settle(func(err error) {
		calls++
		if err != nil {
			t.Error(err)
		}
	})
	if calls != 0 {
		t.Fatal("settled while it writes")
	}
	k.written(&draftJob{visit: k.open, all: k.kept}, nil)
	x, err := d.session.Draft(context.Background(), k.open)
	if err != nil || calls != 1 || x.Fields[draftForm+"Mobile"] != "19900000001" {
		t.Errorf("settled %d times, %v", calls, err)
	}
	k.busy = true
	k.settle(func(err error) {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
	k.written(&draftJob{}, context.DeadlineExceeded)
}
