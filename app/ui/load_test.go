package ui

import (
	"context"
	"errors"
	"testing"
)

func TestLoad(t *testing.T) {
	work := func(context.Context) (int, error) { return 7, nil }
	t.Run("shows the result", func(t *testing.T) {
		got := 0
		Load(Synchronously(t.Context()), work, func(n int, err error) { got = n })
		if got != 7 {
			t.Errorf("got %d", got)
		}
	})
	t.Run("shows nothing on a screen that was left", func(t *testing.T) {
		never := func(int, error) { t.Error("shown") }
		ctx, cancel := context.WithCancel(Synchronously(t.Context()))
		Load(ctx, func(context.Context) (int, error) { cancel(); return 7, nil }, never)
		// Left between the end of the work and the UI thread's turn.
		var turn func()
		ctx, cancel = context.WithCancel(t.Context())
		Load(WithRunner(ctx, Runner{Go: func(f func()) { f() }, Do: func(f func()) { turn = f }}), work, never)
		cancel()
		turn()
	})
	t.Run("survives a panic", func(t *testing.T) {
		var got error
		Load(Synchronously(t.Context()), func(context.Context) (int, error) { panic("broken") }, func(_ int, err error) { got = err })
		if !errors.Is(got, ErrBroken) {
			t.Errorf("got %v", got)
		}
	})
	t.Run("leaves the caller's goroutine", func(t *testing.T) {
		start(t)
		begun, shown := make(chan struct{}), make(chan int)
		Load(t.Context(), func(context.Context) (int, error) { <-begun; return 7, nil }, func(n int, _ error) { shown <- n })
		close(begun)
		if n := <-shown; n != 7 {
			t.Errorf("got %d", n)
		}
	})
}
