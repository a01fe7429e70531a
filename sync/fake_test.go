package sync_test

import (
	"bytes"
	"crypto/ed25519"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
	syncing "ruhui/sync"
)

// fake is a far side that keeps everything in memory, reads nothing, and can lie.
// The real one is tried in district_test.go.
type fake struct {
	t        *testing.T
	key      ed25519.PrivateKey
	epoch    uuid.UUID
	clock    *storetest.Clock
	mu       sync.Mutex
	known    map[uuid.UUID]ed25519.PublicKey
	journals map[uuid.UUID]*fakeJournal
	feeds    map[string][]syncing.Line
	lie      map[string]func(w http.ResponseWriter, r *http.Request) bool // by path: true when it has answered
	asked    map[string]int
	bytes    map[string]int // of requests, by path
	number   int            // given to whoever found itself a copy
	offered  []syncing.Page
	done     int // terminals that have offered all they hold
}

type fakeJournal struct {
	hashes []record.Hash // of entries 1, 2, 3 …
	marks  []syncing.Given
}

const theFeed = "town/330402104"

func newFake(t *testing.T, d *demo.District) *fake {
	return &fake{t: t, key: d.Key, epoch: uuid.New(), clock: storetest.NewClock(), known: map[uuid.UUID]ed25519.PublicKey{},
		journals: map[uuid.UUID]*fakeJournal{}, feeds: map[string][]syncing.Line{},
		lie: map[string]func(http.ResponseWriter, *http.Request) bool{}, asked: map[string]int{}, bytes: map[string]int{}}
}

// RoundTrip is how the engine reaches it without a network.
func (f *fake) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	return w.Result(), nil
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	path := r.URL.Path
	f.asked[path]++
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return // the connection was cut
	}
	f.bytes[path] += len(data)
	r.Body = io.NopCloser(bytes.NewReader(data))
	if lie := f.lie[path]; lie != nil && lie(w, r) {
		return
	}
	switch path {
	case syncing.PathCertify:
		answer(f, w, data, f.certify)
	case syncing.PathNonce:
		answer(f, w, data, func(*struct{}) (any, error) { return syncing.Nonce{Nonce: []byte("nonce")}, nil })
	case syncing.PathToken:
		answer(f, w, data, f.token)
	case syncing.PathHello:
		answer(f, w, data, f.hello)
	case syncing.PathPush:
		answer(f, w, data, f.push)
	case syncing.PathPull:
		answer(f, w, data, f.pull)
	case syncing.PathNews:
		answer(f, w, data, f.news)
	case syncing.PathLacks:
		answer(f, w, data, f.lacks)
	case syncing.PathHeads:
		answer(f, w, data, f.heads)
	case syncing.PathOffer:
		answer(f, w, data, f.offer)
	default:
		f.t.Errorf("asked for %s", path)
	}
}

func answer[T any](f *fake, w http.ResponseWriter, data []byte, do func(*T) (any, error)) {
	var m T
	err := syncing.Unmarshal(data, &m)
	var said any
	if err == nil {
		said, err = do(&m)
	}
	status := http.StatusOK
	if refusal, is := err.(*syncing.Refusal); is {
		said, status = refusal, refusal.Code.Status()
	}
	body, err := syncing.Marshal(said)
	if err != nil {
		f.t.Errorf("answer: %v", err)
	}
	w.Header().Set("Content-Type", syncing.ContentType)
	w.WriteHeader(status)
	_, _ = w.Write(body) // a recorder takes everything; a cut connection is the test's doing
}

func (f *fake) now() record.HLC { return record.HLCOf(f.clock.Now()) }

func (f *fake) certify(c *syncing.Certify) (any, error) {
	if !c.Verify() {
		return nil, &syncing.Refusal{Code: syncing.BadSignature}
	}
	f.known[c.Terminal] = c.Public
	return syncing.Certified{Terminal: c.Terminal, Time: f.now(), Epoch: f.epoch}, nil
}

func (f *fake) token(a *syncing.TokenAsked) (any, error) {
	if !a.Verify(f.known[a.Terminal]) {
		return nil, &syncing.Refusal{Code: syncing.NotCertified}
	}
	return syncing.Token{Token: "token", Seconds: 600}, nil
}

func (f *fake) hello(h *syncing.Hello) (any, error) {
	w := syncing.Welcome{Time: f.now(), Epoch: f.epoch, Feeds: []string{syncing.FeedDistrict, syncing.FeedDirectory, theFeed}}
	if j := f.journals[h.Journal]; j != nil {
		w.Journal = &syncing.Joint{Journal: h.Journal, Seq: int64(len(j.hashes)), Hash: j.hashes[len(j.hashes)-1]}
	}
	if h.Copied {
		w.Number = f.number
	}
	w.Sign(f.key)
	return w, nil
}

func (f *fake) lacks(l *syncing.Lacks) (any, error) {
	lacking := syncing.Lacking{Events: []uuid.UUID{}}
	for _, id := range l.Events {
		if !slices.ContainsFunc(f.feeds[theFeed], func(l syncing.Line) bool { return l.Event.ID == id }) {
			lacking.Events = append(lacking.Events, id)
		}
	}
	return lacking, nil
}

func (f *fake) heads(h *syncing.Heads) (any, error) {
	var agree syncing.HeadsAgree
	lines := f.feeds[h.Feed]
	for _, at := range h.At {
		if at.Position <= int64(len(lines)) && (&syncing.Page{Lines: lines[:at.Position]}).Chain(record.Hash{}) == at.Hash {
			agree.Position = at.Position
		}
	}
	return agree, nil
}

