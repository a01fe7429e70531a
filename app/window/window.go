package window

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhui/app/device"
	"ruhui/app/folder"
	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
)

// Options is what the window works with.
type Options struct {
	Store  *store.Store
	Reader *device.Reader
	// Simulator is the pretended card reader of a demonstration, nil otherwise.
	Simulator *device.Simulator
	// Slips is the folder that PDF slips are written to.
	Slips string
	// ReadOnly says that the store is a damaged one, open to be looked at.
	ReadOnly bool
	// Settings are what was set at this window, and why they cannot be read, if
	// they cannot. SaveSettings keeps others; it is called off Fyne's thread.
	Settings      folder.Settings
	SettingsError error
	SaveSettings  func(folder.Settings) error
	// Technician makes the page for whoever keeps the machine; nil for none.
	Technician func() Page
	// Account is shown on the sign-in screen of a demonstration.
	Account Account
	// Later calls f on Fyne's thread after d unless it is stopped; nil goes by
	// the machine's clock.
	Later func(d time.Duration, f func()) (stop func())
	// Clock tells how long nobody has touched anything; nil is the machine's.
	Clock func() time.Time
	// Context is the parent of all that screens start; tests make Load synchronous by it.
	Context context.Context
}

// Account is a demonstration's sign-in, to be shown to whoever tries it.
type Account struct{ Login, Password string }

// screen is one page of the window.
type screen interface {
	// build gives the widgets; it is called once, before shown.
	build() fyne.CanvasObject
	// shown is called when the page is on screen: focus something, load.
	shown(ctx context.Context)
	// keyMap is the page's own keys, a child of the window's.
	keyMap() *ui.KeyMap
	// unsaved says that leaving would lose something that was typed.
	unsaved() bool
}

// Window is the staff's window. Use it on Fyne's thread only.
type Window struct {
	opt     Options
	win     fyne.Window
	keys    *ui.KeyMap
	body    *fyne.Container
	notices *notices
	status  *ui.StatusBar
	online  bool // exchanges with the district happen
	dialogs ui.Dialogs

	session *store.Session // nil while nobody is signed in
	asking  bool           // the clerk is being asked for today's date
	now     screen
	leave   context.CancelFunc
	cards   *cards
	unkept  bool // the status bar says that a draft is not on disk

	endUpkeep context.CancelFunc

	curtain    *curtain // what a locked screen hides; nil while it is open
	locked     *lockPage
	lastActive time.Time // the last key or click
	stopIdle   func()
}

// New fills a window that the caller has made. Show starts with the sign-in.
func New(win fyne.Window, opt Options) *Window {
	w := &Window{opt: opt, win: win, keys: ui.NewKeyMap(), status: ui.NewStatusBar("network", "waiting", "where", "date")}
	w.dialogs = ui.Dialogs{Canvas: win.Canvas(), Keys: w.keys}
	w.body, w.notices = container.NewStack(), newNotices()
	w.cards = newCards(opt.Context, opt.Reader)
	win.SetContent(w.frame())
	w.keys.Attach(win.Canvas())
	w.keys.OnActivity = w.active
	w.keys.BindHelp(win.Canvas())
	w.signedOut()
	w.startUpkeep()
	return w
}

// frame is what stays around every page: the banner of a demonstration and the
// notices above, the status bar below.
func (w *Window) frame() fyne.CanvasObject {
	top := container.NewVBox()
	if w.opt.Store.Demo() {
		top.Add(ui.NewDemoBanner())
	}
	top.Add(w.notices.box)
	w.notices.frame = container.NewBorder(top, w.status, nil, nil, w.body)
	return w.notices.frame
}

// show leaves the present page and shows another. A page with something unsaved
// is left only after asking.
func (w *Window) show(next screen) {
	w.leaving(func() { w.put(next) })
}

func (w *Window) put(next screen) {
	if w.curtain != nil {
		w.onceOpen(func() { w.put(next) })
		return
	}
	if w.leave != nil {
		w.finish(nil)
		w.leave()
	}
	ctx, cancel := context.WithCancel(w.opt.Context)
	w.now, w.leave = next, cancel
	w.win.Canvas().Unfocus() // or keys would still reach the page that is gone
	w.status.Say(ui.Status{})
	content := next.build()
	w.body.Objects = []fyne.CanvasObject{content}
	w.body.Refresh()
	ui.Wire(next.keyMap(), content)
	next.keyMap().Attach(w.win.Canvas())
	next.shown(ctx)
}

