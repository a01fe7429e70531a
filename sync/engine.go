package sync

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/record"
)

// Engine is the terminal's side of every exchange: it sends what the store
// recorded and stores what the district hands out. [Engine.Run] works by itself;
// a simulation calls [Engine.Step] and [Engine.Listen] instead. It never runs on
// a screen's thread, and no screen waits for it.
type Engine struct {
	store  *store.Store
	client *Client
	opt    Options

	step  sync.Mutex // one Step at a time
	state            // guarded by step

	mu     sync.Mutex // guards what follows
	bearer bearer
	told   told
}

// Options are what tests set and what the program says of itself. The zero value
// is what a window runs with.
type Options struct {
	Program string               // version, for the district's list of terminals
	Now     func() time.Time     // the store's clock; [store.Store.Now] when nil
	Elapsed func() time.Duration // since some moment, whatever the clock is set to; nil for the real one
	Random  func() float64       // from 0 to below 1, for jitter; nil for the real one
	Logger  *slog.Logger         // nil for none
	NewsFor time.Duration        // how long the district is asked to wait for news; 0 for 50 s, less than none not at all
	// OnStatus is called, on the engine's goroutine, when [Engine.Status] may have
	// changed; nil for nobody. It must not wait.
	OnStatus func()
	Letter   int // bytes a courier's letter is filled up to; [MaxLetter] when 0
}

// state is where the engine is in its dealings. All of it may be lost: the
// district and the store know the rest.
type state struct {
	greeted  bool          // a hello was answered since anything went wrong
	again    time.Duration // when to say hello the next time
	epoch    uuid.UUID     // the district's, as of the last hello
	feeds    []string      // what this centre reads
	behind   map[string]bool
	parting  *parting // nil while the district is the one the positions belong to
	forking  *forking // nil while the journal is the one the district knows
	batch    sizer
	page     sizer
	failures int           // exchanges that failed, one after the other
	held     time.Duration // pushing rests until then: the district refused a batch
	heldBy   error         // why; nil once a batch was taken
	clock    watch
	shorter  int // how often the time for news was halved
}

// bearer is the token for the time being.
type bearer struct {
	token string
	until time.Duration
}

// Next says what a Step leaves to do.
type Next struct {
	// Idle: nothing is left but to listen for news, or until something is saved.
	Idle bool
	// Wait until the next Step at least; whoever saves or signs in may come earlier
	// unless Err is set.
	Wait time.Duration
	// Err is why the exchange did not happen, nil when it did.
	Err error
}

// helloEvery is how often a terminal that is online says how it stands.
const helloEvery = 5 * time.Minute

// NewEngine makes the engine of a store. The store stays the caller's to close,
// after [Engine.Run] has returned.
func NewEngine(s *store.Store, c *Client, opt Options) *Engine {
	if opt.Now == nil {
		opt.Now = s.Now
	}
	if opt.Elapsed == nil {
		start := time.Now()
		opt.Elapsed = func() time.Duration { return time.Since(start) }
	}
	if opt.Random == nil {
		opt.Random = rand.Float64
	}
	if opt.Logger == nil {
		opt.Logger = slog.New(slog.DiscardHandler)
	}
	if opt.NewsFor == 0 {
		opt.NewsFor = 50 * time.Second
	}
	opt.Letter = cmp.Or(opt.Letter, MaxLetter)
	e := &Engine{store: s, client: c, opt: opt}
	e.behind = map[string]bool{}
	return e
}

// Step makes one exchange, the most urgent one: be certified, get a token, say
// hello, send what waits, then fetch what is new. What it does follows from store
// and answers alone.
func (e *Engine) Step(ctx context.Context) Next {
	e.step.Lock()
	defer e.step.Unlock()
	did, err := e.advance(ctx)
	switch {
	case err != nil:
		return e.failed(ctx, err)
	case did:
		e.succeeded()
		return Next{}
	}
	e.meet(true)
	due := e.again
	if e.heldBy != nil {
		due = min(due, e.held)
	}
	return Next{Idle: true, Wait: max(due-e.opt.Elapsed(), 0)}
}

