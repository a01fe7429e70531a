package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"time"
)

// Open connects to the simulator inside the process; it is an [Opener]. The line
// speaks 115200 baud. Error: fs.ErrNotExist while unplugged, as a real port has.
func (s *Simulator) Open(context.Context) (Port, error) { return s.open("", DefaultBaud) }

func (s *Simulator) open(_ string, baud int) (Port, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away {
		return nil, fmt.Errorf("open simulated port: %w", fs.ErrNotExist)
	}
	l := &line{sim: s, baud: baud, dec: NewRequestDecoder(), news: make(chan struct{}, 1)}
	s.lines[l] = true
	return l, nil
}

// Unplug breaks all lines and takes the port away.
func (s *Simulator) Unplug() {
	s.mu.Lock()
	s.away = true
	lines := s.lines
	s.lines = map[*line]bool{}
	s.mu.Unlock()
	for l := range lines {
		l.end()
	}
}

// Plug brings the port back.
func (s *Simulator) Plug() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = false
}

// Serve answers at the far end of a line, such as the master of a pseudo
// terminal, until it breaks. The baud rate does not matter there. It returns nil
// at the end of the stream, else the line's error.
func (s *Simulator) Serve(rw io.ReadWriter) error {
	dec := NewRequestDecoder()
	for {
		if _, err := dec.Fill(rw); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("serve simulated reader: %w", err)
		}
		for {
			reply, takes, more := s.hear(dec)
			if !more {
				break
			}
			time.Sleep(takes)
			if _, err := rw.Write(reply); err != nil {
				return fmt.Errorf("serve simulated reader: %w", err)
			}
		}
	}
}

// hear takes the next request out of the decoder and answers it.
func (s *Simulator) hear(dec *Decoder) (reply []byte, takes time.Duration, more bool) {
	body, err := dec.Next()
	switch {
	case errors.Is(err, ErrChecksum):
		return EncodeReply(0, 0, CodeChecksum), 0, true
	case err != nil:
		return nil, 0, false
	}
	reply, takes = s.answer(body)
	return reply, takes, true
}

// A line is the near end of a connection inside the process. What is written is
// answered at once; the answer can be read when its time has come.
type line struct {
	sim  *Simulator
	baud int

	mu    sync.Mutex
	dec   *Decoder
	due   time.Time // when out may be read
	out   []byte
	ended bool
	news  chan struct{} // something to read, or the end
}

var errUnplugged = errors.New("simulated port is gone")

func (l *line) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return 0, errUnplugged
	}
	if !l.sim.hears(l.baud) {
		return len(p), nil
	}
	for rest := (chunk{p}); len(rest.b) > 0; {
		if _, err := l.dec.Fill(&rest); err != nil {
			return 0, err
		}
		l.answer()
	}
	return len(p), nil
}

// chunk reads out a slice.
type chunk struct{ b []byte }

func (c *chunk) Read(p []byte) (int, error) {
	n := copy(p, c.b)
	c.b = c.b[n:]
	return n, nil
}

func (s *Simulator) hears(baud int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.baud == baud
}

func (l *line) answer() {
	for {
		reply, takes, more := l.sim.hear(l.dec)
		if !more {
			return
		}
		l.out, l.due = append(l.out, reply...), time.Now().Add(takes)
		l.wake()
	}
}

func (l *line) wake() {
	select {
	case l.news <- struct{}{}:
	default: // a wake-up waits already
	}
}

// Read waits like a serial port does: for bytes, or readSlice.
func (l *line) Read(p []byte) (int, error) {
	timeout := time.NewTimer(readSlice)
	defer timeout.Stop()
	for {
		n, wait, err := l.take(p)
		if n > 0 || err != nil {
			return n, err
		}
		select {
		case <-timeout.C:
			return 0, nil
		case <-l.news:
		case <-time.After(wait):
		}
	}
}

// take copies what is due, or says how long to wait for it.
func (l *line) take(p []byte) (n int, wait time.Duration, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return 0, 0, errUnplugged
	}
	wait = readSlice
	if len(l.out) > 0 {
		wait = time.Until(l.due)
	}
	if len(l.out) == 0 || wait > 0 {
		return 0, wait, nil
	}
	n = copy(p, l.out)
	clear(l.out[:n])
	l.out = l.out[n:]
	return n, 0, nil
}

// ResetInputBuffer drops the answer that was not read.
func (l *line) ResetInputBuffer() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return errUnplugged
	}
	l.out = nil
	return nil
}

// Close ends the line.
func (l *line) Close() error {
	l.sim.mu.Lock()
	delete(l.sim.lines, l)
	l.sim.mu.Unlock()
	l.end()
	return nil
}

func (l *line) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
	l.wake()
}
