package sync

import (
	"time"
)

// told is what screens are shown.
type told struct {
	Online bool
	Since  time.Time // when it last changed
	Wrong  error
	Lines  int64
	Read   int64
	Idle   bool
}

// meet notes an exchange that happened.
func (e *Engine) meet() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.told.Online {
		e.told.Online, e.told.Since = true, e.opt.Now()
	}
	e.told.Wrong, e.told.Idle = nil, false
}

// tell notes what kept an exchange from happening. A refusal came from the
// district: the line is there.
func (e *Engine) tell(err error) {
	online := codeOf(err) != ""
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.told.Online != online {
		e.told.Online, e.told.Since = online, e.opt.Now()
	}
	e.told.Wrong = err
}

func (e *Engine) rest() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.told.Idle = true
}
