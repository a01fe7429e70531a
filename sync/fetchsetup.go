package sync

import (
	"context"
	"crypto/x509"
	"net/http"
	"net/url"
	"time"

	"ruhui/store/setup"
)

// FetchSetup fetches the set-up file that a scanned link names. The district is
// known by its authority's fingerprint; the file is sealed with the link's code,
// which stays here, and is to be opened as one from a stick. Errors are those of
// [Client.Exchange]: a code that was used is a [Refusal] with [CodeUsed].
func FetchSetup(ctx context.Context, l setup.Link) ([]byte, error) {
	u, err := url.Parse(l.Address)
	if err != nil {
		return nil, &Trouble{NameUnknown, err}
	}
	check := &judge{fingerprint: l.Authority, name: u.Hostname(), now: time.Now, proven: func() time.Time { return time.Time{} }}
	own := transport(check.verify, u.Hostname())
	defer own.CloseIdleConnections()
	return fetchSetup(ctx, ClientOver(&http.Client{Transport: own}, l.Address), l)
}

func fetchSetup(ctx context.Context, c *Client, l setup.Link) ([]byte, error) {
	proof, err := setup.Proof(l.Code)
	if err != nil {
		return nil, err
	}
	body, err := Marshal(&SetupAsked{Proof: proof})
	if err != nil {
		return nil, err
	}
	return c.post(ctx, PathSetup, "", body, octets, exchangeTime)
}

// octets is the kind of an answer that is a file.
const octets = "application/octet-stream"

// pinned are the authorities that count: those of the set-up file or, before
// there is one, whichever shown one has the fingerprint.
func (j *judge) pinned(shown []*x509.Certificate) *x509.CertPool {
	if j.roots != nil {
		return j.roots
	}
	pool := x509.NewCertPool()
	for _, c := range shown {
		if c.IsCA && setup.Fingerprint(c.Raw) == j.fingerprint {
			pool.AddCert(c)
		}
	}
	return pool
}
