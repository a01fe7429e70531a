package ui

import (
	"time"

	"fyne.io/fyne/v2"
)

// What tells a scanner that acts as a keyboard from a person: characters
// closer together than scanGap, at least scanLeast of them, then Return or
// nothing for scanSilence.
const (
	scanGap     = 30 * time.Millisecond
	scanLeast   = 6
	scanSilence = 500 * time.Millisecond
)

// Clock is the time a Scanner goes by. AfterFunc calls f on the UI thread after
// d, unless stopped.
type Clock interface {
	Now() time.Time
	AfterFunc(d time.Duration, f func()) (stop func())
}

// wallClock is the machine's clock.
type wallClock struct{}

func (wallClock) Now() time.Time { return time.Now() }

func (wallClock) AfterFunc(d time.Duration, f func()) func() {
	t := time.AfterFunc(d, func() { fyne.Do(f) })
	return func() { t.Stop() }
}

// Scanner recognises the barcode scanner among typed characters. A burst of
// anything but printable ASCII is not a scan: an input method hands over Han in
// one go. Nor is a burst of one and the same character: that is a key held down.
type Scanner struct {
	// Taken receives a scan and reports whether somebody wanted it.
	Taken func(text string) bool

	clock  Clock
	burst  []rune
	last   time.Time
	redo   func() (put func())
	undo   func()
	cancel func()
}

// NewScanner returns a scanner on that clock; nil is the machine's.
func NewScanner(clock Clock) *Scanner {
	if clock == nil {
		clock = wallClock{}
	}
	return &Scanner{clock: clock}
}

// Rune takes a typed character before the field does. At the first of a burst
// it calls keep, which returns a function that puts the field back as it was;
// keep may be nil.
func (s *Scanner) Rune(r rune, keep func() (undo func())) {
	now := s.clock.Now()
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
	if len(s.burst) == 0 || now.Sub(s.last) >= scanGap {
		s.burst, s.undo, s.redo = s.burst[:0], nil, keep
		if keep != nil {
			s.undo = keep()
		}
	}
	s.burst, s.last = append(s.burst, r), now
	if s.looksScanned() {
		s.cancel = s.clock.AfterFunc(scanSilence, s.deliver)
	}
}

// End is called when Return arrives and reports whether it ended a scan that
// somebody took; the field then does nothing with the Return.
func (s *Scanner) End() bool {
	if !s.looksScanned() || s.clock.Now().Sub(s.last) >= scanSilence {
		s.Forget()
		return false
	}
	return s.take()
}

// Busy reports whether the last character came close behind another.
func (s *Scanner) Busy() bool { return len(s.burst) > 1 }

// Forget drops what was collected, when the focus leaves.
func (s *Scanner) Forget() {
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
	s.burst, s.undo, s.redo = s.burst[:0], nil, nil
}

func (s *Scanner) deliver() { s.take() }

// take puts the field back, offers the scan, and, if nobody wants it, lets the
// field have it after all.
func (s *Scanner) take() bool {
	text, undo, keep := string(s.burst), s.undo, s.redo
	s.Forget()
	var put func()
	if keep != nil {
		put = keep()
	}
	if undo != nil {
		undo()
	}
	if s.Taken != nil && s.Taken(text) {
		return true
	}
	if put != nil {
		put()
	}
	return false
}

func (s *Scanner) looksScanned() bool {
	if len(s.burst) < scanLeast {
		return false
	}
	same := true
	for _, r := range s.burst {
		if r < ' ' || r > '~' {
			return false
		}
		same = same && r == s.burst[0]
	}
	return !same
}