func (f *fake) offer(o *syncing.Offer) (any, error) {
	for i := range o.Pages {
		if !o.Pages[i].Verify(f.key.Public().(ed25519.PublicKey)) {
			return nil, &syncing.Refusal{Code: syncing.BadSignature}
		}
	}
	f.offered = append(f.offered, o.Pages...)
	if o.Done {
		f.done++
	}
	return syncing.Offered{}, nil
}

// goBack sets the far side back to what it held then, in a new history.
func (f *fake) goBack(journals map[uuid.UUID]*fakeJournal, feed []syncing.Line) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.epoch, f.journals, f.feeds[theFeed] = uuid.New(), journals, feed
}

// remember gives what goBack takes.
func (f *fake) remember() (map[uuid.UUID]*fakeJournal, []syncing.Line) {
	f.mu.Lock()
	defer f.mu.Unlock()
	journals := map[uuid.UUID]*fakeJournal{}
	for id, j := range f.journals {
		journals[id] = &fakeJournal{slices.Clone(j.hashes), slices.Clone(j.marks)}
	}
	return journals, slices.Clone(f.feeds[theFeed])
}

func (f *fake) push(b *syncing.Batch) (any, error) {
	terminal := b.Entries[0].Event.Origin.Terminal
	if b.Chain() != b.Last {
		return nil, &syncing.Refusal{Code: syncing.BrokenChain}
	}
	if !b.Verify(f.known[terminal]) {
		return nil, &syncing.Refusal{Code: syncing.BadSignature}
	}
	j := f.journals[b.Journal]
	if j == nil {
		j = &fakeJournal{}
		f.journals[b.Journal] = j
	}
	held := int64(len(j.hashes))
	if b.After > held || b.After > 0 && j.hashes[b.After-1] != b.Previous {
		joint := &syncing.Joint{Journal: b.Journal, Seq: held}
		if held > 0 {
			joint.Hash = j.hashes[held-1]
		}
		return nil, &syncing.Refusal{Code: syncing.NotJoined, Joint: joint}
	}
	hash := b.Previous
	for i := range b.Entries {
		e := &b.Entries[i]
		hash = e.Event.ChainHash(hash, e.DigestOf())
		if b.After+int64(i) < held {
			continue
		}
		mark := record.Mark{Effective: f.now(), Allowed: true}
		j.hashes = append(j.hashes, hash)
		j.marks = append(j.marks, syncing.Given{Event: e.Event.ID, Mark: mark})
		f.feeds[theFeed] = append(f.feeds[theFeed], syncing.Line{Event: &e.Event, Digest: e.Digest, Mark: &mark})
	}
	done := syncing.Pushed{Receipt: syncing.Receipt{Journal: b.Journal, Terminal: terminal, Seq: int64(len(j.hashes)),
		Hash: j.hashes[len(j.hashes)-1], Time: f.now(), Epoch: f.epoch}, Marks: j.marks[b.After:]}
	done.Receipt.Sign(f.key)
	return done, nil
}

// pageLines is what the fake puts into a page at most.
const pageLines = 100

func (f *fake) pull(p *syncing.Pull) (any, error) {
	if p.Epoch != f.epoch {
		return nil, &syncing.Refusal{Code: syncing.OtherEpoch}
	}
	lines := f.feeds[p.Feed]
	if p.After > int64(len(lines)) || (&syncing.Page{Lines: lines[:p.After]}).Chain(record.Hash{}) != p.Hash {
		return nil, &syncing.Refusal{Code: syncing.NotBehind}
	}
	page := syncing.Page{Epoch: f.epoch, Feed: p.Feed, After: p.After, Head: int64(len(lines)), Time: f.now()}
	page.Lines = slices.Clone(lines[p.After:min(p.After+pageLines, page.Head)])
	page.Position = p.After + int64(len(page.Lines))
	page.Hash = page.Chain(p.Hash)
	page.Sign(f.key)
	return page, nil
}

func (f *fake) news(n *syncing.News) (any, error) {
	var m syncing.Moved
	for name, lines := range f.feeds {
		if n.Positions[name] < int64(len(lines)) {
			m.Feeds = append(m.Feeds, name)
		}
	}
	return m, nil
}

// window is a terminal that makes its exchanges with far.
type window struct {
	terminal *storetest.Terminal
	store    *store.Store
	ses      *store.Session
	engine   *syncing.Engine
	mayFail  int // exchanges that settle lets fail
}

func newWindow(t *testing.T, d *demo.District, number int, far http.RoundTripper, opt ...syncing.Options) *window {
	t.Helper()
	terminal := &storetest.Terminal{District: d, Number: number}
	storetest.SetUp(t, terminal)
	return reopened(t, terminal, far, opt...)
}

func reopened(t *testing.T, terminal *storetest.Terminal, far http.RoundTripper, opt ...syncing.Options) *window {
	t.Helper()
	w := &window{terminal: terminal, store: storetest.Reopen(t, terminal)}
	w.ses = storetest.SignIn(t, w.store)
	o := syncing.Options{Program: "test", Random: func() float64 { return 0.5 }}
	if len(opt) > 0 {
		o = opt[0]
	}
	w.engine = syncing.NewEngine(w.store, syncing.ClientOver(&http.Client{Transport: far}, "https://district.example"), o)
	return w
}

// settle makes exchanges until nothing is left to do.
func (w *window) settle(t *testing.T) {
	t.Helper()
	refused := 0
	for range 500 {
		next := w.engine.Step(t.Context())
		if next.Err != nil {
			if refused++; syncing.MessageOf(next.Err).What == "" || refused > w.mayFail {
				t.Fatal(next.Err)
			}
		}
		if next.Idle {
			return
		}
	}
	t.Fatal("does not come to an end")
}
