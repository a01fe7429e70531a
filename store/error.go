package store

import (
	"errors"
	"fmt"

	"ruhui/store/record"
)

// Code is the kind of an error, as far as a program must tell them apart.
type Code int

// The kinds of error. Any error that is not an [Error] counts as Internal.
const (
	Internal    Code = iota // ours: the person sees a general sentence, the log has the detail
	Invalid                 // what was asked cannot be right
	NotFound                // there is no such thing here
	Conflict                // it contradicts what is recorded
	Forbidden               // this person may not
	Unavailable             // not now: disk, lock, password tries
)

func (c Code) String() string {
	switch c {
	case Invalid:
		return "invalid"
	case NotFound:
		return "not found"
	case Conflict:
		return "conflict"
	case Forbidden:
		return "forbidden"
	case Unavailable:
		return "unavailable"
	}
	return "internal"
}

// Error is what this package returns when a person can be told what happened.
// It never holds a name, a number or another personal value.
type Error struct {
	Code Code
	Key  string // message key: one of the Key constants, or a [record.Reason]
	Args []any  // for the placeholders of the message: name, value, name, value …
	Err  error  // for the log, may be nil
}

// Error is for logs.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %s: %v", e.Code, e.Key, e.Err)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Key)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// MessageKey is the key of the two lines that staff see.
func (e *Error) MessageKey() string { return e.Key }

// CodeOf tells the kind of any error; nil is not an error and must not be asked.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// KeyOf gives the message key of any error, [KeyInternal] when it has none.
func KeyOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Key
	}
	return KeyInternal
}

func fault(code Code, key string, args ...any) error {
	return &Error{Code: code, Key: key, Args: args}
}

func because(code Code, key string, err error) error {
	return &Error{Code: code, Key: key, Err: err}
}

// refused is the error for a fact that would not take effect.
func refused(reason record.Reason) error {
	if reason == record.NotAllowed || reason == record.StaffDisabled {
		return fault(Forbidden, string(reason))
	}
	return fault(Conflict, string(reason))
}
