package store_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

const townFeed = "town/330402104"

// far is a district's feed as far as the store can tell: any hash that differs
// will do.
type far struct {
	epoch uuid.UUID
	lines []store.Line
}

func newFar(events []record.Marked) *far {
	f := &far{epoch: uuid.New()}
	for i, m := range events {
		m.Mark.Provisional = false
		m.Mark.Effective += 3
		f.lines = append(f.lines, store.Line{Hash: record.Hash{byte(i), byte(i >> 8), 1}, Marked: m})
	}
	return f
}

// page is what lies behind a position.
func (f *far) page(after, upto int) store.Page {
	p := store.Page{Feed: townFeed, Epoch: f.epoch, After: int64(after), Lines: slices.Clone(f.lines[after:upto]),
		Time: f.lines[upto-1].Marked.Mark.Effective + 1, Signature: []byte("signature")}
	if after > 0 {
		p.Before = f.lines[after-1].Hash
	}
	return p
}

// replicas are a window with visits, its events as a feed, and an empty window.
func replicas(t *testing.T, visits int) (*far, *store.Session) {
	t.Helper()
	d := storetest.District(t, false)
	ses := storetest.SignIn(t, storetest.Open(t, &storetest.Terminal{District: d}))
	for n := range visits {
		storetest.Visit(t, ses, n)
	}
	events := must[[]record.Marked](t)(ses.AllEvents(background))
	slices.SortFunc(events, func(a, b record.Marked) int { return slices.Compare(a.Event.ID[:], b.Event.ID[:]) })
	return newFar(events), storetest.SignIn(t, storetest.Open(t, &storetest.Terminal{District: d, Number: 2}))
}

func heldAt(t *testing.T, s *store.Store) store.Position {
	t.Helper()
	return must[map[string]store.Position](t)(s.Positions(background))[townFeed]
}

func TestTakePage_moves_the_position_with_the_lines(t *testing.T) {
	f, ses := replicas(t, 4)
	s := ses.Store()
	take := func(from, upto int) {
		t.Helper()
		if err := s.TakePage(background, f.page(from, upto)); err != nil {
			t.Fatal(err)
		}
	}
	half, all := len(f.lines)/2, len(f.lines)
	take(0, half)
	take(0, half) // came twice
	if p := heldAt(t, s); p.At != int64(half) || p.Hash != f.lines[half-1].Hash || p.Epoch != f.epoch {
		t.Errorf("held %+v", p)
	}
	for what, p := range map[string]store.Page{
		"with a gap":               f.page(half+1, all),
		"of another history":       func() store.Page { p := f.page(half, all); p.Epoch = uuid.New(); return p }(),
		"behind another hash":      func() store.Page { p := f.page(half, all); p.Before[5]++; return p }(),
		"from an older one's past": func() store.Page { p := f.page(0, all); p.Lines[half-1].Hash[5]++; return p }(),
	} {
		err := s.TakePage(background, p)
		if store.KeyOf(err) != store.KeyFeedNotJoined {
			t.Errorf("%s: %v", what, err)
		}
		if now := heldAt(t, s); now.At != int64(half) {
			t.Errorf("%s: held up to %d", what, now.At)
		}
	}
	take(half, all)
	take(0, half) // late
	if p := heldAt(t, s); p.At != int64(all) || s.Proven() != f.page(0, all).Time {
		t.Errorf("held up to %d, proven %v", p.At, s.Proven())
	}
	for n := range 4 {
		if hits := must[[]store.Hit](t)(ses.Find(background, storetest.VisitorN(n).Name)); len(hits) != 1 {
			t.Errorf("visitor %d is found %d times", n, len(hits))
		}
	}
	if v := verified(t, s); v.Err() != nil {
		t.Error(v.Err())
	}
}

