package window

import (
	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store/civil"
)

// A terminal's clock may be wrong: an empty battery, a hand at the settings.
// Nothing is refused for it; the store says when it is doubted, the clerk is
// asked once for the date, and slips and deadlines then use what was said.

// today is the date that slips and deadlines use.
func (w *Window) today() civil.Date { return w.session.Today() }

// checkClock asks for today's date when the clock cannot be trusted.
func (w *Window) checkClock() {
	if w.asking || !w.session.ClockDoubt() {
		return
	}
	w.asking = true
	shown := w.session.Today()
	m := ui.NewMessage(ui.ToneWarning, "Clock.Doubt", "date", shown.Chinese())
	w.dialogs.AskDate(m, "Clock.Keep", func(text string) string {
		if dateOf(text).IsZero() {
			return "Message.BadDate"
		}
		return ""
	}, func(text string) { w.dateIs(dateOf(text)) }, func() { w.dateIs(shown) })
}

func (w *Window) dateIs(d civil.Date) {
	w.asking = false
	w.session.SetDate(d)
	w.showStatus()
}

// clockStatus is the date with a warning where it is not the machine's own.
func (w *Window) clockStatus() ui.Status {
	if asked := w.session.DateAsked(); !asked.IsZero() {
		return ui.Status{Text: assets.Text("Clock.Asked", "date", asked.String()), Tone: ui.ToneWarning}
	}
	return ui.Status{Text: w.today().String()}
}
