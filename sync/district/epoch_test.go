package district

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
	"ruhui/sync/district/archive/sqlite"
)

// setBack is the same district as it was before anything was pushed: terminals,
// keys and epoch are there, what came since is not.
func (w *world) setBack(terminals ...*terminal) *world {
	w.t.Helper()
	back := *w
	path := filepath.Join(w.t.TempDir(), "district.db")
	back.open = func() (archive.Archive, error) { return sqlite.Open(context.Background(), path, sqlite.Options{}) }
	ctx := context.Background()
	if err := sqlite.Migrate(ctx, path); err != nil {
		w.t.Fatal(err)
	}
	back.archive = back.openArchive()
	epoch, err := w.epoch(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := back.archive.Write(ctx, func(tx archive.Tx) error {
		for _, t := range terminals {
			row, err := w.certified(ctx, t.id)
			if err != nil {
				return err
			}
			if err := tx.PutTerminal(row); err != nil {
				return err
			}
		}
		if err := tx.PutSetting(settingEpoch, epoch.String()); err != nil {
			return err
		}
		return tx.PutSetting(settingKey, keyText(w.secrets.Signing))
	}); err != nil {
		w.t.Fatal(err)
	}
	back.District = back.process()
	back.handler = back.Terminals()
	back.found(epoch, w.invent.Events)
	return &back
}

// page asks for one page of a feed.
func (t *terminal) page(feed string, after int64, hash record.Hash) *sync.Page {
	t.w.t.Helper()
	epoch, err := t.w.epoch(context.Background())
	if err != nil {
		t.w.t.Fatal(err)
	}
	p := &sync.Page{}
	t.w.must(sync.PathPull, t.token, &sync.Pull{Feed: feed, Epoch: epoch, After: after, Hash: hash}, p)
	return p
}

func TestEpoch_opens_by_itself_and_takes_everything_back(t *testing.T) {
	w := newWorld(t)
	dead, alive := w.clerk(), w.newTerminal(demo.Hall, 2, demo.Login, record.RoleWindowClerk)
	town := sync.TownFeed(demo.Xinfeng)
	lost := dead.push(dead.registered(person(), uuid.New(), demo.Xinfeng)) // its author will not come back
	mine := alive.push(alive.registered(person(), uuid.New(), demo.Xinfeng))
	held := alive.page(town, 0, record.Hash{})
	before, _ := w.epoch(t.Context())

	back := w.setBack(dead, alive)
	alive.w = back
	hello := &sync.Hello{Journal: alive.journal, Head: alive.seq, Hash: alive.hash, Receipt: &mine.Receipt, Epoch: before}
	var welcome, again sync.Welcome
	back.must(sync.PathHello, alive.token, hello, &welcome)
	back.must(sync.PathHello, alive.token, hello, &again)
	if welcome.Epoch == before || again.Epoch != welcome.Epoch || welcome.Journal != nil {
		t.Fatalf("epoch %s, then %s, before %s", welcome.Epoch, again.Epoch, before)
	}
	if welcome.Time <= mine.Receipt.Time {
		t.Error("the clock went back behind a time this district signed")
	}
	r := back.ask(sync.PathPull, alive.token, &sync.Pull{Feed: town, Epoch: before, After: held.Position, Hash: held.Hash}, &sync.Page{})
	if r == nil || r.Code != sync.OtherEpoch || r.Epoch != welcome.Epoch.String() {
		t.Errorf("pull: %v", r)
	}
	var agree sync.HeadsAgree
	back.must(sync.PathHeads, alive.token, &sync.Heads{Feed: town, At: []sync.Head{{Position: held.Position, Hash: held.Hash}}}, &agree)
	if agree.Position != 0 {
		t.Errorf("agree at %d", agree.Position)
	}

	var offered sync.Offered
	back.must(sync.PathOffer, alive.token, &sync.Offer{Pages: []sync.Page{*held}}, &offered)
	if offered.Taken != 2 {
		t.Errorf("took %d back, want 2", offered.Taken)
	}
	back.must(sync.PathOffer, alive.token, &sync.Offer{Pages: []sync.Page{*held}, Done: true}, &offered)
	if offered.Taken != 0 {
		t.Errorf("took %d back a second time", offered.Taken)
	}
	marks := map[uuid.UUID]record.Mark{}
	for _, l := range alive.pull(town) {
		marks[l.Event.ID] = *l.Mark
	}
	for _, g := range slices.Concat(lost.Marks, mine.Marks) {
		if marks[g.Event] != g.Mark {
			t.Errorf("mark %+v, was %+v", marks[g.Event], g.Mark)
		}
	}
	// The author, alive, sends its journal again: the same marks, nothing twice.
	alive.seq, alive.hash = 0, record.Hash{}
	p := alive.push(eventOf(held, alive.id))
	if p.Marks[0] != mine.Marks[0] || len(alive.pull(town)) != 2 {
		t.Errorf("pushed again: %+v, was %+v", p.Marks[0], mine.Marks[0])
	}
}

func TestOffer_takes_only_what_we_signed(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	a.push(a.registered(person(), uuid.New(), demo.Xinfeng))
	held := a.page(sync.TownFeed(demo.Xinfeng), 0, record.Hash{})
	back := w.setBack(a)
	a.w = back
	offer := func(change func(p *sync.Page)) *sync.Refusal {
		p := *held
		p.Lines = slices.Clone(held.Lines)
		change(&p)
		return back.ask(sync.PathOffer, a.token, &sync.Offer{Pages: []sync.Page{p}}, &sync.Offered{})
	}
	mark := *held.Lines[0].Mark
	mark.Effective++
	for name, change := range map[string]func(p *sync.Page){
		"another mark":   func(p *sync.Page) { p.Lines[0].Mark = &mark },
		"a line more":    func(p *sync.Page) { p.Lines = append(p.Lines, p.Lines[0]) },
		"another start":  func(p *sync.Page) { p.Before = record.Hash{1} },
		"another feed":   func(p *sync.Page) { p.Feed = sync.FeedDistrict },
		"no signature":   func(p *sync.Page) { p.Signature = nil },
		"another moment": func(p *sync.Page) { p.Time++ },
	} {
		if r := offer(change); r == nil || r.Code != sync.BadSignature && r.Code != sync.BrokenChain {
			t.Errorf("%s: %v", name, r)
		}
	}
	if r := offer(func(*sync.Page) {}); r != nil {
		t.Errorf("unchanged: %v", r)
	}
}

// The author pushed again before another terminal could offer the first mark: the
// smaller one holds everywhere, and is told anew.
func TestOffer_lets_two_marks_become_one(t *testing.T) {
	w := newWorld(t)
	a, b := w.clerk(), w.newTerminal(demo.Hall, 2, demo.Login, record.RoleWindowClerk)
	e := a.registered(person(), uuid.New(), demo.Xinfeng)
	first := a.push(e).Marks[0].Mark
	held := b.page(sync.TownFeed(demo.Xinfeng), 0, record.Hash{})
	back := w.setBack(a, b)
	a.w, b.w = back, back
	w.now, back.now = w.now.Add(time.Hour), back.now.Add(time.Hour)
	a.seq, a.hash, a.clock = 0, record.Hash{}, -2*time.Hour // it seems two hours behind: another mark
	second := a.push(e).Marks[0].Mark
	if second == first {
		t.Fatal("both marks are the same: nothing is tried")
	}
	back.must(sync.PathOffer, b.token, &sync.Offer{Pages: []sync.Page{*held}}, &sync.Offered{})
	want := first.Merge(second)
	lines := b.pull(sync.TownFeed(demo.Xinfeng)) // checks the chain, over the mark of before too
	if got := *lines[len(lines)-1].Mark; got != want {
		t.Errorf("mark %+v, want %+v", got, want)
	}
	if n := len(lines); second != want && n != 2 || second == want && n != 1 {
		t.Errorf("%d lines", n)
	}
}

// eventOf gives the event of the page that a terminal wrote.
func eventOf(p *sync.Page, terminal uuid.UUID) record.Event {
	i := slices.IndexFunc(p.Lines, func(l sync.Line) bool { return l.Event.Origin.Terminal == terminal })
	return *p.Lines[i].Event
}

func TestDecide_waits_for_the_offers_of_the_last_seven_days(t *testing.T) {
	w := newWorld(t)
	a, b := w.clerk(), w.newTerminal(demo.Hall, 2, demo.Login, record.RoleWindowClerk)
	ctx := t.Context()
	may := func(want bool, when string) {
		t.Helper()
		if got, err := w.mayDecide(ctx); err != nil || got != want {
			t.Errorf("%s: may decide %v, %v", when, got, err)
		}
	}
	may(true, "first epoch")
	w.now = w.now.Add(time.Hour)
	if err := w.archive.Write(ctx, func(tx archive.Tx) error {
		_, err := OpenEpoch(tx, w.Time())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	may(false, "new epoch")
	w.must(sync.PathOffer, a.token, &sync.Offer{Done: true}, &sync.Offered{})
	may(false, "one of two has offered")
	w.must(sync.PathOffer, b.token, &sync.Offer{Done: true}, &sync.Offered{})
	may(true, "both have offered")
	if err := w.archive.Write(ctx, func(tx archive.Tx) error {
		_, err := OpenEpoch(tx, w.Time()+record.HLCOf(time.UnixMilli(8*24*3600*1000)))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	may(true, "nobody seen for eight days")
	if err := w.archive.Write(ctx, func(tx archive.Tx) error { _, err := OpenEpoch(tx, w.Time()); return err }); err != nil {
		t.Fatal(err)
	}
	may(false, "a third epoch")
	if err := w.DecideNow(ctx); err != nil {
		t.Fatal(err)
	}
	may(true, "an administrator said so")
}
