package device

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// How long the module may take. A read takes 1 to 1.5 s, for the chip is slow;
// its 1295 bytes alone take 112 ms at 115200 baud.
const (
	shortTimeout  = 500 * time.Millisecond // status, find
	selectTimeout = 1 * time.Second
	readTimeout   = 3 * time.Second
)

// errNoAnswer says that the module stayed silent or stopped in mid-frame.
var errNoAnswer = errors.New("no answer from reader")

// errLine says that the line itself is gone.
var errLine = errors.New("line to reader lost")

// A module is the SAM at the other end of a line. It answers one request at a
// time, so it belongs to one goroutine.
type module struct {
	port Port
	dec  *Decoder
}

func newModule(p Port) *module { return &module{port: p, dec: NewReplyDecoder()} }

// ask sends a command and returns the body of the reply, valid until wipe or the
// next ask. Errors: errLine, errNoAnswer, [ErrChecksum], the context's.
func (m *module) ask(ctx context.Context, c Command, timeout time.Duration) ([]byte, error) {
	// A reply that came too late for the command before must not pass as ours.
	m.dec.Wipe()
	if err := m.port.ResetInputBuffer(); err != nil {
		return nil, fmt.Errorf("%w: %w", errLine, err)
	}
	deadline := time.Now().Add(timeout)
	if _, err := m.port.Write(EncodeRequest(c)); err != nil {
		return nil, fmt.Errorf("%w: %w", errLine, err)
	}
	for {
		body, err := m.dec.Next()
		if !errors.Is(err, ErrIncomplete) {
			return body, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !time.Now().Before(deadline) {
			return nil, errNoAnswer
		}
		if _, err := m.dec.Fill(m.port); err != nil {
			return nil, fmt.Errorf("%w: %w", errLine, err)
		}
	}
}

// data asks and takes only the code want for an answer. Errors: those of ask, [CodeError].
func (m *module) data(ctx context.Context, c Command, timeout time.Duration, want Code) ([]byte, error) {
	body, err := m.ask(ctx, c, timeout)
	if err != nil {
		return nil, err
	}
	return data(c, body, want)
}

// status asks whether a module is there and well.
func (m *module) status(ctx context.Context) error {
	_, err := m.data(ctx, CmdStatus, shortTimeout, CodeOK)
	return err
}

func (m *module) samID(ctx context.Context) (SAMID, error) {
	d, err := m.data(ctx, CmdSAMID, shortTimeout, CodeOK)
	if err != nil {
		return SAMID{}, err
	}
	return parseSAMID(d)
}

// find reports whether a card lies there that was not read yet.
func (m *module) find(ctx context.Context) (bool, error) {
	_, err := m.data(ctx, CmdFind, shortTimeout, CodeFound)
	if refused(err, CodeNoCard) {
		return false, nil
	}
	return err == nil, err
}

// read selects the card that was found and reads its text.
func (m *module) read(ctx context.Context) (Card, error) {
	defer m.dec.Wipe() // the buffer holds the text and the picture
	if _, err := m.data(ctx, CmdSelect, selectTimeout, CodeOK); err != nil {
		return Card{}, err
	}
	c, err := m.readText(ctx, CmdRead)
	if refused(err, CodeCommand) {
		// Some modules made for fingerprint cards know only the longer command.
		c, err = m.readText(ctx, CmdReadPrint)
	}
	return c, err
}

// readText sends a read command, and once more when the reply came damaged: the
// card is still selected then, but would not be found again before it is lifted.
func (m *module) readText(ctx context.Context, c Command) (Card, error) {
	d, err := m.data(ctx, c, readTimeout, CodeOK)
	if errors.Is(err, ErrChecksum) || errors.Is(err, errNoAnswer) {
		d, err = m.data(ctx, c, readTimeout, CodeOK)
	}
	if err != nil {
		return Card{}, err
	}
	return parseRead(c, d)
}

// latestAddress reads the address written after issue; "" when there is none.
func (m *module) latestAddress(ctx context.Context) (string, error) {
	defer m.dec.Wipe()
	d, err := m.data(ctx, CmdLatestAddress, selectTimeout, CodeOK)
	if refused(err, CodeNoContent) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return parseAddress(d)
}

func refused(err error, code Code) bool {
	var e *CodeError
	return errors.As(err, &e) && e.Code == code
}
