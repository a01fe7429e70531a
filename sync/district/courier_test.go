package district

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/storetest"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// window is a real terminal without a line.
type window struct {
	w        *world
	terminal storetest.Terminal
	store    *store.Store
	ses      *store.Session
	engine   *sync.Engine
}

// newWindow sets up a terminal of the hall with a code the district made.
func (w *world) newWindow(number int, opt ...sync.Options) *window {
	w.t.Helper()
	file, code, err := w.invent.SetupFile(number, demo.Hall)
	if err != nil {
		w.t.Fatal(err)
	}
	proof, err := setup.Proof(code)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.archive.Write(context.Background(), func(tx archive.Tx) error {
		return tx.PutCode(archive.Code{Proof: proof, Centre: demo.Hall, Number: number, Made: w.Time(), File: file})
	}); err != nil {
		w.t.Fatal(err)
	}
	v := &window{w: w, terminal: storetest.Terminal{District: w.invent, Number: number,
		Dir: filepath.Join(w.t.TempDir(), "terminal"), Clock: storetest.NewClock()}}
	v.terminal.Clock.Pass(w.now.Sub(storetest.Morning))
	if err := store.SetUp(v.terminal.Dir, file, code, v.terminal.Options()); err != nil {
		w.t.Fatal(err)
	}
	v.open(opt...)
	return v
}

func (v *window) open(opt ...sync.Options) {
	v.w.t.Helper()
	v.store = storetest.Reopen(v.w.t, &v.terminal)
	v.ses = storetest.SignIn(v.w.t, v.store)
	opt = append(opt, sync.Options{Program: "test"})
	v.engine = sync.NewEngine(v.store, sync.ClientOver(&http.Client{Transport: overMemory{v.w.handler}}, v.w.invent.Address), opt[0])
}

// out gives the files the terminal writes.
func (v *window) out() [][]byte {
	v.w.t.Helper()
	files, err := v.engine.CourierOut(context.Background())
	if err != nil {
		v.w.t.Fatal(err)
	}
	return files
}

func (v *window) in(file []byte) sync.CourierTaken {
	v.w.t.Helper()
	taken, err := v.engine.CourierIn(context.Background(), file)
	if err != nil {
		v.w.t.Fatal(err)
	}
	return taken
}

// answer is the district's letter back.
func (w *world) answer(file []byte) []byte {
	w.t.Helper()
	back, err := w.Courier(context.Background(), file)
	if err != nil {
		w.t.Fatal(err)
	}
	return back
}

// round carries files there and back until nothing more is to be said.
func (v *window) round() (taken sync.CourierTaken) {
	v.w.t.Helper()
	files := v.out()
	for range 20 {
		if len(files) == 0 {
			return taken
		}
		taken = v.in(v.w.answer(files[0]))
		files = append(files[1:], taken.Reply...)
		if taken.More && len(files) == 0 {
			files = v.out()
		}
	}
	v.w.t.Fatal("the courier walks for ever")
	return taken
}

func (v *window) waiting() int {
	v.w.t.Helper()
	waiting, err := v.store.Waiting(context.Background())
	if err != nil {
		v.w.t.Fatal(err)
	}
	return waiting.Events
}

// sees wants a person's application to be here, registered at whichever window.
func (v *window) sees(who uuid.UUID, name string) {
	v.w.t.Helper()
	p, err := v.ses.Person(context.Background(), who)
	if err != nil {
		v.w.t.Fatalf("%s: %v", name, err)
	}
	if p.Text(record.FieldName) != name || len(p.Members) != 1 || len(p.Listed) != 0 {
		v.w.t.Errorf("got %d applications, %d listed; want 1 of %s", len(p.Members), len(p.Listed), name)
	}
}

func (v *window) whole() {
	v.w.t.Helper()
	found, err := v.store.Verify(context.Background())
	if err != nil || found.Err() != nil {
		v.w.t.Errorf("verify: %v, %v", err, found.Err())
	}
}

