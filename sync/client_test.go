package sync_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"ruhui/store/demo"
	"ruhui/store/setup"
	"ruhui/store/storetest"
	syncing "ruhui/sync"
)

// authority signs certificates as a district's does.
type authority struct {
	der []byte
	key *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{key: newECKey(t)}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "district"}, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign, NotBefore: storetest.Morning.AddDate(-1, 0, 0),
		NotAfter: storetest.Morning.AddDate(30, 0, 0)}
	var err error
	if a.der, err = x509.CreateCertificate(rand.Reader, form, form, a.key.Public(), a.key); err != nil {
		t.Fatal(err)
	}
	return a
}

func newECKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// serve runs a handler on loopback behind a certificate in force from..to.
func (a *authority) serve(t *testing.T, h http.Handler, name string, from, to time.Time) string {
	t.Helper()
	key := newECKey(t)
	parent, err := x509.ParseCertificate(a.der)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: from, NotAfter: to, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	if ip := net.ParseIP(name); ip != nil {
		form.IPAddresses = []net.IP{ip}
	} else {
		form.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, form, parent, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // refused handshakes are what is tried
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{{Certificate: [][]byte{der, a.der}, PrivateKey: key}}}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL
}

var (
	now     = func() time.Time { return storetest.Morning }
	started = func() time.Time { return storetest.Morning.AddDate(0, 0, -1) } // the last proven time
)

func clientFor(t *testing.T, address string, a *authority, now func() time.Time) *syncing.Client {
	t.Helper()
	c, err := syncing.NewClient(setup.District{Address: address, Certificates: [][]byte{a.der}}, now, started)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func nonceFrom(c *syncing.Client) error {
	return c.Exchange(context.Background(), syncing.PathNonce, "", struct{}{}, &syncing.Nonce{})
}

// wantTrouble checks what the error is called and that a person is told both
// what happened and what to do.
func wantTrouble(t *testing.T, what string, err error, want string) {
	t.Helper()
	trouble := (*syncing.Trouble)(nil)
	if !errors.As(err, &trouble) || trouble.Key != want {
		t.Errorf("%s: got %v, want %s", what, err, want)
		return
	}
	if m := syncing.MessageOf(err); m.What == "" || m.Next == "" {
		t.Errorf("%s: says %+v", what, m)
	}
}

func TestEngine_works_over_TLS(t *testing.T) {
	d := storetest.District(t, false)
	far, ca := newFake(t, d), newAuthority(t)
	address := ca.serve(t, far, "127.0.0.1", started(), storetest.Morning.AddDate(1, 0, 0))
	w := newWindow(t, d, 1, nil)
	w.engine = syncing.NewEngine(w.store, clientFor(t, address, ca, now), syncing.Options{})
	storetest.Visit(t, w.ses, 0)
	w.settle(t)
	if n, err := w.store.Waiting(t.Context()); err != nil || n.Events != 0 {
		t.Errorf("%d still wait, %v", n.Events, err)
	}
}

func TestClient_takes_the_districts_own_certificate_only(t *testing.T) {
	d := storetest.District(t, false)
	far, ca := newFake(t, d), newAuthority(t)
	soon, later := storetest.Morning.AddDate(0, 0, -2), storetest.Morning.AddDate(1, 0, 0)
	good := ca.serve(t, far, "127.0.0.1", soon, later)
	over := ca.serve(t, far, "127.0.0.1", soon, storetest.Morning.AddDate(0, 0, -1))
	at := func(years, days int) func() time.Time {
		return func() time.Time { return storetest.Morning.AddDate(years, 0, days) }
	}
	for _, c := range []struct {
		what    string
		address string
		ca      *authority
		now     func() time.Time
		want    string
	}{
		{"in force", good, ca, now, ""},
		{"another authority", good, newAuthority(t), now, syncing.OtherAuthority},
		{"another name", ca.serve(t, far, "district.example", soon, later), ca, now, syncing.OtherName},
		{"expired", over, ca, now, syncing.CertificateDue},
		{"the clock in 2000", good, ca, at(-26, 0), ""},
		{"the clock in 2038", good, ca, at(12, 0), ""},
		{"expired while the terminal was off for long", over, ca, at(0, 90), ""},
	} {
		err := nonceFrom(clientFor(t, c.address, c.ca, c.now))
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.what, err)
			}
			continue
		}
		wantTrouble(t, c.what, err, c.want)
	}
}

// roundTrip is a network that does what a test says.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func page(status int, header, body string) roundTrip {
	return func(*http.Request) (*http.Response, error) {
		h := http.Header{}
		for _, line := range strings.Split(header, "\n") {
			name, value, _ := strings.Cut(line, ": ")
			h.Set(name, value)
		}
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
}

