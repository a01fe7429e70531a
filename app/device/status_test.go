package device

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// watch runs the reader beside the test and collects what it tells.
type watch struct {
	mu   sync.Mutex
	told []Status
}

func (w *watch) tell(s Status) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = append(w.told, s)
}

// since returns the states and keys told since the last call.
func (w *watch) since() (got []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	names := map[State]string{Waiting: "Waiting", Reading: "Reading", Read: "Read"}
	for _, s := range w.told {
		got = append(got, names[s.State]+s.Key)
	}
	w.told = nil
	return got
}

func TestRun_tells_each_change_once(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, s := Simulated()
		ctx, cancel := context.WithCancel(t.Context())
		var w watch
		ended := make(chan error, 1)
		go func() { ended <- r.Run(ctx, w.tell) }()
		steps := []struct {
			do   func()
			want []string
		}{
			{func() {}, []string{"Waiting"}},
			{func() { lay(t, s, 1) }, []string{"Reading", "Read"}},
			{func() { s.Lift() }, nil},
			{func() { lay(t, s, 2) }, []string{"Reading", "Read"}},
			{func() { s.Fault(ReadFails); lay(t, s, 3) }, []string{"Reading", ReadFailed}}, // tried again without flicker
			{func() { s.Fault(NoFault) }, []string{"Read"}},
			{func() { s.Fault(PulledLate); lay(t, s, 4) }, []string{"Reading", ReadFailed}},
			{func() { s.Fault(StrangeMark); lay(t, s, 4) }, []string{"Reading", UnsupportedCard}},
			{func() { s.Fault(NoFault); lay(t, s, 5) }, []string{"Reading", "Read"}},
			{func() { s.Unplug() }, []string{ReaderOffline}},
			{func() { s.Plug() }, []string{"Waiting"}},
			{func() { s.Fault(Mute) }, []string{ReaderOffline}},
			{func() { s.Fault(NoFault); s.Lift() }, []string{"Waiting"}},
		}
		for i, step := range steps {
			step.do()
			time.Sleep(10 * time.Second)
			synctest.Wait()
			if got := w.since(); !slices.Equal(got, step.want) {
				t.Errorf("step %d told %v, want %v", i, got, step.want)
			}
		}
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("run ended with %v", err)
		}
		if len(s.lines) != 0 {
			t.Error("the line is still open")
		}
	})
}

func TestRun_tells_nothing_after_its_end(t *testing.T) {
	for _, after := range []time.Duration{
		0,                       // while the text is read
		1300 * time.Millisecond, // the text is there, the latest address not yet
	} {
		synctest.Test(t, func(t *testing.T) {
			r, s := Simulated()
			lay(t, s, 7)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var told []State
			err := r.Run(ctx, func(st Status) {
				told = append(told, st.State)
				time.AfterFunc(after, cancel)
			})
			if !errors.Is(err, context.Canceled) || !slices.Equal(told, []State{Reading}) {
				t.Errorf("cancelled after %v: told %v, then %v", after, told, err)
			}
		})
	}
}
