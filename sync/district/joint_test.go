package district

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

func (w *world) refusedBatch(a *terminal, b *sync.Batch, want sync.Code) *sync.Refusal {
	w.t.Helper()
	r := w.ask(sync.PathPush, a.token, b, &sync.Pushed{})
	if r == nil || r.Code != want {
		w.t.Fatalf("push: %v, want %s", r, want)
	}
	return r
}

func TestPush_refuses_what_is_not_authentic(t *testing.T) {
	w := newWorld(t)
	a, b := w.clerk(), w.newTerminal(demo.Hall, 2, demo.Login, record.RoleWindowClerk)
	e := a.registered(person(), uuid.New(), demo.Xinfeng)

	changed := a.batch(e)
	changed.Entries[0].Event.Body = []byte(`{"source":"reader"}`)
	w.refusedBatch(a, changed, sync.BrokenChain)

	unsigned := a.batch(e)
	unsigned.Sign(b.key)
	w.refusedBatch(a, unsigned, sync.BadSignature)

	a.push(e)
	stolen := a.batch(a.registered(person(), uuid.New(), demo.Xinfeng))
	stolen.Sign(b.key) // b goes on in a's journal
	w.refusedBatch(b, stolen, sync.NotYours)

	replayed := a.batch()
	replayed.After, replayed.Previous = 0, record.Hash{}
	replayed.Entries = []sync.Entry{{Event: e}}
	replayed.Last = replayed.Chain()
	replayed.Sign(a.key)
	w.refusedBatch(b, replayed, sync.BadSignature)

	if lines := a.pull(sync.TownFeed(demo.Xinfeng)); len(lines) != 1 {
		t.Errorf("%d lines, want 1", len(lines))
	}
}

func TestPush_names_what_is_held_when_it_does_not_join_on(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	a.push(a.registered(person(), uuid.New(), demo.Xinfeng))
	seq, hash := a.seq, a.hash
	a.push(a.registered(person(), uuid.New(), demo.Xinfeng))
	joint := sync.Joint{Journal: a.journal, Seq: a.seq, Hash: a.hash}

	gap := a.batch(a.registered(person(), uuid.New(), demo.Xinfeng))
	gap.After += 5
	gap.Sign(a.key)
	if r := w.refusedBatch(a, gap, sync.NotJoined); *r.Joint != joint {
		t.Errorf("gap: %+v", r.Joint)
	}
	// Set back by one entry, it has written another one in its place.
	a.seq, a.hash = seq, hash
	fork := a.batch(a.registered(person(), uuid.New(), demo.Xinfeng))
	if r := w.refusedBatch(a, fork, sync.NotJoined); *r.Joint != joint {
		t.Errorf("fork: %+v", r.Joint)
	}
	// In a new journal it carries over what is lacking.
	a.journal, a.seq, a.hash = uuid.New(), 0, record.Hash{}
	e := fork.Entries[0].Event
	var lacking sync.Lacking
	w.must(sync.PathLacks, a.token, &sync.Lacks{Events: []uuid.UUID{e.ID, uuid.Nil}}, &lacking)
	if !slices.Contains(lacking.Events, e.ID) {
		t.Errorf("lacking: %v", lacking.Events)
	}
	a.push(e)
}

