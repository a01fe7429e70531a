package device

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// All tests here run in a bubble with its own clock: waiting costs no time.

func key(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

func lay(t testing.TB, s *Simulator, n int) {
	t.Helper()
	if err := s.Lay(n); err != nil {
		t.Fatal(err)
	}
}

// next is the next card, or the key of the error, within 30 seconds.
func next(t testing.TB, r *Reader) (Card, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	c, err := r.Next(ctx)
	if err != nil && key(err) == "" {
		t.Fatalf("next: %v", err)
	}
	return c, key(err)
}

func nextCard(t testing.TB, r *Reader) Card {
	t.Helper()
	c, key := next(t, r)
	if key != "" {
		t.Fatalf("next: %s, want a card", key)
	}
	return c
}

// nobody checks that no card is read for a while.
func nobody(t testing.TB, r *Reader, d time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if _, err := r.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v, want no card for %v", err, d)
	}
}

// onDesk runs a story with a simulator and a reader on it.
func onDesk(t *testing.T, story func(*testing.T, *Simulator, *Reader)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := NewSimulator()
		r := NewReader(s.Open)
		defer r.Close()
		story(t, s, r)
	})
}

func TestReader_reads_every_demo_card(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		want := wantCards(t)
		want[6].LatestAddress = "浙江省嘉兴市南湖区新丰镇样例路3号"
		for i, c := range s.Cards() {
			lay(t, s, c.Number)
			sameCard(t, nextCard(t, r), want[i])
		}
		if got, want := r.SAM().String(), "05.03-20250101-000001234-987654321"; got != want {
			t.Errorf("SAM %s, want %s", got, want)
		}
	})
}

func TestReader_reads_a_card_once_until_it_is_lifted(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		lay(t, s, 2)
		nextCard(t, r)
		nobody(t, r, 5*time.Second)
		lay(t, s, 2) // lies there already
		nobody(t, r, 5*time.Second)
		s.Lift()
		nobody(t, r, time.Second)
		lay(t, s, 2)
		nextCard(t, r)
	})
}

func TestReader_looks_every_300_ms(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		finds := 0
		r.open = func(ctx context.Context) (Port, error) {
			p, err := s.Open(ctx)
			return &countedPort{p, &finds}, err
		}
		nobody(t, r, 3*time.Second-time.Millisecond)
		if finds != 10 {
			t.Errorf("looked %d times in 3 s, want 10", finds)
		}
	})
}

type countedPort struct {
	Port
	finds *int
}

func (p *countedPort) Write(b []byte) (int, error) {
	if string(b) == string(EncodeRequest(CmdFind)) {
		*p.finds++
	}
	return p.Port.Write(b)
}

func TestReader_keeps_no_byte_of_a_card(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		for _, n := range []int{1, 4, 7} {
			lay(t, s, n)
			nextCard(t, r)
			if r.module.dec.buf != [2 * maxFrame]byte{} {
				t.Errorf("after card %d the buffer still holds bytes", n)
			}
		}
	})
}

func TestReader_drops_a_reply_that_comes_too_late(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		nobody(t, r, time.Second)
		// A stale "found" on the line must not be taken for the next find's answer.
		l := r.module.port.(*line)
		l.mu.Lock()
		l.out = append(l.out, EncodeReply(0, 0, CodeFound, 0, 0, 0, 0)...)
		l.mu.Unlock()
		nobody(t, r, time.Second)
	})
}

func TestReader_drops_a_second_reply_to_the_same_request(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		r.open = func(ctx context.Context) (Port, error) {
			p, err := s.Open(ctx)
			return echoPort{p}, err
		}
		nobody(t, r, time.Second)
	})
}

// echoPort lets a stale "found" follow each reply at once.
type echoPort struct{ Port }

func (p echoPort) Read(b []byte) (int, error) {
	n, err := p.Port.Read(b)
	if n > 0 {
		n += copy(b[n:], EncodeReply(0, 0, CodeFound, 0, 0, 0, 0))
	}
	return n, err
}

func TestReader_no_answer(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		nobody(t, r, time.Second)
		s.Fault(Mute)
		if _, got := next(t, r); got != ReaderOffline {
			t.Fatalf("got %q, want %s", got, ReaderOffline)
		}
		if _, got := next(t, r); got != ReaderOffline { // connecting fails too
			t.Fatalf("got %q, want %s", got, ReaderOffline)
		}
		s.Fault(NoFault)
		lay(t, s, 1)
		nextCard(t, r)
	})
}