// advance makes the first exchange that is due; did is false when none is.
func (e *Engine) advance(ctx context.Context) (did bool, err error) {
	for _, move := range []func(context.Context) (bool, error){
		e.unseal, e.certify, e.authorise, e.greet, e.fork, e.reconcile, e.push, e.pull,
	} {
		if did, err = move(ctx); did || err != nil {
			return did, err
		}
	}
	return false, nil
}

// errSealed: nothing can be signed, read or stored before somebody signs in.
var errSealed = errors.New("nobody has signed in")

// unseal makes sure that the keys are here.
func (e *Engine) unseal(ctx context.Context) (bool, error) {
	_, err := e.store.Signer(ctx)
	return false, err
}

// sealed: the keys are not here, or went while an exchange was under way.
func sealed(err error) bool {
	var of *store.Error
	return errors.As(err, &of) && (of.Key == store.KeySignInFirst || of.Key == store.KeySignedOut)
}

// ask makes an exchange under the token.
func (e *Engine) ask(ctx context.Context, path string, message, answer any) error {
	return e.refusedToken(e.client.Exchange(ctx, path, e.token(), message, answer))
}

func (e *Engine) token() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.bearer.token
}

// refusedToken forgets a token that the district no longer takes.
func (e *Engine) refusedToken(err error) error {
	if refusal := (*Refusal)(nil); errors.As(err, &refusal) && (refusal.Code == TokenOver || refusal.Code == NotCertified) {
		e.mu.Lock()
		e.bearer = bearer{}
		e.mu.Unlock()
	}
	return err
}

// failed works out what to do about an exchange that did not happen, and when.
func (e *Engine) failed(ctx context.Context, err error) Next {
	if ctx.Err() != nil {
		return Next{Err: ctx.Err()}
	}
	if sealed(err) {
		err = errSealed
	}
	e.failures++
	e.tell(err)
	next := Next{Wait: backOff(e.failures, e.opt.Random()), Err: err}
	refusal := (*Refusal)(nil)
	switch {
	case errors.Is(err, errSealed):
		e.failures = 0
		return Next{Idle: true, Wait: helloEvery, Err: err}
	case errors.As(err, &refusal):
		e.refused(ctx, refusal, &next)
	default:
		e.greeted = false // the line was away: say anew how we stand once it is back
	}
	e.opt.Logger.Info("exchange failed", "error", err, "failures", e.failures, "wait", next.Wait)
	return next
}

// refused acts on what the district says. What can be mended at once is tried
// again at once, the first time.
func (e *Engine) refused(ctx context.Context, r *Refusal, next *Next) {
	switch r.Code {
	case TokenOver:
		if e.failures == 1 {
			next.Wait = 0
		}
	case NotCertified:
		// A district that was set back has to be told again who we are.
		if err := e.store.TakeCertified(ctx, false); err != nil {
			e.opt.Logger.Error("note that the terminal is not certified", "error", err)
		}
		e.greeted = false
	case NotJoined, OtherEpoch, NotBehind:
		e.greeted = false // the next hello says where to go on
		if e.failures == 1 {
			next.Wait = 0
		}
	case TooMany, TryAgain:
		if r.Seconds > 0 {
			next.Wait = max(next.Wait, time.Duration(r.Seconds)*time.Second)
		}
	}
}

func (e *Engine) succeeded() {
	e.failures = 0
	e.meet(false)
}

// backOff doubles from one second to a minute; chance, from 0 to 1, spreads
// terminals that lost their district at the same moment.
func backOff(failures int, chance float64) time.Duration {
	const longest = time.Minute
	wait := time.Second << min(failures-1, 6)
	return time.Duration(float64(min(wait, longest)) * (0.5 + chance))
}

// now is the machine's clock as messages carry it.
func (e *Engine) now() record.HLC { return record.HLCOf(e.opt.Now()) }

// sizer adapts how much is sent or asked for at once, in compressed bytes.
type sizer struct{ size int }

func (s *sizer) bytes() int { return max(s.size, MinBatch) }
func (s *sizer) grow()      { s.size = min(2*s.bytes(), MaxBatch) }
func (s *sizer) shrink()    { s.size = max(s.bytes()/2, MinBatch) }