func TestPush_keeps_the_first_of_two_events_with_one_id(t *testing.T) {
	w := newWorld(t)
	a, b := w.clerk(), w.newTerminal(demo.Hall, 2, demo.Login, record.RoleWindowClerk)
	e := a.registered(person(), uuid.New(), demo.Xinfeng)
	first := a.push(e).Marks[0]
	other := b.registered(person(), uuid.New(), demo.Qixing)
	other.ID = e.ID
	next := b.registered(person(), uuid.New(), demo.Xinfeng)
	p := b.push(other, e, next)
	if p.Marks[0] != first || p.Marks[1] != first || p.Marks[2].Event != next.ID {
		t.Errorf("marks: %+v", p.Marks)
	}
	if lines := a.pull(sync.TownFeed(demo.Xinfeng)); len(lines) != 2 || lines[0].Event.Digest() != e.Digest() {
		t.Errorf("%d lines", len(lines))
	}
	if err := w.archive.Read(context.Background(), func(tx archive.Tx) error {
		n, err := tx.Refused()
		if n != 1 {
			t.Errorf("%d refused, want 1", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// Two processes get the same batch at the same time, and others beside it.
func TestPush_through_two_processes_stores_each_event_once(t *testing.T) {
	onBoth(t, pushTwice)
}

func pushTwice(t *testing.T, w *world) {
	second := *w
	second.District = w.process()
	second.handler = second.Terminals()
	a, b := w.clerk(), w.newTerminal(demo.Hall, 2, demo.Login, record.RoleWindowClerk)
	who := person()
	const rounds = 20
	for i := range rounds {
		batchA := a.batch(a.registered(person(), uuid.New(), demo.Xinfeng), a.say(uuid.New(), uuid.New(), who, "person.changed", record.Details{}))
		batchB := b.batch(b.say(uuid.New(), uuid.New(), who, "person.changed", record.Details{}))
		var refused atomic.Int32
		done := make(chan struct{})
		for _, push := range []func() *sync.Refusal{
			func() *sync.Refusal { return w.ask(sync.PathPush, a.token, batchA, &sync.Pushed{}) },
			func() *sync.Refusal { return second.ask(sync.PathPush, a.token, batchA, &sync.Pushed{}) },
			func() *sync.Refusal { return second.ask(sync.PathPush, b.token, batchB, &sync.Pushed{}) },
		} {
			go func() {
				if push() != nil {
					refused.Add(1)
				}
				done <- struct{}{}
			}()
		}
		for range 3 {
			<-done
		}
		if refused.Load() > 0 {
			t.Fatalf("round %d: %d refused", i, refused.Load())
		}
		a.seq, a.hash, b.seq, b.hash = batchA.Seq(), batchA.Last, batchB.Seq(), batchB.Last
	}
	if lines := a.pull(sync.TownFeed(demo.Xinfeng)); len(lines) != 3*rounds {
		t.Errorf("%d lines, want %d", len(lines), 3*rounds)
	}
}

func TestPush_stores_what_was_erased_before_it_came(t *testing.T) {
	w := newWorld(t)
	a, b := w.clerk(), w.newTerminal(demo.Hall, 2, demo.Login, record.RoleWindowClerk)
	who := person()
	a.push(a.registered(who, uuid.New(), demo.Xinfeng))
	late := b.say(uuid.New(), uuid.New(), who, "person.changed", record.Details{Fields: map[record.Field]string{record.FieldMobile: "19900000001"}})
	n, err := w.Erase(context.Background(), who.ID, w.Time())
	if err != nil || n != 1 {
		t.Fatalf("%d events emptied: %v", n, err)
	}
	b.push(late)
	// The other terminal has erased it itself and sends what is left.
	digest := late.Digest()
	header := late
	header.ID = uuid.New()
	whole := header
	digest = whole.Digest()
	header.Body, header.Salt, header.Act, header.Visit, header.File = nil, [16]byte{}, uuid.Nil, uuid.Nil, record.File{}
	emptied := b.batch(header)
	emptied.Entries[0].Digest = &digest
	emptied.Last = emptied.Chain()
	emptied.Sign(b.key)
	var p sync.Pushed
	w.must(sync.PathPush, b.token, emptied, &p)
	if p.Receipt.Seq != 2 {
		t.Errorf("received up to %d, want 2", p.Receipt.Seq)
	}
	lines := b.pull(sync.TownFeed(demo.Xinfeng))
	for _, l := range lines {
		if len(l.Event.Body) > 0 || l.Digest == nil || l.Event.File != (record.File{}) {
			t.Errorf("%s is still to be read", l.Event.Type)
		}
	}
	if len(lines) != 1 {
		t.Errorf("%d lines, want the header of the first", len(lines))
	}
	var welcome sync.Welcome
	w.must(sync.PathHello, b.token, &sync.Hello{Journal: b.journal}, &welcome)
	if len(welcome.Erasures) != 1 || welcome.Erasures[0].Person != who.ID {
		t.Errorf("erasures: %+v", welcome.Erasures)
	}
}
