package device

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.bug.st/serial"
)

// Found is a reader that answered: its port, baud rate and module number (zero
// when it does not tell).
type Found struct {
	Port string
	Baud int
	SAM  SAMID
}

// bauds are tried in this order: what factories set, what old programs leave
// behind, then the rest.
var bauds = []int{DefaultBaud, 9600, 57600, 38400, 19200}

// openTimeout bounds the opening of one port: a paired Bluetooth device that is
// away holds Windows for half a minute.
const openTimeout = 2 * time.Second

// errNoReader says that no serial port has a reader.
var errNoReader = errors.New("no serial port answers as a card reader")

// errClosed marks a port that cannot be opened, at whatever rate.
var errClosed = errors.New("port does not open")

// Detect looks for a reader at every serial port by asking its status, all ports
// at 115200 baud first. A port that is in use elsewhere is passed over. What is
// not a reader receives ten bytes at each rate, so a terminal with a serial
// printer is better set up with [At]. Errors: an [Error] with [ReaderOffline], or
// the context's.
func Detect(ctx context.Context) (Found, error) {
	names, err := desk.names()
	if err != nil {
		return Found{}, err
	}
	found, _, err := desk.detect(ctx, names)
	return found, err
}

// ports is the machine's serial ports; tests bring their own.
type ports struct {
	list func() ([]string, error)
	open func(name string, baud int) (Port, error)
}

var desk = ports{list: serial.GetPortsList, open: openSerial}

func (s ports) names() ([]string, error) {
	names, err := s.list()
	if err != nil {
		return nil, &Error{ReaderOffline, fmt.Errorf("list serial ports: %w", err)}
	}
	return names, nil
}

// detect asks the ports called names. It returns also those that opened and did
// not answer at any rate.
func (s ports) detect(ctx context.Context, names []string) (found Found, mute []string, err error) {
	left := slices.Clone(names)
	for _, baud := range bauds {
		for _, name := range slices.Clone(left) {
			found, err := s.try(ctx, name, baud)
			switch {
			case err == nil:
				return found, nil, nil
			case ctx.Err() != nil:
				return Found{}, nil, ctx.Err()
			case errors.Is(err, errClosed):
				left = slices.DeleteFunc(left, func(n string) bool { return n == name })
			}
		}
	}
	return Found{}, left, &Error{ReaderOffline, errNoReader}
}

// try asks one port at one rate.
func (s ports) try(ctx context.Context, name string, baud int) (Found, error) {
	port, err := s.openWithin(ctx, name, baud)
	if err != nil {
		return Found{}, fmt.Errorf("%w: %w", errClosed, err)
	}
	defer port.Close() // nothing is lost if it closes badly
	m := newModule(port)
	if err := m.status(ctx); err != nil {
		return Found{}, err
	}
	sam, err := m.samID(ctx)
	if err != nil {
		sam = SAMID{} // it is a reader all the same
	}
	return Found{Port: name, Baud: baud, SAM: sam}, nil
}

// openWithin opens a port, and gives up after openTimeout. A port that opens
// later is closed again.
func (s ports) openWithin(ctx context.Context, name string, baud int) (Port, error) {
	type opened struct {
		port Port
		err  error
	}
	done := make(chan opened, 1)
	go func() {
		p, err := s.open(name, baud)
		done <- opened{p, err}
	}()
	ctx, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	select {
	case o := <-done:
		return o.port, o.err
	case <-ctx.Done():
		go func() {
			if o := <-done; o.err == nil {
				_ = o.port.Close() // too late to be of use
			}
		}()
		return nil, ctx.Err()
	}
}
