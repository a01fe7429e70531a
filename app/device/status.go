package device

import (
	"context"
	"errors"
)

// State is where the reader stands, in the words of the screen.
type State int

// The states. Waiting is told at the start and after Offline; Read and Failed
// stay until another card is found, so their sentences can be read.
const (
	Waiting State = iota // 请将证件放在读卡区
	Reading              // about 1.5 s
	Read                 // 读卡成功，请移开证件
	Failed               // Status.Key says why
	Offline              // 读卡器未连接; connecting goes on by itself
)

// A Status is one change at the reader.
type Status struct {
	State State
	Card  Card   // when Read
	Key   string // message key, when Failed or Offline
}

// Run reads cards until ctx ends, tells each change once, then closes the line
// and returns the context's error. tell is called from this goroutine, and the
// next card waits for it: a screen passes the Status on with fyne.Do. Nothing is
// told once ctx has ended.
//
// That a card is lifted is not told, for the module does not notice: a card that
// was read and no card are the same to it.
func (r *Reader) Run(ctx context.Context, tell func(Status)) error {
	defer r.Close()
	t := &teller{tell: tell, last: -1}
	r.show = t.passing
	defer func() { r.show = func(State) {} }()
	for {
		card, err := r.Next(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var e *Error
		switch {
		case err == nil:
			t.say(Status{State: Read, Card: card})
		case !errors.As(err, &e):
			return err // Next has no other errors; never loop on an unknown one
		case e.Key == ReaderOffline:
			t.say(Status{State: Offline, Key: e.Key})
		default:
			t.say(Status{State: Failed, Key: e.Key})
		}
	}
}

// A teller drops what would not change the screen, or change it too early.
type teller struct {
	tell func(Status)
	last State
	key  string
	gone bool // since the last Failed there was a moment without a card
}

func (t *teller) say(s Status) {
	if s.State == t.last && s.Key == t.key && s.State != Read {
		return
	}
	t.last, t.key, t.gone = s.State, s.Key, false
	t.tell(s)
}

// passing tells Waiting and Reading where they follow from what was told last. A
// card that failed and still lies there is tried every 300 ms without flicker.
func (t *teller) passing(s State) {
	switch {
	case s == Waiting && (t.last == Read || t.last == Failed):
		t.gone = true
	case s == Reading && t.last == Failed && !t.gone:
	default:
		t.say(Status{State: s})
	}
}
