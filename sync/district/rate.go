package district

import (
	"context"
	stdsync "sync"
	"time"

	"golang.org/x/time/rate"
)

// rates bounds how often each key (a terminal, an address) may ask.
type rates struct {
	mu    stdsync.Mutex
	per   rate.Limit
	burst int
	now   func() time.Time
	of    map[string]*rate.Limiter
	swept time.Time
}

func newRates(perSecond float64, burst int, now func() time.Time) *rates {
	return &rates{per: rate.Limit(perSecond), burst: burst, now: now, of: map[string]*rate.Limiter{}, swept: now()}
}

// take gives 0 when the key may ask now, else how long it should wait.
func (r *rates) take(key string) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	r.sweep(now)
	l := r.of[key]
	if l == nil {
		l = rate.NewLimiter(r.per, r.burst)
		r.of[key] = l
	}
	if l.AllowN(now, 1) {
		return 0
	}
	return time.Duration(float64(time.Second) / float64(r.per))
}

// sweepEvery is how often those who have long been quiet are forgotten.
const sweepEvery = time.Minute

func (r *rates) sweep(now time.Time) {
	if now.Sub(r.swept) < sweepEvery {
		return
	}
	r.swept = now
	for key, l := range r.of {
		if l.TokensAt(now) >= float64(r.burst) {
			delete(r.of, key)
		}
	}
}

// gate lets so many work at once; the others wait for their turn. What waits is
// small: a message is unpacked behind the gate.
type gate chan struct{}

func (g gate) enter(ctx context.Context) error {
	select {
	case g <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g gate) leave() { <-g }
