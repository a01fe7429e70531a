package device

// The message keys of what can go wrong at the reader; the translations hold the
// sentence for staff.
const (
	ReaderOffline   = "ReaderOffline"   // no reader, unplugged, or it does not answer
	ReadFailed      = "ReadFailed"      // the card could not be read; lay it again
	UnsupportedCard = "UnsupportedCard" // not a kind of card we know
)

// An Error is what went wrong at a device: a message key for staff and the cause
// for the log. Neither holds anything of a card.
type Error struct {
	Key string
	Err error
}

func (e *Error) Error() string { return e.Key + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