func TestTakePage_stores_erased_and_unknown_lines(t *testing.T) {
	f, ses := replicas(t, 1)
	s := ses.Store()
	gone := &f.lines[2]
	digest := gone.Marked.Event.Digest()
	e := gone.Marked.Event
	e.Body, e.Salt, e.Act, e.Visit, e.File = nil, [16]byte{}, uuid.Nil, uuid.Nil, record.File{}
	*gone = store.Line{Hash: gone.Hash, Marked: record.Marked{Event: e, Mark: gone.Marked.Mark}, Digest: &digest}
	f.lines[3].Marked.Event.Type = "person.of_a_newer_program"
	for range 2 {
		if err := s.TakePage(background, f.page(0, len(f.lines))); err != nil {
			t.Fatal(err)
		}
	}
	v := verified(t, s)
	if v.Err() != nil || v.Erased != 1 {
		t.Errorf("%d erased, %v", v.Erased, v.Err())
	}
	back, more, err := s.SignedStretch(background, townFeed, 0)
	if err != nil || !more || len(back.Lines) != len(f.lines) {
		t.Fatalf("%d lines come back, %v", len(back.Lines), err)
	}
	for i, l := range back.Lines {
		want := f.lines[i]
		sameDigest := l.Digest == nil && want.Digest == nil && l.Marked.Event.Digest() == want.Marked.Event.Digest() ||
			l.Digest != nil && want.Digest != nil && *l.Digest == *want.Digest
		if l.Marked.Event.ID != want.Marked.Event.ID || l.Marked.Mark != want.Marked.Mark || l.Marked.Event.Type != want.Marked.Event.Type || !sameDigest {
			t.Errorf("line %d is not as it came", i)
		}
	}
}

func TestSignedStretch_keeps_the_mark_a_line_came_with(t *testing.T) {
	f, ses := replicas(t, 1)
	s := ses.Store()
	if err := s.TakePage(background, f.page(0, len(f.lines))); err != nil {
		t.Fatal(err)
	}
	other := newFar(nil) // another history marked the same events earlier
	other.lines = slices.Clone(f.lines)
	for i := range other.lines {
		other.lines[i].Marked.Mark.Effective--
		other.lines[i].Hash[9] = 9
	}
	if err := s.Rewind(background, []store.Position{{Feed: townFeed, Epoch: other.epoch}}); err != nil {
		t.Fatal(err)
	}
	if ends := must[[]store.Position](t)(s.FeedEnds(background, townFeed)); len(ends) != 0 {
		t.Errorf("%d ends of the history before", len(ends))
	}
	if err := s.TakePage(background, other.page(0, len(other.lines))); err != nil {
		t.Fatal(err)
	}
	back, _, err := s.SignedStretch(background, townFeed, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range back.Lines {
		if l.Marked.Mark != other.lines[i].Marked.Mark {
			t.Errorf("line %d has mark %+v", i, l.Marked.Mark)
		}
	}
	err = s.Rewind(background, []store.Position{{Feed: townFeed, Epoch: uuid.New(), At: 1 << 20}})
	wantKey(t, err, store.KeyFeedNotJoined)
}

func TestTakePage_keeps_few_signed_ends_and_the_last(t *testing.T) {
	f, ses := replicas(t, 3)
	s := ses.Store()
	for i := range f.lines {
		if err := s.TakePage(background, f.page(i, i+1)); err != nil {
			t.Fatal(err)
		}
	}
	ends := must[[]store.Position](t)(s.FeedEnds(background, townFeed))
	if len(ends) != 1 || ends[0].At != int64(len(f.lines)) || ends[0].Hash != f.lines[len(f.lines)-1].Hash {
		t.Errorf("%d ends", len(ends))
	}
}

func TestDirectory_has_the_last_line_of_a_person(t *testing.T) {
	_, s, _ := opened(t)
	who, union := uuid.New(), uuid.New()
	want := store.DirectoryLine{Person: who, MemberNo: "33040210420260100007", State: record.Active, Union: union}
	p := store.Page{Feed: "directory", Epoch: uuid.New(), Signature: []byte("signature"), Lines: []store.Line{
		{Hash: record.Hash{1}, Directory: &store.DirectoryLine{Person: who, State: record.Pending, Union: uuid.New(), Pending: true}},
		{Hash: record.Hash{2}, Directory: &store.DirectoryLine{Person: uuid.New()}},
		{Hash: record.Hash{3}, Directory: &want},
	}}
	if err := s.TakePage(background, p); err != nil {
		t.Fatal(err)
	}
	if got, found, err := s.Directory(background, who); got != want || !found || err != nil {
		t.Errorf("got %+v, %v, %v", got, found, err)
	}
	if _, found, err := s.Directory(background, uuid.New()); found || err != nil {
		t.Errorf("somebody else is found, %v", err)
	}
	if at := must[map[string]store.Position](t)(s.Positions(background))["directory"]; at.At != 3 || at.Hash != (record.Hash{3}) {
		t.Errorf("held %+v", at)
	}
}