func TestReader_one_lost_answer_is_no_error(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		nobody(t, r, time.Second)
		s.FaultOnce(Mute)
		nobody(t, r, time.Second)
		lay(t, s, 1)
		nextCard(t, r)
	})
}

func TestReader_bears_lost_answers_as_long_as_some_come(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		nobody(t, r, time.Second)
		for range 2 * patience {
			s.FaultOnce(Mute)
			nobody(t, r, 2*time.Second)
		}
	})
}

func TestReader_noise_before_the_preamble(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		s.Fault(Noise)
		lay(t, s, 7)
		if c := nextCard(t, r); c.LatestAddress == "" {
			t.Error("the latest address was lost in noise")
		}
	})
}

// TestReader_failed_reads has the faults of a read: what the clerk sees while they
// last, and that the card is read afterwards.
func TestReader_failed_reads(t *testing.T) {
	tests := []struct {
		name  string
		fault Fault
		key   string
		relay bool // the module does not find the card again by itself
	}{
		{"half frame then silence", HalfFrame, ReadFailed, true},
		{"wrong checksum", BadChecksum, ReadFailed, true},
		{"refused with 41", ReadFails, ReadFailed, false},
		{"pulled between find and select", PulledEarly, ReadFailed, true},
		{"pulled between select and read", PulledLate, ReadFailed, true},
		{"type mark Z", StrangeMark, UnsupportedCard, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
				s.Fault(tt.fault)
				lay(t, s, 1)
				c, got := next(t, r)
				if got != tt.key {
					t.Fatalf("got %q, want %s", got, tt.key)
				}
				sameCard(t, c, Card{})
				s.Fault(NoFault)
				if tt.relay {
					nobody(t, r, time.Second)
					s.Lift()
					lay(t, s, 1)
				}
				sameCard(t, nextCard(t, r), wantCards(t)[0])
			})
		})
	}
}

func TestReader_a_damaged_reply_is_asked_for_again(t *testing.T) {
	for _, fault := range []Fault{HalfFrame, BadChecksum} {
		onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
			s.FaultOnce(fault)
			lay(t, s, 1)
			sameCard(t, nextCard(t, r), wantCards(t)[0])
		})
	}
}

func TestReader_41_once_then_good(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		s.FaultOnce(ReadFails)
		lay(t, s, 3)
		if _, got := next(t, r); got != ReadFailed {
			t.Fatalf("got %q, want %s", got, ReadFailed)
		}
		nextCard(t, r)
	})
}

func TestReader_41_names_the_code_but_no_person(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		s.FaultOnce(ReadFails)
		lay(t, s, 1)
		_, err := r.Next(t.Context())
		var e *CodeError
		if !errors.As(err, &e) || e.Code != CodeReadFailed {
			t.Fatalf("got %v", err)
		}
		if got, want := err.Error(), "ReadFailed: command 30 01: read failed (00 00 41)"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestReader_module_that_knows_only_the_fingerprint_read(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		s.Fault(PrintOnly)
		lay(t, s, 5)
		sameCard(t, nextCard(t, r), wantCards(t)[4])
	})
}

func TestReader_module_that_is_mute_about_the_latest_address_is_not_asked_twice(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		r.open = func(ctx context.Context) (Port, error) {
			p, err := s.Open(ctx)
			return deafPort{p}, err
		}
		lay(t, s, 7)
		begin := time.Now()
		if c := nextCard(t, r); c.Name == "" || c.LatestAddress != "" {
			t.Error("want the card without latest address")
		}
		if took := time.Since(begin); took < selectTimeout {
			t.Errorf("asked for %v, want %v", took, selectTimeout)
		}
		lay(t, s, 1)
		begin = time.Now()
		nextCard(t, r)
		if took := time.Since(begin); took >= selectTimeout {
			t.Errorf("second card took %v", took)
		}
	})
}

func TestReader_asks_only_residents_cards_for_the_latest_address(t *testing.T) {
	onDesk(t, func(t *testing.T, s *Simulator, r *Reader) {
		r.open = func(ctx context.Context) (Port, error) {
			p, err := s.Open(ctx)
			return deafPort{p}, err
		}
		for _, n := range []int{4, 5, 6} {
			lay(t, s, n)
			begin := time.Now()
			nextCard(t, r)
			if took := time.Since(begin); took >= selectTimeout {
				t.Errorf("card %d took %v", n, took)
			}
		}
	})
}

// deafPort loses requests for the latest address.
type deafPort struct{ Port }

func (p deafPort) Write(b []byte) (int, error) {
	if string(b) == string(EncodeRequest(CmdLatestAddress)) {
		return len(b), nil
	}
	return p.Port.Write(b)
}
