package sync

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"ruhui/store/record"
	"ruhui/store/setup"
)

// Times a terminal waits for the district. An answer to a push comes after its
// events are on disk there; a slow line may take long for 256 KiB.
const (
	dialTime     = 10 * time.Second
	exchangeTime = 90 * time.Second
)

// Client makes exchanges with one district. Make it with [NewClient]; it is safe
// to share.
type Client struct {
	http    *http.Client
	address string
}

// NewClient gives a client for the district of a set-up. proven tells the latest
// time held under the district's signature, for certificates to be judged by
// when the machine's clock is doubtful; now is the machine's clock.
func NewClient(d setup.District, now, proven func() time.Time) (*Client, error) {
	u, err := url.Parse(d.Address)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" {
		return nil, fmt.Errorf("district's address %q", d.Address)
	}
	roots := x509.NewCertPool()
	for _, der := range d.Certificates {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, fmt.Errorf("read district's certificate: %w", err)
		}
		roots.AddCert(c)
	}
	check := &judge{roots: roots, name: u.Hostname(), now: now, proven: proven}
	return ClientOver(&http.Client{Transport: transport(check.verify, u.Hostname())}, d.Address), nil
}

// ClientOver gives a client that makes its exchanges with c, which then is who
// checks the district's certificate.
func ClientOver(c *http.Client, address string) *Client {
	own := *c
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse } // the district sends nobody elsewhere
	return &Client{http: &own, address: strings.TrimSuffix(address, "/")}
}

func transport(verify func(tls.ConnectionState) error, name string) *http.Transport {
	return &http.Transport{
		Proxy:       http.ProxyFromEnvironment,
		DialContext: (&net.Dialer{Timeout: dialTime, KeepAlive: 15 * time.Second}).DialContext,
		TLSClientConfig: &tls.Config{
			MinVersion: tls.VersionTLS13,
			ServerName: name,
			// Only the district's own authority counts, and its certificate is judged
			// by a clock that may be wrong: see judge.
			InsecureSkipVerify: true,
			VerifyConnection:   verify,
		},
		TLSHandshakeTimeout: dialTime,
		ForceAttemptHTTP2:   true,
		DisableCompression:  true, // messages are
		// A connection that died without a word, as after a change of networks, is
		// noticed before a push has waited its full time on it.
		HTTP2:               &http.HTTP2Config{SendPingTimeout: 20 * time.Second, PingTimeout: 10 * time.Second},
		MaxIdleConnsPerHost: 4,
		IdleConnTimeout:     2 * time.Minute,
	}
}

// judge checks the district's certificate.
type judge struct {
	roots       *x509.CertPool // nil where only the fingerprint of the authority is known
	fingerprint record.Hash
	name        string
	now, proven func() time.Time
}

// clockTrust is how long after the last proven time a clock is believed when it
// says that a certificate is over.
const clockTrust = 14 * 24 * time.Hour

// verify takes a certificate of the district's authority for its name. Whether it
// is in force is asked of the machine's clock only where that can be trusted: a
// terminal with a dead battery must be able to learn the time.
func (j *judge) verify(s tls.ConnectionState) error {
	if len(s.PeerCertificates) == 0 {
		return errors.New("district shows no certificate")
	}
	between := x509.NewCertPool()
	for _, c := range s.PeerCertificates[1:] {
		between.AddCert(c)
	}
	now, proven := j.now(), j.proven()
	opt := x509.VerifyOptions{Roots: j.pinned(s.PeerCertificates), Intermediates: between, DNSName: j.name, CurrentTime: now}
	_, err := s.PeerCertificates[0].Verify(opt)
	if over := (x509.CertificateInvalidError{}); errors.As(err, &over) && over.Reason == x509.Expired &&
		(now.Before(proven) || now.After(proven.Add(clockTrust))) {
		opt.CurrentTime = s.PeerCertificates[0].NotBefore
		_, err = s.PeerCertificates[0].Verify(opt)
	}
	if err != nil {
		return &tls.CertificateVerificationError{UnverifiedCertificates: s.PeerCertificates, Err: err}
	}
	return nil
}

// Exchange sends a message and reads the answer, both of this package. token may
// be empty. Its errors are *[Refusal] from the district, *[Trouble] for what
// happened on the way, or the context's.
func (c *Client) Exchange(ctx context.Context, path, token string, message, answer any) error {
	body, err := Marshal(message)
	if err != nil {
		return err
	}
	return c.send(ctx, path, token, body, answer, exchangeTime)
}

func (c *Client) send(ctx context.Context, path, token string, body []byte, answer any, within time.Duration) error {
	data, err := c.post(ctx, path, token, body, ContentType, within)
	if err != nil {
		return err
	}
	if err := Unmarshal(data, answer); err != nil {
		return &Trouble{Key: SpoiltAnswer, Err: fmt.Errorf("read answer: %v", err)} // not wrapped: the refusal is ours
	}
	return nil
}

// post gives the body of an answer of the wanted kind.
func (c *Client) post(ctx context.Context, path, token string, body []byte, want string, within time.Duration) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	r, err := http.NewRequestWithContext(limited, http.MethodPost, c.address+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("ask district: %w", err)
	}
	r.Header.Set("Content-Type", ContentType)
	r.Header.Set("Accept", want)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, onTheWay(ctx, err)
	}
	defer answer.Body.Close() // read to its end or given up: nothing to learn from its error
	data, err := io.ReadAll(io.LimitReader(answer.Body, MaxMessage+1))
	if err := foreign(answer); err != nil {
		return nil, err
	}
	switch {
	case err != nil:
		return nil, onTheWay(ctx, err)
	case len(data) > MaxMessage:
		return nil, &Trouble{Key: SpoiltAnswer, Err: errors.New("answer too big")}
	case answer.StatusCode == http.StatusOK && kindOf(answer) == want:
		return data, nil
	}
	refusal := &Refusal{}
	if err := Unmarshal(data, refusal); err != nil || refusal.Code == "" {
		return nil, &Trouble{Key: SpoiltAnswer, Err: fmt.Errorf("status %d without a refusal", answer.StatusCode)}
	}
	return nil, refusal
}
