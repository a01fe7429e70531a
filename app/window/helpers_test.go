package window

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"

	"ruhui/app/device"
	"ruhui/app/folder"
	"ruhui/app/ui"
	"ruhui/app/ui/uitest"
	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// desk is a window on a real terminal, in Fyne's test driver. All loading is
// done at once.
type desk struct {
	testing.TB
	*Window
	terminal *storetest.Terminal
	slips    string
	kept     []folder.Settings // as they were saved, the latest last
	due      []func()          // what a second's waiting would call
	idled    time.Time
}

// secondClerk is another clerk of the hall.
const secondClerk = "demo-b"

// districts are made once: their staff's passwords take long to seal, most of
// all under the race detector.
var districts = map[bool]*demo.District{}

func districtOf(tb testing.TB, isDemo bool) *demo.District {
	tb.Helper()
	if districts[isDemo] == nil {
		districts[isDemo] = storetest.District(tb, isDemo)
		at := record.Place{Centre: demo.Hall}
		if err := districts[isDemo].Appoint(demo.Member{StaffAppointed: record.StaffAppointed{No: "0021", Name: "演示员子", Login: secondClerk,
			Centres: []uuid.UUID{demo.Hall}, Grants: []record.Grant{{Role: record.RoleWindowClerk, Place: at, From: demo.Today}}}}); err != nil {
			tb.Fatal(err)
		}
	}
	return districts[isDemo]
}

// newDesk shows the sign-in of a terminal, a real one unless another is given.
func newDesk(tb testing.TB, terminal ...*storetest.Terminal) *desk {
	tb.Helper()
	uitest.Start(tb)
	t := &storetest.Terminal{}
	if len(terminal) > 0 {
		t = terminal[0]
	}
	t.District = districtOf(tb, t.Demo)
	return deskOf(tb, t, storetest.Open(tb, t))
}

func deskOf(tb testing.TB, t *storetest.Terminal, s *store.Store) *desk {
	tb.Helper()
	d := &desk{TB: tb, terminal: t, slips: filepath.Join(tb.TempDir(), "slips")}
	win := uitest.Show(tb, container.NewStack(), 1280, 800)
	opt := Options{Store: s, Slips: d.slips, Context: ui.Synchronously(context.Background()), Later: d.later,
		Clock: func() time.Time { return d.idled }, ReadOnly: t.ReadOnly, Technician: func() Page { return blank{} }, SaveSettings: d.saveSettings}
	d.Window = New(win, opt)
	tb.Cleanup(d.Close)
	return d
}

func (d *desk) saveSettings(s folder.Settings) error {
	d.kept = append(d.kept, s)
	return nil
}

// blank stands for the technician's page, which is another package's.
type blank struct{}

func (blank) Build() fyne.CanvasObject { return container.NewStack() }
func (blank) Shown(context.Context)    {}
func (blank) Bind(*ui.KeyMap)          {}

// later keeps what the window wants to do in a while, until wait.
func (d *desk) later(_ time.Duration, f func()) (stop func()) {
	stopped := false
	d.due = append(d.due, func() {
		if !stopped {
			f()
		}
	})
	return func() { stopped = true }
}

// wait lets a second pass.
func (d *desk) wait() {
	due := d.due
	d.due = nil
	for _, f := range due {
		f()
	}
}

// openDesk is a desk whose clerk has signed in.
func openDesk(tb testing.TB, terminal ...*storetest.Terminal) *desk {
	tb.Helper()
	d := newDesk(tb, terminal...)
	d.signIn(demo.Login, demo.Password)
	d.wantPage("card")
	return d
}

func (d *desk) signIn(login, password string) {
	d.Helper()
	d.at("Field.Login", login)
	d.at("Field.Password", password)
	d.press(fyne.KeyReturn)
}

// settle lays out twice, as the real window does at its next frame: wrapped
// text knows its height once it has a width.
func (d *desk) settle() {
	size := d.win.Canvas().Size()
	for _, by := range []float32{1, 0} {
		d.win.Resize(size.AddWidthHeight(by, 0))
	}
}

func (d *desk) press(names ...fyne.KeyName) {
	uitest.Press(d.win, names...)
}

// readable checks that nothing shown is cut off or a box.
func (d *desk) readable() {
	d.Helper()
	d.settle()
	uitest.CheckReadable(d, d.win.Canvas())
}

// at goes to a field with the Tab key and types a value in place of what stands
// there.
func (d *desk) at(field, value string) {
	d.Helper()
	d.tabTo(field)
	switch input := d.form().Field(field).Input.(type) {
	case *ui.Select:
		uitest.Press(d.win, fyne.KeyBackspace)
	case *ui.Entry:
		for range []rune(input.Text) {
			uitest.Press(d.win, fyne.KeyEnd, fyne.KeyBackspace)
		}
	}
	uitest.Type(d.win, value)
	if got := d.form().Value(field); got != value {
		d.Fatalf("%s holds %q after %q was typed", field, got, value)
	}
}

func (d *desk) tabTo(field string) {
	d.Helper()
	form := d.form()
	if form == nil || form.Field(field) == nil {
		d.Fatalf("page %s has no field %s", d.Page(), field)
	}
	for range 80 {
		if d.win.Canvas().Focused() == fyne.Focusable(form.Field(field).Input) {
			return
		}
		d.win.Canvas().FocusNext()
	}
	d.Fatalf("the Tab key does not reach %s", field)
}

