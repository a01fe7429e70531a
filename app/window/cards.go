package window

import (
	"context"
	"sync"

	"fyne.io/fyne/v2"

	"ruhui/app/device"
)

// cards hands what the card reader sees to whichever page listens. The reader
// belongs to one goroutine; a card laid while no page listens is not kept.
type cards struct {
	cancel context.CancelFunc
	done   chan struct{}

	mu     sync.Mutex
	last   device.Status
	listen func(device.Status)
}

func newCards(ctx context.Context, reader *device.Reader) *cards {
	c := &cards{done: make(chan struct{}), last: device.Status{State: device.Offline}}
	ctx, c.cancel = context.WithCancel(ctx)
	if reader == nil {
		close(c.done)
		return c
	}
	go func() {
		defer close(c.done)
		// It ends with ctx alone; everything else is told as a status.
		_ = reader.Run(ctx, c.tell)
		reader.Close()
	}()
	return c
}

func (c *cards) tell(s device.Status) {
	c.mu.Lock()
	listen := c.listen
	c.last = device.Status{State: s.State, Key: s.Key} // never the card
	c.mu.Unlock()
	if listen != nil {
		fyne.Do(func() { listen(s) })
	}
}

// hear makes f the listener in place of the one before. f runs on Fyne's thread
// and gets the present state first; what became of the card before is the past.
func (c *cards) hear(f func(device.Status)) {
	c.mu.Lock()
	c.listen = f
	last := c.last
	c.mu.Unlock()
	if last.State == device.Read || last.State == device.Failed {
		last = device.Status{State: device.Waiting}
	}
	f(last)
}

// pause lets go of the listener and gives it, to be heard again later.
func (c *cards) pause() func(device.Status) {
	c.mu.Lock()
	defer c.mu.Unlock()
	listen := c.listen
	c.listen = nil
	return listen
}

// forget lets go of the listener, and so of the page it belongs to.
func (c *cards) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listen = nil
}

func (c *cards) close() {
	c.cancel()
	<-c.done
}
