package sync_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"ruhui/store/record"
	"ruhui/store/storetest"
	syncing "ruhui/sync"
)

// badLine does to the next exchange on a path what a test says; all others go
// through.
type badLine struct {
	far  http.RoundTripper
	path string
	do   func(far http.RoundTripper, r *http.Request) (*http.Response, error)
}

func (l *badLine) RoundTrip(r *http.Request) (*http.Response, error) {
	if do := l.do; do != nil && r.URL.Path == l.path {
		l.do = nil
		return do(l.far, r)
	}
	return l.far.RoundTrip(r)
}

var errCut = errors.New("cut")

// unsent: the connection ends before the district has all of the request.
func unsent(http.RoundTripper, *http.Request) (*http.Response, error) { return nil, errCut }

// unheard: the district acts, and part of its answer arrives.
func unheard(part float64) func(http.RoundTripper, *http.Request) (*http.Response, error) {
	return func(far http.RoundTripper, r *http.Request) (*http.Response, error) {
		answer, err := far.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			return nil, err
		}
		answer.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body[:int(part*float64(len(body)))]), cutReader{}))
		return answer, nil
	}
}

type cutReader struct{}

func (cutReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// cutShort: a proxy ends the answer in the middle and says that this was all.
func cutShort(far http.RoundTripper, r *http.Request) (*http.Response, error) {
	answer, err := far.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body = io.NopCloser(bytes.NewReader(body[:len(body)*2/3]))
	return answer, err
}

// flipped: a box on the way changes a bit.
func flipped(far http.RoundTripper, r *http.Request) (*http.Response, error) {
	answer, err := far.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	body[len(body)/2] ^= 4
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, err
}

// twice: a proxy sends the request again, and gives the second answer.
func twice(far http.RoundTripper, r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	again := r.Clone(r.Context())
	again.Body = io.NopCloser(bytes.NewReader(body))
	r.Body = io.NopCloser(bytes.NewReader(body))
	if _, err := far.RoundTrip(r); err != nil {
		return nil, err
	}
	return far.RoundTrip(again)
}

func TestEngine_loses_and_doubles_nothing_on_a_bad_line(t *testing.T) {
	d := storetest.District(t, false)
	far := newFake(t, d)
	line := &badLine{far: far}
	a, b := newWindow(t, d, 1, line), newWindow(t, d, 2, far)
	a.mayFail = 3
	kinds := []func(http.RoundTripper, *http.Request) (*http.Response, error){
		unsent, unheard(0), unheard(0.01), unheard(0.5), unheard(0.99), unheard(1), cutShort, flipped, twice}
	n := 0
	for _, path := range []string{syncing.PathCertify, syncing.PathHello, syncing.PathPush, syncing.PathPull} {
		for _, kind := range kinds {
			storetest.Visit(t, a.ses, n)
			n++
			line.path, line.do = path, kind
			a.settle(t)
			if path == syncing.PathPull {
				listen(t, a)
				a.settle(t)
			}
		}
	}
	if w, err := a.store.Waiting(t.Context()); err != nil || w.Events != 0 {
		t.Fatalf("%d wait, %v", w.Events, err)
	}
	events := map[any]bool{}
	for _, l := range far.feeds[theFeed] {
		if events[l.Event.ID] {
			t.Error("an event was stored twice")
		}
		events[l.Event.ID] = true
	}
	b.settle(t)
	for i := range n {
		if _, err := b.ses.Person(t.Context(), storetest.PersonID(t, b.ses, storetest.VisitorN(i))); err != nil {
			t.Errorf("visitor %d: %v", i, err)
		}
	}
	if v, err := a.store.Verify(t.Context()); err != nil || v.Err() != nil {
		t.Errorf("verify: %v, %v", err, v.Err())
	}
}

// older: a proxy hands out the answer to an earlier request.
func older(before *http.Response) func(http.RoundTripper, *http.Request) (*http.Response, error) {
	return func(far http.RoundTripper, r *http.Request) (*http.Response, error) {
		if _, err := far.RoundTrip(r); err != nil {
			return nil, err
		}
		return before, nil
	}
}

func TestEngine_takes_no_answer_to_another_question(t *testing.T) {
	d := storetest.District(t, false)
	far := newFake(t, d)
	line := &badLine{far: far}
	a := newWindow(t, d, 1, line)
	for _, path := range []string{syncing.PathPush, syncing.PathPull} {
		var before *http.Response
		keep := func(far http.RoundTripper, r *http.Request) (*http.Response, error) {
			answer, err := far.RoundTrip(r)
			if err != nil {
				return nil, err
			}
			body, err := io.ReadAll(answer.Body)
			kept := *answer
			kept.Body = io.NopCloser(bytes.NewReader(body))
			before = &kept
			answer.Body = io.NopCloser(bytes.NewReader(body))
			return answer, err
		}
		n := len(far.feeds[theFeed])
		storetest.Visit(t, a.ses, n)
		line.path, line.do = path, keep
		a.settle(t)
		listen(t, a)
		a.settle(t)
		storetest.Visit(t, a.ses, n+1)
		if path == syncing.PathPull {
			a.settle(t)
			listen(t, a)
		}
		line.do = older(before)
		wrong := a.firstError(t)
		wantTrouble(t, "an older answer on "+path, wrong, syncing.FalseSignature)
		a.settle(t)
		if w, err := a.store.Waiting(t.Context()); err != nil || w.Events != 0 {
			t.Errorf("%d wait, %v", w.Events, err)
		}
	}
}

// firstError steps until something goes wrong or nothing is left to do.
func (w *window) firstError(t *testing.T) error {
	t.Helper()
	for range 100 {
		if next := w.engine.Step(t.Context()); next.Err != nil || next.Idle {
			return next.Err
		}
	}
	t.Fatal("does not come to an end")
	return nil
}

func TestEngine_stores_nothing_the_district_did_not_sign(t *testing.T) {
	d := storetest.District(t, false)
	far := newFake(t, d)
	a, b := newWindow(t, d, 1, far), newWindow(t, d, 2, far)
	storetest.Visit(t, a.ses, 0)
	a.settle(t)
	b.settle(t)
	storetest.Visit(t, a.ses, 1)
	a.settle(t)
	held, err := b.store.Positions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for what, spoil := range map[string]func(*syncing.Page){
		"a changed body":    func(p *syncing.Page) { e := *p.Lines[0].Event; e.Body = []byte(`{}`); p.Lines[0].Event = &e },
		"a changed mark":    func(p *syncing.Page) { p.Lines[0].Mark = &record.Mark{Effective: 1, Allowed: true} },
		"a line left out":   func(p *syncing.Page) { p.Lines = p.Lines[1:] },
		"a line put in":     func(p *syncing.Page) { p.Lines = append(p.Lines, p.Lines[0]) },
		"lines exchanged":   func(p *syncing.Page) { slices.Reverse(p.Lines) },
		"another signature": func(p *syncing.Page) { p.Signature[0]++ },
		"another feed":      func(p *syncing.Page) { p.Feed = syncing.FeedDistrict; p.Sign(far.key) },
		"a later stretch":   func(p *syncing.Page) { p.After++; p.Position++; p.Sign(far.key) },
		"a later time":      func(p *syncing.Page) { p.Time += 1 << 40 },
	} {
		far.lie[syncing.PathPull] = far.pageWith(spoil)
		listen(t, b)
		wantTrouble(t, what, b.firstError(t), syncing.FalseSignature)
		if now, err := b.store.Positions(t.Context()); err != nil || now[theFeed] != held[theFeed] {
			t.Errorf("%s was stored: %v", what, err)
		}
	}
	delete(far.lie, syncing.PathPull)
	listen(t, b)
	b.settle(t)
	if now, err := b.store.Positions(t.Context()); err != nil || now[theFeed].At != int64(len(far.feeds[theFeed])) {
		t.Errorf("the truth was not stored: %v", err)
	}
}

// pageWith answers pulls of the feed with a spoilt page.
func (f *fake) pageWith(spoil func(*syncing.Page)) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		data, err := io.ReadAll(r.Body)
		var ask syncing.Pull
		if err == nil {
			err = syncing.Unmarshal(data, &ask)
		}
		if err != nil || ask.Feed != theFeed {
			r.Body = io.NopCloser(bytes.NewReader(data))
			return false
		}
		answer(f, w, data, func(p *syncing.Pull) (any, error) {
			said, err := f.pull(p)
			if page, is := said.(syncing.Page); is {
				page.Lines = slices.Clone(page.Lines)
				spoil(&page)
				return page, nil
			}
			return said, err
		})
		return true
	}
}

