package district

import (
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/sync"
)

// Writers push through two processes while a reader follows the feed: it sees
// every event once, in one chain, whoever committed when.
func TestFeed_readers_miss_nothing_while_others_write(t *testing.T) {
	onBoth(t, readWhileWriting)
}

func readWhileWriting(t *testing.T, w *world) {
	const writers, rounds, each = 6, 12, 7
	processes := []*world{w, w.another()}
	var left, refused atomic.Int32
	left.Store(writers)
	for i := range writers {
		a := w.newTerminal(demo.Hall, 10+i, demo.Login, record.RoleWindowClerk)
		go func() {
			defer left.Add(-1)
			for round := range rounds {
				var events []record.Event
				for range each {
					events = append(events, a.registered(person(), uuid.New(), demo.Xinfeng))
				}
				b := a.batch(events...)
				if r := processes[round%2].ask(sync.PathPush, a.token, b, &sync.Pushed{}); r != nil {
					refused.Add(1)
					t.Errorf("push: %v", r)
					return
				}
				a.seq, a.hash = b.Seq(), b.Last
			}
		}()
	}
	reader := w.newTerminal(demo.Hall, 99-1, demo.Login, record.RoleWindowClerk)
	seen := map[uuid.UUID]int{}
	after, hash := int64(0), record.Hash{}
	for i := 0; ; i++ {
		done := left.Load() == 0 // before the page is read: what was written then is in it
		reader.w = processes[i%2]
		p := reader.page(sync.TownFeed(demo.Xinfeng), after, hash)
		if p.Chain(hash) != p.Hash || !p.Verify(w.publicKey()) {
			t.Fatalf("page behind %d does not join on", after)
		}
		for _, l := range p.Lines {
			seen[l.Event.ID]++
		}
		after, hash = p.Position, p.Hash
		if done && len(p.Lines) == 0 {
			break
		}
	}
	if want := writers * rounds * each; len(seen) != want && refused.Load() == 0 {
		t.Errorf("read %d events, want %d", len(seen), want)
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("event %s was read %d times", id, n)
		}
	}
}

// another is the same world seen through one more process.
func (w *world) another() *world {
	w.t.Helper()
	second := *w
	second.District = w.process()
	second.handler = second.Terminals()
	return &second
}
