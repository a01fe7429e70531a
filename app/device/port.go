package device

import (
	"context"
	"fmt"
	"io"
	"time"

	"go.bug.st/serial"
)

// A Port is a byte line to a reader. Read waits a short while (a tenth of a
// second) and then returns 0, nil: the reader counts its own time and can be
// cancelled in between. Any error means that the line is gone. A serial.Port is a
// Port.
type Port interface {
	io.ReadWriteCloser
	// ResetInputBuffer drops what arrived and was not read.
	ResetInputBuffer() error
}

// An Opener opens the line to the reader, and finds it first if need be. It is
// called again whenever the line was lost.
type Opener func(ctx context.Context) (Port, error)

// DefaultBaud is what readers leave the factory with.
const DefaultBaud = 115200

// readSlice bounds one Read and so the time a cancelled context goes unnoticed.
const readSlice = 100 * time.Millisecond

// At returns an Opener for a known serial port ("COM3", "/dev/ttyUSB0") and baud
// rate, as the set-up of the terminal may fix them.
func At(name string, baud int) Opener {
	return func(context.Context) (Port, error) { return openSerial(name, baud) }
}

// openSerial opens a port with 8 data bits, no parity, 1 stop bit.
func openSerial(name string, baud int) (Port, error) {
	p, err := serial.Open(name, &serial.Mode{BaudRate: baud, DataBits: 8})
	if err != nil {
		return nil, fmt.Errorf("open port %s: %w", name, err)
	}
	if err := p.SetReadTimeout(readSlice); err != nil {
		_ = p.Close() // the first error is the one that tells
		return nil, fmt.Errorf("set read timeout of port %s: %w", name, err)
	}
	return p, nil
}
