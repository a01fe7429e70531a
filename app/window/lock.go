package window

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"ruhui/app/device"
	"ruhui/app/ui"
	"ruhui/store"
)

const (
	// idleLock is after how long without a key or a click the screen locks.
	idleLock = 10 * time.Minute
	// idleLook is how often that is looked at.
	idleLook = 30 * time.Second
)

// curtain is what a locked screen hides, to be shown again just as it was. The
// session is locked, too: it reads and writes nothing meanwhile.
type curtain struct {
	content  []fyne.CanvasObject
	overlays []fyne.CanvasObject
	focus    fyne.Focusable
	listen   func(device.Status) // to the card reader
	later    []func()            // what wanted to be shown meanwhile
	unkept   error               // why the draft is not on disk: then it is here alone
}

// lock wipes the screen and asks for the password. A visit's draft is written
// first; what is being saved is waited for.
func (w *Window) lock() {
	if w.session == nil || w.curtain != nil {
		return
	}
	v, is := w.now.(*visit)
	if is && v.busy {
		w.later(time.Second, w.lock)
		return
	}
	focus := w.win.Canvas().Focused()
	w.win.Canvas().Unfocus() // ends a composition: its letters belong to what is kept
	if !is || v.saved {      // of a saved visit only its paper may be wanted again
		w.finish(func() { w.drawCurtain(focus) })
		return
	}
	session := w.session
	v.keeper.settle(func(err error) {
		if w.session == session && w.curtain == nil {
			w.drawCurtain(focus)
			w.curtain.unkept = err
		}
	})
}

func (w *Window) drawCurtain(focus fyne.Focusable) {
	w.session.Lock()
	c := &curtain{content: w.body.Objects, focus: focus, listen: w.cards.pause()}
	overlays := w.win.Canvas().Overlays()
	c.overlays = append(c.overlays, overlays.List()...)
	for i := len(c.overlays) - 1; i >= 0; i-- {
		overlays.Remove(c.overlays[i])
	}
	w.curtain = c
	w.status.Say(ui.Status{})
	page := newLockPage(w)
	w.locked = page
	content := page.build()
	w.body.Objects = []fyne.CanvasObject{content}
	w.body.Refresh()
	ui.Wire(page.keys, content)
	page.keys.Attach(w.win.Canvas())
	page.form.Focus(fieldPassword)
}

// unlock shows everything again, with the focus where it was.
func (w *Window) unlock() {
	c := w.curtain
	w.curtain, w.locked = nil, nil
	w.active()
	canvas := w.win.Canvas()
	canvas.Unfocus()
	w.body.Objects = c.content
	w.body.Refresh()
	keys := w.now.keyMap()
	if v, is := w.now.(*visit); is {
		keys = v.step
	}
	keys.Attach(canvas)
	for _, o := range c.overlays {
		canvas.Overlays().Add(o)
	}
	if c.focus != nil {
		canvas.Focus(c.focus)
	}
	if c.listen != nil {
		w.cards.hear(c.listen)
	}
	w.showStatus()
	for _, f := range c.later {
		f()
	}
}

// onceOpen does what shows something: at once, or when the screen is unlocked.
// Behind a locked screen nothing appears over it.
func (w *Window) onceOpen(f func()) {
	if w.curtain != nil {
		w.curtain.later = append(w.curtain.later, f)
		return
	}
	f()
}

// handOver lets a colleague who has signed in take the desk. What was before the
// person who locked it is parked.
func (w *Window) handOver(to *store.Session) {
	from := w.session
	if v, is := w.now.(*visit); is {
		v.keeper.end()
	}
	ui.Load(w.opt.Context, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, from.GiveWay(ctx)
	}, func(_ struct{}, err error) {
		if err != nil {
			slog.Error("park what was before the locked screen", "error", err)
		}
		w.curtain, w.locked, w.now, w.asking = nil, nil, nil, false // nothing of theirs is asked about
		w.signedIn(to)
	})
}

// active is called at each key and click.
func (w *Window) active() { w.lastActive = w.clock() }

func (w *Window) clock() time.Time {
	if w.opt.Clock != nil {
		return w.opt.Clock()
	}
	return time.Now()
}

// watchIdle locks the screen when nobody has touched it for a while.
func (w *Window) watchIdle() {
	if w.stopIdle != nil {
		w.stopIdle()
	}
	if w.session == nil {
		return
	}
	w.stopIdle = w.later(idleLook, func() {
		w.stopIdle = nil
		if w.idle() >= idleLock {
			w.lock()
		}
		w.watchIdle()
	})
}

// idle goes by both clocks: while the machine sleeps only the one on the wall
// goes on, and that one may be set.
func (w *Window) idle() time.Duration {
	now := w.clock()
	return max(now.Sub(w.lastActive), now.Round(0).Sub(w.lastActive.Round(0)))
}