func failing(err error) roundTrip {
	return func(*http.Request) (*http.Response, error) { return nil, &url.Error{Op: "Post", Err: err} }
}

func TestClient_tells_who_answered_in_the_districts_place(t *testing.T) {
	html := "Content-Type: text/html; charset=utf-8"
	ours := "Content-Type: " + syncing.ContentType
	for _, c := range []struct {
		what string
		line roundTrip
		want string
	}{
		{"a portal's page", page(200, html, "<html>登录</html>"), syncing.PortalPage},
		{"a portal's redirect", page(302, "Location: http://portal.example", ""), syncing.PortalPage},
		{"a portal that says so", page(511, html, ""), syncing.PortalPage},
		{"a proxy that wants a password", page(407, html, ""), syncing.ProxyPage},
		{"a proxy without the district", page(502, html, ""), syncing.ProxyPage},
		{"a firewall's page", page(403, html, ""), syncing.ProxyPage},
		{"some other server", page(200, "Content-Type: application/json", "{}"), syncing.ForeignAnswer},
		{"rubbish", page(200, ours, "rubbish"), syncing.SpoiltAnswer},
		{"nothing", page(200, ours, ""), syncing.SpoiltAnswer},
		{"an error without a refusal", page(500, ours, ""), syncing.SpoiltAnswer},
		{"a bomb", page(200, ours, strings.Repeat("x", syncing.MaxMessage+2)), syncing.SpoiltAnswer},
		{"no such name", failing(&net.DNSError{Err: "no such host", IsNotFound: true}), syncing.NameUnknown},
		{"no name server", failing(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), syncing.NoNetwork},
		{"no network", failing(&net.OpError{Op: "dial", Err: syscall.ENETUNREACH}), syncing.NoNetwork},
		{"nobody there", failing(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}), syncing.NobodyThere},
		{"no answer", failing(context.DeadlineExceeded), syncing.NoAnswer},
		{"cut", failing(io.ErrUnexpectedEOF), syncing.LineCut},
		{"reset", failing(&net.OpError{Op: "read", Err: syscall.ECONNRESET}), syncing.LineCut},
	} {
		err := nonceFrom(syncing.ClientOver(&http.Client{Transport: c.line}, "https://district.example"))
		wantTrouble(t, c.what, err, c.want)
	}
}

func TestClient_notices_plain_HTTP(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	err := nonceFrom(clientFor(t, strings.Replace(s.URL, "http:", "https:", 1), newAuthority(t), now))
	wantTrouble(t, "plain HTTP", err, syncing.PortalPage)
}

func TestMessages_are_there_for_every_refusal(t *testing.T) {
	for _, code := range []syncing.Code{syncing.BadMessage, syncing.BadSignature, syncing.BrokenChain, syncing.NotJoined,
		syncing.TokenOver, syncing.NotCertified, syncing.CodeUsed, syncing.NotYours, syncing.OtherEpoch, syncing.NotBehind,
		syncing.TooBig, syncing.TooMany, syncing.OtherWorld, syncing.TryAgain} {
		r := &syncing.Refusal{Code: code}
		if what, next := r.MessageLines(); what == "" || next == "" || syncing.MessageOf(r).What != what {
			t.Errorf("%s: says %q, %q", code, what, next)
		}
	}
	if m := syncing.MessageOf(&syncing.Refusal{Code: "of_a_newer_server"}); m.What == "" {
		t.Error("nothing is said of a code nobody knows here")
	}
}

func TestFetchSetup_knows_the_district_by_its_fingerprint(t *testing.T) {
	d := storetest.District(t, false)
	file, code, err := d.SetupFile(3, demo.Hall)
	if err != nil {
		t.Fatal(err)
	}
	proof, err := setup.Proof(code)
	if err != nil {
		t.Fatal(err)
	}
	serve := func(w http.ResponseWriter, r *http.Request) {
		var asked syncing.SetupAsked
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = syncing.Unmarshal(body, &asked)
		}
		if err != nil || asked.Proof != proof || bytes.Contains(body, []byte(code)) {
			t.Errorf("asked with %d bytes, %v", len(body), err)
		}
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = w.Write(file) // a test's own connection
	}
	ca := newAuthority(t)
	address := ca.serve(t, http.HandlerFunc(serve), "127.0.0.1", time.Now().AddDate(0, 0, -1), time.Now().AddDate(0, 0, 1))
	link := setup.Link{Address: address, Authority: setup.Fingerprint(ca.der), Code: code}
	got, err := syncing.FetchSetup(t.Context(), link)
	if err != nil || !bytes.Equal(got, file) {
		t.Errorf("fetched %d bytes, %v", len(got), err)
	}
	link.Authority[0]++
	_, err = syncing.FetchSetup(t.Context(), link)
	wantTrouble(t, "another fingerprint", err, syncing.OtherAuthority)
}
