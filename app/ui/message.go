package ui

import (
	"context"
	"errors"
	"strings"

	"ruhui/assets"
)

// keyedError is an error that names the message a person shall see. The store's
// errors are such; ui needs no more of them than this.
type keyedError interface {
	error
	MessageKey() string
}

// toldError is an error that brings its own two lines; both are empty when it
// has none and its key is to be asked.
type toldError interface {
	error
	MessageLines() (what, next string)
}

// Message is what a person is told: what happened, and what to do next.
type Message struct {
	What string
	Next string
	Tone Tone
}

// NewMessage returns the message of a translation key and its "….Next". A text
// that says both in one sentence is parted before what to do: a field's line
// and a dialog share it.
func NewMessage(tone Tone, key string, pairs ...any) Message {
	m := Message{What: assets.Text(key, pairs...), Tone: tone}
	if next := key + ".Next"; assets.HasText(next) {
		m.Next = assets.Text(next, pairs...)
		return m
	}
	if what, next, ok := strings.Cut(m.What, "；"); ok {
		m.What, m.Next = what, next
	} else if what, next, ok := strings.Cut(m.What, "，请"); ok {
		m.What, m.Next = what, "请"+next
	}
	return m
}

// Explain turns an error into what a person is told. An error without a message
// key is the program's own trouble: it gets a general sentence, and nothing of
// its text is shown, which may be English or hold somebody's data.
func Explain(err error) Message {
	var told toldError
	if errors.As(err, &told) {
		if what, next := told.MessageLines(); what != "" {
			return Message{What: what, Next: next, Tone: ToneError}
		}
	}
	var keyed keyedError
	if errors.As(err, &keyed) {
		for _, group := range []string{"", "Message.", "Reason."} {
			if key := group + keyed.MessageKey(); assets.HasText(key) {
				return NewMessage(ToneError, key)
			}
		}
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return NewMessage(ToneError, "Message.TooSlow")
	}
	return NewMessage(ToneError, "Message.Error")
}