// Started is called when the window is on screen: what took the focus before
// did not get it.
func (w *Window) Started() {
	if s, is := w.now.(*signIn); is {
		s.form.FocusFirst()
	}
}

// signedIn opens the desk for whoever signed in.
func (w *Window) signedIn(s *store.Session) {
	w.session = s
	w.bindDesk()
	w.showStatus()
	w.nagPassword()
	w.active()
	w.watchIdle()
	w.home()
	if w.mayVisit() {
		w.offerDraft()
	}
}

// signOut asks nothing: pages with something unsaved were asked by show.
func (w *Window) signOut() {
	w.endSession()
	w.signedOut()
}

func (w *Window) signedOut() {
	w.session, w.asking, w.curtain, w.locked = nil, false, nil, nil
	w.nagPassword()
	w.cards.forget()
	w.put(newSignIn(w))
	w.showStatus()
}

func (w *Window) startVisit() {
	if w.mayVisit() {
		w.show(newVisit(w))
	}
}

func (w *Window) find(query string) {
	if w.readsRecords() {
		w.show(newFind(w, query))
	}
}

func (w *Window) showToday() {
	if w.seesDay() {
		w.show(newToday(w))
	}
}

func (w *Window) onLogout() {
	if w.session != nil {
		w.leaving(func() { w.finish(w.signOut) })
	}
}

// ShowOnline shows whether exchanges with the district happen, and counts anew
// what waits.
func (w *Window) ShowOnline(online bool) {
	w.online = online
	w.showStatus()
}

// showStatus shows what holds on every page: whether there is a line to the
// district, and what is kept here until it has it.
func (w *Window) showStatus() {
	network := ui.Status{Text: assets.Text("Sync.Offline"), Tone: ui.ToneWarning}
	if w.online {
		network = ui.Status{Text: assets.Text("Sync.Online"), Tone: ui.ToneGood}
	}
	w.status.Set("network", network)
	if w.session == nil {
		w.status.Set("where", ui.Status{})
		w.status.Set("date", ui.Status{})
		w.status.Set("waiting", ui.Status{})
		return
	}
	w.status.Set("where", ui.Status{Text: w.whoAndWhere()})
	w.status.Set("date", w.clockStatus())
	ui.Load(w.opt.Context, w.opt.Store.Waiting, w.showWaiting)
}

func (w *Window) whoAndWhere() string {
	if w.isTechnician() {
		return w.session.Login()
	}
	return w.session.Centre().Name + "  " + w.session.Staff().No
}

// showWaiting says what is not at the district yet; nothing where all is.
func (w *Window) showWaiting(n store.Waiting, err error) {
	if err != nil {
		slog.Warn("count what waits to be sent", "error", err)
		return
	}
	var s ui.Status
	if n.Events > 0 {
		s.Text = assets.Text("Message.PendingUpload", "n", n.Events)
	}
	w.status.Set("waiting", s)
}

// fail shows what went wrong; what was typed stays on the page. The log has the
// detail of what is the program's own trouble.
func (w *Window) fail(err error, done func()) {
	if store.CodeOf(err) == store.Internal {
		slog.Error("shown as a general message", "page", w.Page(), "error", err)
	}
	w.onceOpen(func() { w.dialogs.Fail(err, done) })
}

// Closing says that the window is about to close and why it waits.
func (w *Window) Closing() {
	w.endUpkeep()
	w.status.Say(ui.Status{Text: assets.Text("Ui.BackingUp")})
}

// Close ends what the window has started.
func (w *Window) Close() {
	if w.leave != nil {
		w.leave()
	}
	w.endUpkeep()
	w.cards.close()
	w.endSession()
}

// endSession forgets keys and search index. Nothing can be lost by it.
func (w *Window) endSession() {
	if w.session == nil {
		return
	}
	if err := w.session.SignOut(w.opt.Context); err != nil {
		slog.Error("sign out", "error", err)
	}
	w.session = nil
}
