package ui

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"

	"fyne.io/fyne/v2"
)

// ErrBroken is what show gets when work panicked; the log has the stack.
var ErrBroken = errors.New("work ended in a panic")

// Runner is how Load leaves the UI thread and comes back to it.
type Runner struct {
	Go func(func()) // runs off the UI thread
	Do func(func()) // runs on it
}

type runnerKey struct{}

// WithRunner returns a context whose Load calls use r.
func WithRunner(ctx context.Context, r Runner) context.Context {
	return context.WithValue(ctx, runnerKey{}, r)
}

// Synchronously returns a context in which Load does everything at once, in the
// caller's goroutine: for tests.
func Synchronously(ctx context.Context) context.Context {
	call := func(f func()) { f() }
	return WithRunner(ctx, Runner{Go: call, Do: call})
}

func runnerOf(ctx context.Context) Runner {
	if r, ok := ctx.Value(runnerKey{}).(Runner); ok {
		return r
	}
	return Runner{Go: func(f func()) { go f() }, Do: fyne.Do}
}

// Load runs work off the UI thread and hands its result to show on it, in a
// single hop. A screen gives each visit of itself a context and cancels it on
// leaving: then show is not called, whatever work returns. work must touch no
// widget and end soon after ctx does.
func Load[T any](ctx context.Context, work func(context.Context) (T, error), show func(T, error)) {
	run := runnerOf(ctx)
	run.Go(func() {
		result, err := guarded(ctx, work)
		if ctx.Err() != nil {
			return
		}
		run.Do(func() {
			// The screen may have been left between the two threads.
			if ctx.Err() == nil {
				show(result, err)
			}
		})
	})
}

// guarded turns a panic of work into ErrBroken: one broken query must not close
// the window in front of a visitor. The value of the panic is not logged, it
// may hold somebody's data.
func guarded[T any](ctx context.Context, work func(context.Context) (T, error)) (result T, err error) {
	defer func() {
		if recover() != nil {
			slog.Error("work off the screen's thread panicked", "stack", string(debug.Stack()))
			err = ErrBroken
		}
	}()
	return work(ctx)
}