// restored puts an archive in this one's place that holds what the first evening's
// backup did: the organisation and the codes.
func (w *world) restored() {
	w.t.Helper()
	var codes []archive.Code
	if err := w.archive.Read(context.Background(), func(tx archive.Tx) (err error) {
		codes, err = tx.Codes()
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
	*w = *w.setBack()
	if err := w.archive.Write(context.Background(), func(tx archive.Tx) error {
		for _, c := range codes {
			c.Terminal = uuid.Nil
			if err := tx.PutCode(c); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		w.t.Fatal(err)
	}
}

func TestCourier_replaces_a_line(t *testing.T) {
	w := newWorld(t)
	a, b := w.newWindow(1), w.newWindow(2)
	visit, _, _ := storetest.Visit(t, a.ses, 0)
	if a.waiting() == 0 {
		t.Fatal("nothing waits")
	}
	files := a.out()
	if len(files) != 1 {
		t.Fatalf("got %d files, want 1", len(files))
	}
	taken := a.in(w.answer(files[0]))
	if head := a.store.Head(); a.waiting() != 0 || taken.Received != head.Seq || taken.More || taken.Earlier || len(taken.Reply) != 0 {
		t.Errorf("after a round: %d wait, %+v", a.waiting(), taken)
	}
	if known, err := a.store.Certified(t.Context()); err != nil || !known {
		t.Errorf("certified: %v, %v", known, err)
	}
	b.round()
	b.sees(visit.Person, storetest.VisitorN(0).Name)
	other, _, _ := storetest.Visit(t, b.ses, 1)
	b.round()
	a.round()
	a.sees(other.Person, storetest.VisitorN(1).Name)
	a.whole()
	b.whole()
}

func TestCourier_file_taken_again_changes_nothing(t *testing.T) {
	w := newWorld(t)
	a := w.newWindow(1)
	storetest.Visit(t, a.ses, 0)
	file := a.out()[0]
	back := w.answer(file)
	a.in(back)
	before, held := w.counts(), a.positions()
	again := w.answer(file)
	if after := w.counts(); after != before {
		t.Errorf("at the district: got %+v, want %+v", after, before)
	}
	for _, file := range [][]byte{back, again, back} {
		if taken := a.in(file); taken.Lines != 0 || len(taken.Reply) != 0 || taken.Earlier {
			t.Errorf("taken again: %+v", taken)
		}
	}
	if got := a.positions(); len(got) != len(held) || got[sync.TownFeed(demo.Xinfeng)] != held[sync.TownFeed(demo.Xinfeng)] || a.waiting() != 0 {
		t.Errorf("at the terminal: %d wait, positions %v, want %v", a.waiting(), got, held)
	}
	a.whole()
}

func (w *world) counts() (c archive.Counts) {
	w.t.Helper()
	if err := w.archive.Read(context.Background(), func(tx archive.Tx) (err error) {
		c, err = tx.Counts()
		return err
	}); err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (v *window) positions() map[string]store.Position {
	v.w.t.Helper()
	all, err := v.store.Positions(context.Background())
	if err != nil {
		v.w.t.Fatal(err)
	}
	return all
}

// What does not fit one letter goes in several, and no order of theirs is wrong.
func TestCourier_letters_in_any_order(t *testing.T) {
	w := newWorld(t)
	a := w.newWindow(1, sync.Options{Letter: 1})
	for i := range 3 {
		storetest.Visit(t, a.ses, i)
	}
	files := a.out()
	if len(files) < 4 {
		t.Fatalf("got %d files, want one for each act and the last", len(files))
	}
	last := len(files) - 1
	early := w.answer(files[last]) // before what it goes on behind: refused, and said so
	a.in(early)
	if a.waiting() == 0 {
		t.Error("nothing waits though the district has nothing")
	}
	var backs [][]byte
	for _, file := range files {
		backs = append(backs, w.answer(file))
	}
	if taken := a.in(backs[last-1]); !taken.Earlier || taken.Received != 0 {
		t.Errorf("a later answer first: %+v", taken)
	}
	for _, back := range backs {
		a.in(back)
	}
	a.in(early) // long out of date
	if got := a.waiting(); got != 0 {
		t.Errorf("%d wait", got)
	}
	a.whole()
}

// A stick that is carried about for days moves nothing in time: what was recorded
// counts from when it was recorded.
func TestCourier_days_on_the_road(t *testing.T) {
	w := newWorld(t)
	a := w.newWindow(1)
	visit, _, _ := storetest.Visit(t, a.ses, 0)
	recorded := w.now
	file := a.out()[0]
	w.now = w.now.AddDate(0, 0, 3)
	a.in(w.answer(file))
	var marked []archive.Event
	if err := w.archive.Read(t.Context(), func(tx archive.Tx) error {
		files, err := tx.Files([]record.File{{Kind: record.KindPerson, ID: visit.Person}})
		if err != nil {
			return err
		}
		marked, err = tx.EventsOf(files[0].Row)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for i := range marked {
		if at := marked[i].Mark.Effective.Time(); at.Sub(recorded).Abs() > time.Minute {
			t.Errorf("%s counts from %v, was recorded at %v", marked[i].Header.Type, at, recorded)
		}
	}
	if len(marked) == 0 {
		t.Error("nothing arrived")
	}
}

func TestCourier_and_line_at_once(t *testing.T) {
	w := newWorld(t)
	a := w.newWindow(1)
	storetest.Visit(t, a.ses, 0)
	file := a.out()[0]
	back := w.answer(file)
	a.settle() // the line came back while the stick was on its way
	storetest.Visit(t, a.ses, 1)
	a.settle()
	held := a.positions()
	if taken := a.in(back); taken.Lines != 0 || a.waiting() != 0 {
		t.Errorf("late answer: %+v, %d wait", taken, a.waiting())
	}
	for feed, at := range a.positions() {
		if at != held[feed] {
			t.Errorf("%s: got %+v, want %+v", feed, at, held[feed])
		}
	}
	a.whole()
}

func (v *window) settle() {
	v.w.t.Helper()
	for range 200 {
		next := v.engine.Step(context.Background())
		if next.Err != nil {
			v.w.t.Fatal(next.Err)
		}
		if next.Idle {
			return
		}
	}
	v.w.t.Fatal("does not come to an end")
}

func TestCourier_refuses_what_is_not_a_terminals(t *testing.T) {
	w := newWorld(t)
	a := w.newWindow(1)
	file := a.out()[0]
	back := w.answer(file)
	b := w.newWindow(2)
	trouble := (*sync.Trouble)(nil)
	if _, err := b.engine.CourierIn(t.Context(), back); !errors.As(err, &trouble) || trouble.Key != sync.CourierOther {
		t.Errorf("another terminal's answer: got %v, want %s", err, sync.CourierOther)
	}
	if _, err := w.Courier(t.Context(), back); !errors.As(err, &trouble) || trouble.Key != sync.CourierOther {
		t.Errorf("an answer at the district: got %v, want %s", err, sync.CourierOther)
	}
	w.strikeOff(a.store.Terminal().ID)
	refusal := (*sync.Refusal)(nil)
	if _, err := w.Courier(t.Context(), file); !errors.As(err, &refusal) || refusal.Code != sync.NotCertified {
		t.Errorf("a revoked terminal: got %v, want %s", err, sync.NotCertified)
	}
}

func (w *world) strikeOff(id uuid.UUID) {
	w.t.Helper()
	if err := w.archive.Write(context.Background(), func(tx archive.Tx) error {
		t, _, err := tx.Terminal(id)
		if err != nil {
			return err
		}
		t.Revoked = w.Time()
		return tx.PutTerminal(t)
	}); err != nil {
		w.t.Fatal(err)
	}
}

// A district that was set back learns it from the letters, gets back what waits
// nowhere any more, and the windows go on with it.
func TestCourier_district_was_set_back(t *testing.T) {
	w := newWorld(t)
	a, b := w.newWindow(1), w.newWindow(2)
	first, _, _ := storetest.Visit(t, a.ses, 0)
	a.round()
	second, _, _ := storetest.Visit(t, b.ses, 1)
	b.round() // b has read what a wrote
	before := w.counts()
	w.restored()
	b.round()
	if after := w.counts(); after.Events != before.Events {
		t.Errorf("after b's letters the district holds %d events, want %d", after.Events, before.Events)
	}
	third, _, _ := storetest.Visit(t, a.ses, 2)
	a.round()
	b.round()
	for _, v := range []*window{a, b} {
		for i, visit := range []uuid.UUID{first.Person, second.Person, third.Person} {
			v.sees(visit, storetest.VisitorN(i).Name)
		}
		if n := v.waiting(); n != 0 {
			t.Errorf("%d wait", n)
		}
		v.whole()
	}
}

// A folder that was copied goes on in a journal of its own, with a number of its
// own, and nothing is lost or doubled.
func TestCourier_folder_was_copied(t *testing.T) {
	w := newWorld(t)
	a := w.newWindow(1)
	first, _, _ := storetest.Visit(t, a.ses, 0)
	a.round()
	clone := a.clone("another machine")
	second, _, _ := storetest.Visit(t, a.ses, 1)
	third, _, _ := storetest.Visit(t, clone.ses, 2)
	a.round()
	clone.round()
	a.round()
	if one, other := a.store.Head().Journal, clone.store.Head().Journal; one == other {
		t.Error("both write one journal")
	}
	for _, v := range []*window{a, clone} {
		for i, visit := range []uuid.UUID{first.Person, second.Person, third.Person} {
			v.sees(visit, storetest.VisitorN(i).Name)
		}
		if n := v.waiting(); n != 0 {
			t.Errorf("%d wait", n)
		}
		v.whole()
	}
}

// clone copies the folder while it is closed and opens the copy elsewhere.
func (v *window) clone(machine string) *window {
	v.w.t.Helper()
	if err := v.store.Close(); err != nil {
		v.w.t.Fatal(err)
	}
	c := &window{w: v.w, terminal: v.terminal}
	c.terminal.Dir, c.terminal.Machine = filepath.Join(v.w.t.TempDir(), "clone"), machine
	c.terminal.Clock = storetest.NewClock()
	c.terminal.Clock.Pass(v.w.now.Sub(storetest.Morning))
	if err := os.CopyFS(c.terminal.Dir, os.DirFS(v.terminal.Dir)); err != nil {
		v.w.t.Fatal(err)
	}
	c.open()
	v.open()
	return c
}
