package district

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"runtime"
	"sync"
	"time"

	"filippo.io/age"
	"github.com/prometheus/client_golang/prometheus"

	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
	"ruhui/sync/district/archive"
)

// Secrets are what a district is: its name and its keys. They are made once, kept
// apart from database and backups, and only read here.
type Secrets struct {
	Demo         bool
	Name         string
	Address      string             // https, of the terminals' listener
	Signing      ed25519.PrivateKey // signs receipts, feeds, staff and set-up files
	Authority    []byte             // DER of the district's own certificate authority
	AuthorityKey ed25519.PrivateKey
	Server       *age.X25519Identity // opens couriers' files and sensitive bodies
	Recovery     string              // age recipient
	Lookup       ident.LookupKey
	Bodies       *vault.Keys // seals bodies and personal columns in the archive
	Token        []byte      // 32 random bytes, for nonces and tokens
	Residents    setup.Residents
}

// Options are what tests and the command line may want otherwise. The zero value
// is what `district serve` runs with.
type Options struct {
	Now      func() time.Time     // the machine's clock; nil for the real one
	Logger   *slog.Logger         // nil for none
	Registry *prometheus.Registry // nil for one of its own
	Limits   Limits
	// Proxies are the addresses of proxies in front of the residents' listener: what
	// these say of who asks is believed.
	Proxies []netip.Prefix
}

// District is one server process. It is safe to share between goroutines.
type District struct {
	archive  archive.Archive
	secrets  *Secrets
	now      func() time.Time
	log      *slog.Logger
	limits   Limits
	proxies  []netip.Prefix
	metrics  *metrics
	registry *prometheus.Registry
	news     *news
	safe     safely
	journals journals

	terminals, addresses, residents *rates
	work                            gate
	closing                         chan struct{}
	close                           func()
	stretching                      vault.Work // of start passwords; 0 but in tests

	clock    clock
	mu       sync.Mutex // guards what follows
	org      *Organisation
	erasures erasures
}

// Names of settings in the archive.
const (
	settingEpoch = "epoch" // random id of this history
	settingKey   = "key"   // public signing key of the district the archive belongs to
)

// Errors of New.
var (
	ErrNotSetUp = errors.New("archive was not set up: run district init")
	ErrForeign  = errors.New("archive belongs to another district's keys")
)

// New opens a district on an archive that [Init] has set up with the same keys.
// The archive stays the caller's to close.
func New(a archive.Archive, s *Secrets, opt Options) (*District, error) {
	d := &District{archive: a, secrets: s, now: opt.Now, log: opt.Logger, limits: opt.Limits.orDefault(),
		proxies: opt.Proxies}
	if d.now == nil {
		d.now = time.Now
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.registry = opt.Registry; d.registry == nil {
		d.registry = prometheus.NewRegistry()
	}
	d.news, d.metrics = newNews(), newMetrics(d, d.registry)
	d.terminals = newRates(d.limits.TerminalPerSecond, d.limits.TerminalBurst, time.Now)
	d.addresses = newRates(d.limits.AddressPerSecond, d.limits.AddressBurst, time.Now)
	d.residents = newRates(d.limits.ResidentPerSecond, d.limits.ResidentBurst, time.Now)
	d.work = make(gate, 2*runtime.GOMAXPROCS(0))
	d.closing = make(chan struct{})
	d.close = sync.OnceFunc(func() { close(d.closing) })
	if err := a.Read(context.Background(), d.open); err != nil {
		return nil, fmt.Errorf("open district: %w", err)
	}
	return d, nil
}

// Run looks for what other processes wrote and for what has come due, until ctx
// is over; then it lets open requests go, so that a server may stop. Without it
// a district answers, and waits for nothing.
func (d *District) Run(ctx context.Context) {
	defer d.close()
	var both sync.WaitGroup
	both.Go(func() { d.watch(ctx) })
	both.Go(func() { d.ticks(ctx) })
	both.Wait()
}

func (d *District) ticks(ctx context.Context) {
	next := time.NewTicker(d.limits.Tick)
	defer next.Stop()
	for {
		if err := d.Tick(ctx); err != nil && ctx.Err() == nil {
			d.log.Error("cannot write what is due", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-next.C:
		}
	}
}

// open checks that archive and keys belong together, and sets the clock past
// everything that was given before.
func (d *District) open(tx archive.Tx) error {
	key, err := tx.Setting(settingKey)
	if err != nil {
		return err
	}
	switch key {
	case "":
		return ErrNotSetUp
	case keyText(d.secrets.Signing):
	default:
		return ErrForeign
	}
	journals, err := tx.Journals()
	if err != nil {
		return err
	}
	for _, j := range journals {
		d.clock.hear(max(j.Last, j.At))
	}
	return nil
}

// Time is the district's clock: past every time it has given.
func (d *District) Time() record.HLC { return d.clock.tick(d.now()) }

// publicKey is what everything the district signs is checked with.
func (d *District) publicKey() ed25519.PublicKey {
	public, _ := d.secrets.Signing.Public().(ed25519.PublicKey)
	return public
}
