package device

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// sockets is a machine with named ports; a nil simulator is a port that is mute.
type sockets struct {
	at    map[string]*Simulator
	busy  map[string]bool
	asked []string
}

func (s *sockets) ports() ports { return ports{list: s.list, open: s.open} }

func (s *sockets) list() ([]string, error) {
	var names []string
	for name := range s.at {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}

func (s *sockets) open(name string, baud int) (Port, error) {
	s.asked = append(s.asked, name)
	if s.busy[name] {
		return nil, fs.ErrPermission
	}
	sim, there := s.at[name]
	if !there {
		return nil, fs.ErrNotExist
	}
	if sim == nil {
		sim = NewSimulator()
		sim.Fault(Mute)
	}
	return sim.open(name, baud)
}

func TestDetect(t *testing.T) {
	tests := []struct {
		name string
		baud int
		busy string
		want Found
		key  string
	}{
		{name: "factory rate", baud: 115200, want: Found{Port: "COM5", Baud: 115200}},
		{name: "9600 baud", baud: 9600, want: Found{Port: "COM5", Baud: 9600}},
		{name: "19200 baud", baud: 19200, want: Found{Port: "COM5", Baud: 19200}},
		{name: "another port in use", baud: 115200, busy: "COM1", want: Found{Port: "COM5", Baud: 115200}},
		{name: "reader in use elsewhere", baud: 115200, busy: "COM5", key: ReaderOffline},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sim := NewSimulator()
				sim.SetBaud(tt.baud)
				s := &sockets{at: map[string]*Simulator{"COM1": nil, "COM5": sim}, busy: map[string]bool{tt.busy: true}}
				if tt.key == "" {
					tt.want.SAM = sim.sam
				}
				names, _ := s.list()
				got, _, err := s.ports().detect(t.Context(), names)
				if got != tt.want || key(err) != tt.key {
					t.Errorf("got %+v, %v, want %+v, %q", got, err, tt.want, tt.key)
				}
				if len(sim.lines) != 0 {
					t.Error("the line is still open")
				}
			})
		})
	}
}

func TestDetect_cancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &sockets{at: map[string]*Simulator{"COM1": nil, "COM2": nil}}
		ctx, cancel := context.WithTimeout(t.Context(), 700*time.Millisecond)
		defer cancel()
		if _, _, err := s.ports().detect(ctx, []string{"COM1", "COM2"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
		}
	})
}

func TestDetect_passes_over_a_port_that_hangs_and_closes_it_later(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow, good := NewSimulator(), NewSimulator()
		p := ports{open: func(name string, baud int) (Port, error) {
			if name == "COM9" {
				time.Sleep(30 * time.Second)
				return slow.open(name, baud)
			}
			return good.open(name, baud)
		}}
		begin := time.Now()
		got, _, err := p.detect(t.Context(), []string{"COM9", "COM5"})
		if err != nil || got.Port != "COM5" || time.Since(begin) != openTimeout {
			t.Errorf("got %+v, %v after %v", got, err, time.Since(begin))
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(slow.lines) != 0 {
			t.Error("the port that opened late is still open")
		}
	})
}

func TestAuto_follows_the_reader_to_another_port(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim := NewSimulator()
		s := &sockets{at: map[string]*Simulator{"COM5": sim}}
		r := NewReader((&search{ports: s.ports()}).open)
		defer r.Close()
		lay(t, sim, 1)
		nextCard(t, r)
		sim.Unplug()
		delete(s.at, "COM5")
		if _, got := next(t, r); got != ReaderOffline {
			t.Fatalf("got %q, want %s", got, ReaderOffline)
		}
		sim.Plug()
		sim.SetBaud(9600)
		s.at["COM7"] = sim
		lay(t, sim, 2)
		nextCard(t, r)
	})
}

func TestAuto_asks_a_mute_port_once_until_it_was_away(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &sockets{at: map[string]*Simulator{"COM1": nil}}
		r := NewReader((&search{ports: s.ports()}).open)
		asks := func() int {
			s.asked = nil
			if _, got := next(t, r); got != ReaderOffline {
				t.Fatalf("got %q, want %s", got, ReaderOffline)
			}
			return len(s.asked)
		}
		if got := asks(); got != len(bauds) {
			t.Errorf("first asked %d times, want %d", got, len(bauds))
		}
		if got := asks(); got != 0 {
			t.Errorf("asked again %d times", got)
		}
		delete(s.at, "COM1")
		asks()
		s.at["COM1"] = nil
		if got := asks(); got != len(bauds) {
			t.Errorf("after it was away asked %d times, want %d", got, len(bauds))
		}
	})
}
