package district

import (
	"fmt"
	"runtime"
	stdsync "sync"

	"github.com/google/uuid"

	"ruhui/store/pack"
	"ruhui/store/record"
	"ruhui/store/vault"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// arrived is an event as it came, with all that can be worked out of it before
// the archive is asked: transactions are short.
type arrived struct {
	event    record.Event
	digest   record.Hash
	identity record.Hash // covers header and digest
	chain    record.Hash // of its entry; zero for one that came without its journal
	erased   bool        // came without its content
	content  []byte      // sealed, once the stretch's sealed has returned
	also     record.File // the second file it stands in; zero for most
	mark     *record.Mark
}

// stretch is what one transaction takes in: a stretch of a journal, or events
// that a feed brought back and that have their marks already.
type stretch struct {
	journal  uuid.UUID // zero for what comes without its journal
	terminal uuid.UUID // who wrote the journal; the district's own id for its own
	centre   uuid.UUID
	after    int64
	previous record.Hash
	errorMS  int64 // the terminal's clock less ours
	events   []arrived
	sealed   func() error // waits until all contents are sealed
	// also is done in the same transaction, once the events are stored; said is the
	// latest effective time they were given. Only what the district says has one.
	also func(tx archive.Tx, said record.HLC) error
}

func (s *stretch) own() bool { return s.terminal == ownTerminal }

// last is the seq of the last entry, and its hash.
func (s *stretch) last() (int64, record.Hash) {
	if len(s.events) == 0 {
		return s.after, s.previous
	}
	return s.after + int64(len(s.events)), s.events[len(s.events)-1].chain
}

// arrive works out digests on all processors, and seals contents while the
// transaction that wants them has begun: they are the last thing it needs.
func (d *District) arrive(entries []sync.Entry) stretch {
	events := make([]arrived, len(entries))
	_ = inParts(len(entries), func(i int) error { // never fails
		events[i].look(&entries[i])
		return nil
	})
	sealed := make(chan error, 1)
	go func() {
		sealed <- inParts(len(events), func(i int) error { return events[i].seal(d.secrets.Bodies) })
	}()
	return stretch{events: events, sealed: stdsync.OnceValue(func() error { return <-sealed })}
}

func (a *arrived) look(e *sync.Entry) {
	a.event, a.digest, a.erased = e.Event, e.DigestOf(), e.Digest != nil
	a.identity = a.event.ChainHash(record.Hash{}, a.digest)
	if a.erased {
		a.event.Act, a.event.Visit, a.event.File = uuid.Nil, uuid.Nil, record.File{}
		a.event.Body, a.event.Salt = nil, [16]byte{}
	} else if a.event.File.Kind == record.KindPerson {
		a.also, _ = record.Also(&a.event)
	}
}

func (a *arrived) seal(keys *vault.Keys) (err error) {
	if a.erased {
		return nil
	}
	if a.content, err = pack.Seal(keys, &a.event); err != nil {
		return fmt.Errorf("seal event %s: %w", a.event.ID, err)
	}
	return nil
}

// chain gives each entry its hash, which follows from the one before.
func chain(previous record.Hash, events []arrived) {
	for i := range events {
		previous = events[i].event.ChainHash(previous, events[i].digest)
		events[i].chain = previous
	}
}

// inParts does n small things on all processors and gives the first error.
func inParts(n int, do func(i int) error) error {
	parts := min(runtime.GOMAXPROCS(0), 1+n/64)
	var group stdsync.WaitGroup
	errs := make([]error, parts)
	for p := range parts {
		group.Go(func() {
			for i := p * n / parts; i < (p+1)*n/parts && errs[p] == nil; i++ {
				errs[p] = do(i)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