func TestEngine_says_what_is_wrong_and_waits_longer_each_time(t *testing.T) {
	d := storetest.District(t, false)
	far := newFake(t, d)
	var shut roundTrip
	a := newWindow(t, d, 1, roundTrip(func(r *http.Request) (*http.Response, error) {
		if shut != nil {
			return shut(r)
		}
		return far.RoundTrip(r)
	}))
	a.settle(t)
	storetest.Visit(t, a.ses, 0)
	shut = page(200, "Content-Type: text/html", "<html>")
	var waits []time.Duration
	for range 8 {
		next := a.engine.Step(t.Context())
		wantTrouble(t, "portal", next.Err, syncing.PortalPage)
		waits = append(waits, next.Wait)
	}
	if !slices.IsSorted(waits) || waits[0] < 500*time.Millisecond || waits[7] > 2*time.Minute || waits[7] < 30*time.Second {
		t.Errorf("waits %v", waits)
	}
	st, err := a.engine.Status(t.Context())
	if err != nil || st.Online || st.Wrong != syncing.Messages[syncing.PortalPage] || st.Waiting.Events == 0 {
		t.Errorf("says %+v, %v", st, err)
	}
	shut = nil
	a.settle(t)
	if st, err = a.engine.Status(t.Context()); err != nil || !st.Online || st.Wrong.What != "" || st.Waiting.Events != 0 {
		t.Errorf("says %+v, %v", st, err)
	}
}

