package sync

import (
	"context"
	"errors"
	"time"

	"ruhui/store"
)

// Status is how this terminal stands, for a person.
type Status struct {
	Online bool
	// Since is when it came to be online or offline; after a start without a line,
	// the last time the district signed something.
	Since   time.Time
	Sealed  bool // nobody has signed in since the start: nothing can be sent
	Waiting store.Waiting
	Proven  time.Time // the latest time held under the district's signature
	// Receiving says that there are lines still to be read, Read of about Lines.
	Receiving   bool
	Read, Lines int64
	// Wrong is what keeps exchanges from happening, and what to do; both lines
	// are empty when nothing does.
	Wrong store.Message
	Err   error // the same, for the log; nil when nothing is wrong
}

// told is what the engine knows of it.
type told struct {
	online    bool
	since     time.Time
	err       error
	lines     int64
	read      int64
	receiving bool
}

// Status tells how this terminal stands now. It reads the store: not for a
// screen's thread.
func (e *Engine) Status(ctx context.Context) (Status, error) {
	e.mu.Lock()
	now := e.told
	e.mu.Unlock()
	st := Status{Online: now.online, Since: now.since, Proven: e.store.Proven().Time(), Receiving: now.receiving,
		Read: now.read, Lines: max(now.lines, now.read), Err: now.err}
	if !st.Online && st.Since.IsZero() {
		st.Since = st.Proven
	}
	switch {
	case errors.Is(now.err, errSealed):
		st.Sealed, st.Wrong = true, store.Messages[store.KeySignInFirst]
	case now.err != nil:
		st.Wrong = MessageOf(now.err)
	}
	var err error
	st.Waiting, err = e.store.Waiting(ctx)
	return st, err
}

// meet notes an exchange that happened. What the district refuses to take stays
// told while all else goes on.
func (e *Engine) meet(idle bool) {
	e.change(func(now *told) {
		if !now.online {
			now.online, now.since = true, e.opt.Now()
		}
		now.err, now.receiving = e.heldBy, !idle && e.nextFeed() != ""
	})
}

// tell notes what kept an exchange from happening. What the district refused came
// over the line, and what the store refused says nothing of it.
func (e *Engine) tell(err error) {
	e.change(func(now *told) {
		now.err, now.receiving = err, false
		trouble := (*Trouble)(nil)
		online := now.online
		switch {
		case codeOf(err) != "":
			online = true
		case errors.As(err, &trouble):
			online = false
		}
		if online != now.online {
			now.online, now.since = online, e.opt.Now()
		}
	})
}

// change changes what is told, and says so when it is something a screen shows.
func (e *Engine) change(with func(*told)) {
	e.mu.Lock()
	before := e.told
	with(&e.told)
	changed := e.told != before
	e.mu.Unlock()
	if changed && e.opt.OnStatus != nil {
		e.opt.OnStatus()
	}
}
