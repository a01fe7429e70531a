package window

import (
	"context"
	"encoding/binary"
	"errors"
	"runtime/debug"
	"time"

	"github.com/google/uuid"

	"ruhui/app/ui"
	"ruhui/assets"
	"ruhui/store"
	"ruhui/store/civil"
	"ruhui/store/record"
)

// A terminal's clock may be wrong: an empty battery, a hand at the settings.
// Nothing is refused for it; the clerk is asked once for the date, which slips
// and deadlines then use.

const (
	// maxUnproven is how long the clock is believed after the last time that
	// the district has signed.
	maxUnproven = 14 * 24 * time.Hour
	// clockSlack is how far it may go back without a question: time servers
	// set clocks by seconds, and the date is what matters.
	clockSlack = time.Minute
)

// today is the date that slips and deadlines use: the machine's, or what the
// clerk said.
func (w *Window) today() civil.Date {
	if !w.asked.IsZero() {
		return w.asked
	}
	return w.session.Today()
}

// checkClock asks for today's date when the clock cannot be trusted, once in a
// session. A demonstration's date is fixed.
func (w *Window) checkClock() {
	if !w.asked.IsZero() || w.opt.Store.Demo() {
		return
	}
	session, role := w.session, w.role()
	ui.Load(w.opt.Context, func(ctx context.Context) (bool, error) {
		return clockDoubtful(ctx, session, role, builtAt())
	}, func(doubtful bool, err error) {
		if err == nil && doubtful && w.session == session {
			w.askDate()
		}
	})
}

func (w *Window) askDate() {
	if w.asking {
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
	w.asking, w.asked = false, d
	w.showStatus()
}

var errLooked = errors.New("the clock was read, nothing is to be saved")

// clockDoubtful reports a clock before the last event or the program's build,
// or more than maxUnproven past the last proven time known here, that of the
// set-up file. The store's hybrid clock never goes back, and an id made in a
// transaction bears it; the transaction is then given up.
func clockDoubtful(ctx context.Context, s *store.Session, role record.Role, built time.Time) (bool, error) {
	var last, now time.Time
	_, err := s.Record(ctx, role, uuid.Nil, func(tx *store.Tx) ([]record.Fact, error) {
		last, now = timeOf(tx.ID()), tx.Now()
		return nil, errLooked
	})
	if !errors.Is(err, errLooked) {
		return false, err
	}
	proven := s.Store().Setup().Signed.Time()
	return last.Sub(now) > clockSlack || now.Before(built) || now.Sub(proven) > maxUnproven, nil
}

// timeOf is the millisecond a UUIDv7 bears (RFC 9562, 5.7).
func timeOf(id uuid.UUID) time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(id[:8]) >> 16))
}

// builtAt is when the program's source was committed; zero where the build does
// not say.
func builtAt() time.Time {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return time.Time{}
	}
	for _, s := range info.Settings {
		if t, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil {
			return t
		}
	}
	return time.Time{}
}

// clockStatus is the date with a warning where it is not the machine's own.
func (w *Window) clockStatus() ui.Status {
	if w.asked.IsZero() {
		return ui.Status{Text: w.today().String()}
	}
	return ui.Status{Text: assets.Text("Clock.Asked", "date", w.asked.String()), Tone: ui.ToneWarning}
}