func TestEngine_mends_what_the_district_refuses(t *testing.T) {
	d := storetest.District(t, false)
	far := newFake(t, d)
	a := newWindow(t, d, 1, far)
	a.settle(t)
	refuseOnce := func(path string, r *syncing.Refusal) {
		far.lie[path] = func(w http.ResponseWriter, _ *http.Request) bool {
			delete(far.lie, path)
			answer(far, w, mustMarshal(t, struct{}{}), func(*struct{}) (any, error) { return nil, r })
			return true
		}
	}
	for i, c := range []struct {
		code syncing.Code
		path string // asked once more for it
	}{
		{syncing.TokenOver, syncing.PathToken},
		{syncing.NotCertified, syncing.PathCertify}, // a district that was set back to before it knew us
		{syncing.TryAgain, syncing.PathPush},
		{syncing.TooMany, syncing.PathPush},
	} {
		before := far.asked[c.path]
		storetest.Visit(t, a.ses, i)
		refuseOnce(syncing.PathPush, &syncing.Refusal{Code: c.code, Seconds: 90})
		a.mayFail = 1
		next := a.engine.Step(t.Context())
		if r := (*syncing.Refusal)(nil); !errors.As(next.Err, &r) || r.Code != c.code {
			t.Fatalf("%s: %v", c.code, next.Err)
		}
		if (next.Wait >= 90*time.Second) != (c.code == syncing.TryAgain || c.code == syncing.TooMany) {
			t.Errorf("%s: waits %v", c.code, next.Wait)
		}
		a.settle(t)
		if far.asked[c.path] == before {
			t.Errorf("%s: %s was not asked again", c.code, c.path)
		}
		if w, err := a.store.Waiting(t.Context()); err != nil || w.Events != 0 {
			t.Errorf("%s: %d wait, %v", c.code, w.Events, err)
		}
	}
}

func mustMarshal(t *testing.T, m any) []byte {
	t.Helper()
	data, err := syncing.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestEngine_reads_on_while_what_it_sends_is_refused(t *testing.T) {
	d := storetest.District(t, false)
	far := newFake(t, d)
	elapsed := time.Duration(0)
	a := newWindow(t, d, 1, far)
	b := newWindow(t, d, 2, far, syncing.Options{Elapsed: func() time.Duration { return elapsed }, Random: func() float64 { return 0.5 }})
	b.settle(t)
	sit, _, _ := storetest.Visit(t, a.ses, 0)
	a.settle(t)
	storetest.Visit(t, b.ses, 1)
	far.lie[syncing.PathPush] = func(w http.ResponseWriter, _ *http.Request) bool {
		answer(far, w, mustMarshal(t, struct{}{}), func(*struct{}) (any, error) {
			return nil, &syncing.Refusal{Code: syncing.BadMessage, Detail: "poison"}
		})
		return true
	}
	listen(t, b)
	b.mayFail = 1
	b.settle(t)
	persons(t, b, sit.Person)
	st, err := b.engine.Status(t.Context())
	if err != nil || !st.Online || st.Wrong != syncing.Messages[string(syncing.BadMessage)] || st.Waiting.Events == 0 {
		t.Errorf("says %+v, %v", st, err)
	}
	delete(far.lie, syncing.PathPush)
	elapsed += 2 * time.Minute
	b.settle(t)
	if st, err = b.engine.Status(t.Context()); err != nil || st.Wrong.What != "" || st.Waiting.Events != 0 {
		t.Errorf("says %+v, %v", st, err)
	}
}
