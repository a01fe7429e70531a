// Package proxy stands between two programs on loopback and makes their line as
// bad as a real one: slow, long, lossy, cut. It counts what goes through. It is
// for tests and benchmarks only.
//
// It works on TCP's payload: a lost segment shows as what it costs a connection,
// a pause until it was sent again, and not as a packet that is gone.
package proxy

import (
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Line says how bad the line is. The zero value is loopback itself.
type Line struct {
	Delay     time.Duration // one way
	PerSecond int           // bytes in each direction; 0 without bound
	Loss      int           // lost segments in 1,000
}

// Slow is the worst line we promise to work on: 64 kbit/s, two seconds there and
// back, one segment in a hundred lost.
var Slow = Line{Delay: time.Second, PerSecond: 8000, Loss: 10}

const segment = 1400 // bytes of a TCP segment, about

// Proxy is one listening address. It may be shared between goroutines.
type Proxy struct {
	target   string
	listener net.Listener
	up, down atomic.Int64

	mu      sync.Mutex
	line    Line
	refuses bool
	cutUp   int64 // cut all once so many bytes more went up; negative for never
	conns   map[net.Conn]bool
	rng     *rand.Rand
}

// Start begins to listen on a free port of loopback until the test ends.
func Start(tb testing.TB, target string, line Line) *Proxy {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	p := &Proxy{target: target, listener: l, line: line, cutUp: -1, conns: map[net.Conn]bool{}, rng: rand.New(rand.NewPCG(64, 2))}
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.serve()
	}()
	tb.Cleanup(func() {
		_ = l.Close() // ends serve
		p.Cut()
		<-done
	})
	return p
}

// Addr is where to connect.
func (p *Proxy) Addr() string { return p.listener.Addr().String() }

// Bytes tells how much went to the target and back, TLS included.
func (p *Proxy) Bytes() (up, down int64) { return p.up.Load(), p.down.Load() }

// Set changes the line for what is sent from now on.
func (p *Proxy) Set(line Line) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.line = line
}

// Cut ends all connections at once.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		_ = c.Close() // that is the point
	}
}

// CutAfter ends all connections once so many more bytes went up, and refuses new
// ones until [Proxy.Mend].
func (p *Proxy) CutAfter(bytes int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cutUp = bytes
}

// Mend lets connections through again.
func (p *Proxy) Mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuses, p.cutUp = false, -1
}

func (p *Proxy) serve() {
	var conns sync.WaitGroup
	defer conns.Wait()
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		conns.Go(func() { p.carry(c) })
	}
}

func (p *Proxy) carry(here net.Conn) {
	defer here.Close() // already closed when it was cut
	if p.refused() {
		return
	}
	there, err := net.Dial("tcp", p.target)
	if err != nil {
		return // the program behind is down: the other end sees a closed connection
	}
	defer there.Close()
	if !p.enter(here, there) {
		return
	}
	defer p.leave(here, there)
	var both sync.WaitGroup
	both.Go(func() { p.copy(there, here, &p.up, true) })
	both.Go(func() { p.copy(here, there, &p.down, false) })
	both.Wait()
}

func (p *Proxy) refused() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refuses
}

func (p *Proxy) enter(conns ...net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.refuses {
		return false
	}
	for _, c := range conns {
		p.conns[c] = true
	}
	return true
}

func (p *Proxy) leave(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		delete(p.conns, c)
	}
}

// piece is what was read at a time, and when it may arrive.
type piece struct {
	data []byte
	at   time.Time
}

// copy carries one direction. What was read waits its delay in a queue, so that
// a long line is still full.
func (p *Proxy) copy(to, from net.Conn, count *atomic.Int64, up bool) {
	queue := make(chan piece, 4096)
	go p.read(from, queue, count, up)
	for piece := range queue {
		if wait := time.Until(piece.at); wait > 0 {
			time.Sleep(wait)
		}
		if _, err := to.Write(piece.data); err != nil {
			_ = from.Close() // the other half has nobody to talk to
			for range queue {
			}
			return
		}
	}
	if half, ok := to.(*net.TCPConn); ok {
		_ = half.CloseWrite() // gone already when it was cut
	}
}

func (p *Proxy) read(from net.Conn, queue chan<- piece, count *atomic.Int64, up bool) {
	defer close(queue)
	var free time.Time // when the line has carried what was read so far
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			count.Add(int64(n))
			free = p.arrival(free, n)
			queue <- piece{append([]byte(nil), buffer[:n]...), free.Add(p.delay())}
			if up {
				p.spend(int64(n))
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				_ = from.Close()
			}
			return
		}
	}
}

func (p *Proxy) delay() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.line.Delay
}

// arrival is when the last of n bytes has left, a line being free at free.
func (p *Proxy) arrival(free time.Time, n int) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := time.Now(); free.Before(now) {
		free = now
	}
	if p.line.PerSecond > 0 {
		free = free.Add(time.Duration(n) * time.Second / time.Duration(p.line.PerSecond))
	}
	for range (n + segment - 1) / segment {
		if p.line.Loss > 0 && p.rng.IntN(1000) < p.line.Loss {
			free = free.Add(2*p.line.Delay + 200*time.Millisecond) // noticed and sent again
		}
	}
	return free
}

// spend counts towards a cut.
func (p *Proxy) spend(n int64) {
	p.mu.Lock()
	if p.cutUp < 0 {
		p.mu.Unlock()
		return
	}
	p.cutUp -= n
	now := p.cutUp < 0
	if now {
		p.refuses = true
	}
	p.mu.Unlock()
	if now {
		p.Cut()
	}
}
