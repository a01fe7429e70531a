package district

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/sync"
)

// listen asks for news in the background.
func (t *terminal) listen(w *world, feed string, after int64) chan sync.Moved {
	answer := make(chan sync.Moved, 1)
	go func() {
		var m sync.Moved
		if r := w.ask(sync.PathNews, t.token, &sync.News{Positions: map[string]int64{feed: after}, Seconds: 30}, &m); r != nil {
			w.t.Errorf("news: %v", r)
		}
		answer <- m
	}()
	return answer
}

// waiting returns once somebody waits for news.
func (w *world) waiting(n int) {
	w.t.Helper()
	for until := time.Now().Add(10 * time.Second); w.news.count() < n; {
		if time.Now().After(until) {
			w.t.Fatal("nobody waits")
		}
	}
}

func TestNews_come_at_once_and_from_other_processes(t *testing.T) {
	w := newWorld(t)
	second := *w
	second.District = w.process()
	second.handler = second.Terminals()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go second.Run(ctx)
	a, b := w.clerk(), w.newTerminal(demo.Hall, 2, demo.Login, record.RoleWindowClerk)
	town := sync.TownFeed(demo.Xinfeng)
	here, there := b.listen(w, town, 0), b.listen(&second, town, 0)
	w.waiting(1)
	second.waiting(1)
	a.push(a.registered(person(), uuid.New(), demo.Xinfeng))
	for name, answer := range map[string]chan sync.Moved{"this process": here, "another process": there} {
		if m := <-answer; len(m.Feeds) != 1 || m.Feeds[0] != town {
			t.Errorf("%s: %v", name, m.Feeds)
		}
	}
	// What has happened already is told without waiting.
	if m := <-b.listen(&second, town, 0); len(m.Feeds) != 1 {
		t.Errorf("again: %v", m.Feeds)
	}
	// A server that stops lets everybody go.
	there = b.listen(&second, town, 1)
	second.waiting(1)
	cancel()
	if m := <-there; len(m.Feeds) != 0 {
		t.Errorf("stopping: %v", m.Feeds)
	}
}

func TestNews_wait_no_longer_than_asked_and_for_so_many(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	var m sync.Moved
	w.must(sync.PathNews, a.token, &sync.News{Positions: map[string]int64{sync.FeedDirectory: 0}}, &m)
	if len(m.Feeds) != 0 || m.Time == 0 {
		t.Errorf("news: %+v", m)
	}
	// Of a feed that is not this centre's nothing is told.
	other := sync.TownFeed(demo.Qixing)
	b := w.newTerminal(demo.QixingHall, 1, demo.QixingClerk, record.RoleWindowClerk)
	b.push(b.registered(person(), uuid.New(), demo.Qixing))
	w.must(sync.PathNews, a.token, &sync.News{Positions: map[string]int64{other: 0}}, &m)
	if len(m.Feeds) != 0 {
		t.Errorf("a foreign town: %v", m.Feeds)
	}
	d, err := New(w.archive, w.secrets, Options{Now: func() time.Time { return w.now }, Limits: Limits{Waiting: 1, Token: 1000 * time.Hour}})
	if err != nil {
		t.Fatal(err)
	}
	w.District, w.handler = d, d.Terminals()
	first := a.listen(w, sync.FeedDirectory, 99)
	w.waiting(1)
	r := w.ask(sync.PathNews, a.token, &sync.News{Positions: map[string]int64{sync.FeedDirectory: 99}, Seconds: 30}, &m)
	if r == nil || r.Code != sync.TooMany {
		t.Errorf("one too many: %v", r)
	}
	d.close()
	<-first
}
