package district

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/klauspost/compress/zstd"

	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/sync"
)

// zipped is text as an attacker would pack it.
func zipped(t testing.TB, text io.Reader) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := zstd.NewWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestLimits_stop_hostile_messages(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	bomb := zipped(t, io.LimitReader(zeros{}, 1<<30))
	if len(bomb) > bigBody {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	deep := zipped(t, strings.NewReader(strings.Repeat("[", 1_000_000)+strings.Repeat("]", 1_000_000)+"\n"))
	for name, body := range map[string][]byte{
		"a gigabyte of zeros": bomb, "a million brackets": deep, "a picture": []byte("\xff\xd8\xff\xe0 not ours"),
		"nothing": {}, "three megabytes": bytes.Repeat([]byte("x"), 3<<20),
	} {
		r := w.post(sync.PathPush, a.token, body, &sync.Pushed{})
		if r == nil || r.Code != sync.BadMessage && r.Code != sync.TooBig {
			t.Errorf("%s: %v", name, r)
		}
	}
	a.push(a.registered(person(), uuid.New(), demo.Xinfeng)) // and it goes on
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestLimits_admit_nobody_without_a_token_of_ours(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	forged := []byte(a.token)
	forged[len(forged)/2] ^= 1
	for _, token := range []string{"", "x", string(forged)} {
		r := w.ask(sync.PathHello, token, &sync.Hello{}, &sync.Welcome{})
		if r == nil || r.Code != sync.TokenOver {
			t.Errorf("%q: %v", token, r)
		}
	}
	w.now = w.now.Add(1001 * time.Hour)
	if r := w.ask(sync.PathHello, a.token, &sync.Hello{}, &sync.Welcome{}); r == nil || r.Code != sync.TokenOver {
		t.Errorf("a token that is over: %v", r)
	}
	a.authorise()
	w.revoke(a)
	if r := w.ask(sync.PathHello, a.token, &sync.Hello{}, &sync.Welcome{}); r == nil || r.Code != sync.NotCertified {
		t.Errorf("revoked: %v", r)
	}
}

func TestLimits_take_nonces_for_a_minute_and_only_signed(t *testing.T) {
	w := newWorld(t)
	a, b := w.clerk(), w.newTerminal(demo.Hall, 2, demo.Login, record.RoleWindowClerk)
	var nonce sync.Nonce
	w.must(sync.PathNonce, "", &struct{}{}, &nonce)
	ask := &sync.TokenAsked{Terminal: a.id, Nonce: nonce.Nonce}
	ask.Sign(b.key)
	if r := w.ask(sync.PathToken, "", ask, &sync.Token{}); r == nil || r.Code != sync.BadSignature {
		t.Errorf("signed by another: %v", r)
	}
	ask.Sign(a.key)
	second := *w // another process takes what the first gave
	second.District = w.process()
	second.handler = second.Terminals()
	second.must(sync.PathToken, "", ask, &sync.Token{})
	w.now = w.now.Add(nonceFor + time.Second)
	if r := w.ask(sync.PathToken, "", ask, &sync.Token{}); r == nil || r.Code != sync.TokenOver {
		t.Errorf("late: %v", r)
	}
}

func TestLimits_bound_how_often_one_may_ask(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	d, err := New(w.archive, w.secrets, Options{Now: func() time.Time { return w.now },
		Limits: Limits{TerminalPerSecond: 0.001, TerminalBurst: 3, AddressPerSecond: 0.001, AddressBurst: 2,
			ResidentPerSecond: 0.001, ResidentBurst: 2}})
	if err != nil {
		t.Fatal(err)
	}
	w.handler = d.Terminals()
	for i := range 4 {
		r := w.ask(sync.PathLacks, a.token, &sync.Lacks{}, &sync.Lacking{})
		if many := r != nil && r.Code == sync.TooMany && r.Seconds > 0; many != (i == 3) {
			t.Errorf("request %d: %v", i, r)
		}
	}
	for i := range 3 {
		r := w.ask(sync.PathNonce, "", &struct{}{}, &sync.Nonce{})
		if many := r != nil && r.Code == sync.TooMany; many != (i == 2) {
			t.Errorf("request %d without a token: %v", i, r)
		}
	}
	residents := d.Residents()
	for i := range 3 {
		rec := httptest.NewRecorder()
		residents.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/s/"+strings.Repeat("a", 22), nil))
		if many := rec.Code == http.StatusTooManyRequests; many != (i == 2) {
			t.Errorf("resident's request %d: status %d", i, rec.Code)
		}
	}
}

// A client that sends its body a byte at a time loses its connection and holds up
// nobody.
func TestLimits_cut_off_slow_clients(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	d, err := New(w.archive, w.secrets, Options{Now: func() time.Time { return w.now }, Limits: Limits{Read: 50 * time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(d.Terminals())
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: district\r\nAuthorization: Bearer %s\r\nContent-Length: 1000\r\n\r\nslow", sync.PathPush, a.token)
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatalf("the connection is still open: %v", err)
	}
	if !bytes.HasPrefix(answer, []byte("HTTP/1.1 400")) {
		t.Errorf("answer: %.40q", answer)
	}
}

// An open request for news outlives the time that its own few bytes may take.
func TestLimits_let_open_requests_wait(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	d, err := New(w.archive, w.secrets, Options{Now: func() time.Time { return w.now }, Limits: Limits{Read: 100 * time.Millisecond,
		Token: 1000 * time.Hour}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(d.Terminals())
	defer server.Close()
	var m sync.Moved
	ask := &sync.News{Positions: map[string]int64{sync.FeedDirectory: 0}, Seconds: 1}
	if err := sync.ClientOver(server.Client(), server.URL).Exchange(t.Context(), sync.PathNews, a.token, ask, &m); err != nil {
		t.Errorf("news: %v", err)
	}
}

func TestCertify_joins_one_terminal_to_one_code(t *testing.T) {
	w := newWorld(t)
	a, b := w.clerk(), w.clerk()
	certify := func(by *terminal, proof record.Hash, number int) *sync.Refusal {
		c := &sync.Certify{Proof: proof, Terminal: by.id, Centre: by.centre, Number: number, Public: by.public()}
		c.Sign(by.key)
		return w.ask(sync.PathCertify, "", c, &sync.Certified{})
	}
	proof := w.code(demo.Hall, 5)
	fresh := &terminal{w: w, id: uuid.New(), centre: demo.Hall, key: a.key}
	for i := range 2 { // it never heard the first answer
		if r := certify(fresh, proof, 5); r != nil {
			t.Errorf("time %d: %v", i, r)
		}
	}
	for name, r := range map[string]*sync.Refusal{
		"used code":      certify(b, proof, 5),
		"unknown code":   certify(b, record.Hash{1}, 5),
		"another centre": certify(b, w.code(demo.Station, 8), 8),
	} {
		if r == nil || r.Code != sync.CodeUsed {
			t.Errorf("%s: %v", name, r)
		}
	}
	// A copy that was given a fresh number, at a district that was set back since.
	renumbered := &terminal{w: w, id: uuid.New(), centre: demo.Hall, key: a.key}
	if r := certify(renumbered, w.code(demo.Hall, 6), 7); r != nil {
		t.Errorf("another number by now: %v", r)
	}
	if r := certify(b, w.code(demo.Hall, setup.DemoTerminal), setup.DemoTerminal); r == nil || r.Code != sync.OtherWorld {
		t.Errorf("demonstration at a real district: %v", r)
	}
	thief := &terminal{w: w, id: a.id, centre: demo.Hall, key: b.key}
	if r := certify(thief, w.code(demo.Hall, 9), 9); r == nil || r.Code != sync.NotYours {
		t.Errorf("another terminal's id: %v", r)
	}
	c := &sync.Certify{Proof: w.code(demo.Hall, 10), Terminal: uuid.New(), Centre: demo.Hall, Number: 10, Public: a.public()}
	c.Sign(b.key)
	if r := w.ask(sync.PathCertify, "", c, &sync.Certified{}); r == nil || r.Code != sync.BadSignature {
		t.Errorf("a key it does not hold: %v", r)
	}
}

func TestCertify_keeps_real_terminals_from_a_demonstration(t *testing.T) {
	w := newWorld(t)
	w.secrets.Demo = true
	a := &terminal{w: w, id: uuid.New(), centre: demo.Hall, key: w.secrets.Signing}
	c := &sync.Certify{Proof: w.code(demo.Hall, 1), Terminal: a.id, Centre: a.centre, Number: 1, Public: a.public()}
	c.Sign(a.key)
	if r := w.ask(sync.PathCertify, "", c, &sync.Certified{}); r == nil || r.Code != sync.OtherWorld {
		t.Errorf("a real terminal: %v", r)
	}
}

func TestSetup_gives_the_file_until_its_code_is_used(t *testing.T) {
	w := newWorld(t)
	proof := w.code(demo.Hall, 5)
	fetch := func(proof record.Hash) *httptest.ResponseRecorder {
		body, err := sync.Marshal(&sync.SetupAsked{Proof: proof})
		if err != nil {
			t.Fatal(err)
		}
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, sync.PathSetup, bytes.NewReader(body)))
		return rec
	}
	if rec := fetch(proof); rec.Code != http.StatusOK || rec.Body.String() != "file" {
		t.Errorf("status %d", rec.Code)
	}
	a := &terminal{w: w, id: uuid.New(), centre: demo.Hall, key: w.secrets.Signing}
	c := &sync.Certify{Proof: proof, Terminal: a.id, Centre: a.centre, Number: 5, Public: a.public()}
	c.Sign(a.key)
	w.must(sync.PathCertify, "", c, &sync.Certified{})
	for _, p := range []record.Hash{proof, {1}} {
		if rec := fetch(p); rec.Code != http.StatusForbidden {
			t.Errorf("status %d", rec.Code)
		}
	}
}

func TestReady_says_when_the_district_stops(t *testing.T) {
	w := newWorld(t)
	a := w.clerk()
	a.push(a.registered(person(), uuid.New(), demo.Xinfeng))
	operations := w.Operations()
	get := func(path string) *httptest.ResponseRecorder {
		rec := httptest.NewRecorder()
		operations.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		return rec
	}
	if get("/healthz").Code != http.StatusOK || get("/readyz").Code != http.StatusOK {
		t.Error("not ready")
	}
	metrics := get("/metrics").Body.String()
	for _, line := range []string{`ruhui_requests_total{path="/v1/push",status="200"} 1`, `ruhui_events_total{which="new"}`} {
		if !strings.Contains(metrics, line) {
			t.Errorf("metrics lack %s", line)
		}
	}
	if strings.Contains(metrics, a.id.String()) {
		t.Error("metrics name a terminal")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w.Run(ctx)
	if get("/healthz").Code != http.StatusOK || get("/readyz").Code != http.StatusServiceUnavailable {
		t.Error("still ready")
	}
}
