package district

import (
	"testing"

	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/sync"
)

func TestPush_is_received_marked_and_read_at_another_window(t *testing.T) { onBoth(t, pushAndRead) }

func pushAndRead(t *testing.T, w *world) {
	a, b := w.clerk(), w.newTerminal(demo.Hall, 2, demo.Login, record.RoleWindowClerk)
	who, act := person(), uuid.New()
	p := a.push(a.registered(who, act, demo.Xinfeng))
	if len(p.Marks) != 1 || !p.Marks[0].Mark.Allowed || p.Marks[0].Mark.Reason != "" {
		t.Fatalf("marks: %+v", p.Marks)
	}
	lines := b.pull(sync.TownFeed(demo.Xinfeng))
	if len(lines) != 1 || lines[0].Event.File != who || *lines[0].Mark != p.Marks[0].Mark {
		t.Fatalf("%d lines", len(lines))
	}
	directory := b.pull(sync.FeedDirectory)
	if len(directory) != 1 || directory[0].Directory.Person != who.ID || directory[0].Directory.State != "" {
		t.Errorf("directory: %d lines", len(directory))
	}
	if p.Receipt.Time <= p.Marks[0].Mark.Effective {
		t.Error("the receipt's time is not past what was marked")
	}
}

func TestPush_again_changes_nothing(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	first := a.batch(a.registered(person(), uuid.New(), demo.Xinfeng), a.registered(person(), uuid.New(), demo.Xinfeng))
	var once, twice, more sync.Pushed
	w.must(sync.PathPush, a.token, first, &once)
	w.must(sync.PathPush, a.token, first, &twice)
	if len(twice.Marks) != 2 || twice.Marks[1] != once.Marks[1] {
		t.Errorf("marks of the repeated batch: %+v, want %+v", twice.Marks, once.Marks)
	}
	// A longer batch that begins before what is held: the answer got lost.
	third := a.registered(person(), uuid.New(), demo.Xinfeng)
	long := a.batch(first.Entries[0].Event, first.Entries[1].Event, third)
	w.must(sync.PathPush, a.token, long, &more)
	if len(more.Marks) != 3 || more.Marks[0] != once.Marks[0] || more.Receipt.Seq != 3 {
		t.Errorf("marks of the longer batch: %+v", more.Marks)
	}
	if lines := a.pull(sync.TownFeed(demo.Xinfeng)); len(lines) != 3 {
		t.Errorf("%d lines, want 3", len(lines))
	}
	// A shorter one: the terminal sends smaller pieces than before.
	w.must(sync.PathPush, a.token, first, &twice)
	if len(twice.Marks) != 2 || twice.Receipt.Seq != 2 || twice.Receipt.Hash != first.Last {
		t.Errorf("the first piece again: %d marks, receipt for %d; want 2 of 2", len(twice.Marks), twice.Receipt.Seq)
	}
}