func (d *desk) visit() *visit {
	d.Helper()
	v, is := d.now.(*visit)
	if !is {
		d.Fatalf("page %s is no visit", d.Page())
	}
	return v
}

func (d *desk) wantPage(want string) {
	d.Helper()
	if got := d.Page(); got != want {
		d.Fatalf("on page %s, want %s; it says %v", got, want, d.texts())
	}
}

// card lays a card on the reader.
func (d *desk) card(c device.Card) {
	d.Helper()
	d.visit().pages[0].(*cardPage).onCard(device.Status{State: device.Read, Card: c})
}

// demoCard reads one of the simulator's cards, as the reader does.
func demoCard(tb testing.TB, n int) device.Card {
	tb.Helper()
	sim := device.NewSimulator()
	if err := sim.Lay(n); err != nil {
		tb.Fatal(err)
	}
	reader := device.NewReader(sim.Open)
	defer reader.Close()
	c, err := reader.Next(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// resident is an invented citizen's card.
func resident(name, number string) device.Card {
	doc, _ := ident.ParseDocument(ident.DocIDCard, number, "", demo.Today)
	return device.Card{Kind: device.Resident, Name: name, Number: number, Birth: doc.Birth, Sex: doc.Sex, Ethnic: "01",
		Address: "四川省南充市样例区试验路1号"}
}

// identified lays a card and goes on to the residence step.
func (d *desk) identified(c device.Card) {
	d.Helper()
	d.card(c)
	d.press(fyne.KeyF9)
	d.wantPage("residence")
}

// atResidence fills what the residence step needs, and goes on.
func (d *desk) residence() {
	d.Helper()
	d.at("Mobile", "19900000001")
	d.at("Town", demo.Xinfeng)
	d.at("Community", demo.Xinfeng+"901")
	d.at("Address", "样例路3号")
	d.press(fyne.KeyF5, fyne.KeyF9)
	d.wantPage("materials")
}

// toUnion brings a visitor with complete papers to the offer.
func (d *desk) toUnion(c device.Card) {
	d.Helper()
	d.identified(c)
	d.residence()
	d.at("identity", "original")
	d.press(fyne.KeyF9)
	d.wantPage("union")
}

// join agrees and answers every question of the union.
func (d *desk) join() {
	d.Helper()
	d.press(fyne.KeyF5)
	d.at("EmploymentForm", "4")
	d.at(fieldShare, "2")
	d.at(fieldSMS, "1")
}

// complete takes a whole visit to the slip.
func (d *desk) complete(c device.Card, join bool) *visit {
	d.Helper()
	d.toUnion(c)
	if join {
		d.join()
	}
	d.press(fyne.KeyF9)
	d.wantPage("review")
	d.press(fyne.KeyF9)
	d.wantPage("done")
	return d.visit()
}

// person is what the store says of the visit's person.
func (d *desk) person(v *visit) record.Person {
	d.Helper()
	p, err := d.session.Person(context.Background(), v.sitting.Person)
	if err != nil {
		d.Fatal(err)
	}
	return p
}

func (d *desk) waiting() store.Waiting {
	d.Helper()
	n, err := d.opt.Store.Waiting(context.Background())
	if err != nil {
		d.Fatal(err)
	}
	return n
}

// texts are all texts drawn, those of dialogs behind the page's.
func (d *desk) texts() []string {
	var all []string
	objects := append([]fyne.CanvasObject{d.win.Content()}, d.win.Canvas().Overlays().List()...)
	for _, o := range objects {
		for _, t := range uitest.Texts(o) {
			if t.Text != "" {
				all = append(all, t.Text)
			}
		}
	}
	return all
}

// says reports whether a text is on screen; lines of a paragraph count as one.
func (d *desk) says(text string) bool { return strings.Contains(strings.Join(d.texts(), ""), text) }

func (d *desk) wantSays(texts ...string) {
	d.Helper()
	for _, text := range texts {
		if !d.says(text) {
			d.Errorf("%q is not on page %s: %q", text, d.Page(), d.texts())
		}
	}
}

func (d *desk) wantSilent(texts ...string) {
	d.Helper()
	for _, text := range texts {
		if d.says(text) {
			d.Errorf("%q is on page %s", text, d.Page())
		}
	}
}

// dialog reports whether a dialog is open.
func (d *desk) dialog() bool { return d.win.Canvas().Overlays().Top() != nil }

func (d *desk) focused(field string) bool {
	f := d.form()
	return f != nil && f.Field(field) != nil && d.win.Canvas().Focused() == fyne.Focusable(f.Field(field).Input)
}

func (d *desk) wantFocus(field string) {
	d.Helper()
	if !d.focused(field) {
		d.Errorf("the focus is not in %s but in %T", field, d.win.Canvas().Focused())
	}
}

// openDeskAgain shows the sign-in of a folder that was set up before.
func openDeskAgain(tb testing.TB, terminal *storetest.Terminal) *desk {
	tb.Helper()
	uitest.Start(tb)
	return deskOf(tb, terminal, storetest.Reopen(tb, terminal))
}
