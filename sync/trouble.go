package sync

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"syscall"
)

// Trouble is what kept an exchange from happening, as far as it can be told from
// the terminal. Its Key names the two lines staff see: see [Messages].
type Trouble struct {
	Key string
	Err error // for the log
}

// What happens between a terminal and its district.
const (
	NotYet         = "NetworkNotYet"      // there was no exchange yet, or none for long
	NoNetwork      = "NetworkNone"        // no way out of this machine
	NameUnknown    = "NetworkName"        // the district's name is not known to the network
	NobodyThere    = "NetworkRefused"     // the machine answers, the district's program does not
	NoAnswer       = "NetworkTimeout"     // nothing came back in time
	LineCut        = "NetworkCut"         // the connection ended in the middle
	PortalPage     = "NetworkPortal"      // a page that asks to sign in to the network
	ProxyPage      = "NetworkProxy"       // a proxy or firewall answered in the district's place
	ForeignAnswer  = "NetworkForeign"     // somebody answered who is not the district
	OtherAuthority = "CertificateOther"   // not the district's certificate
	OtherName      = "CertificateName"    // the district's, for another address
	CertificateDue = "CertificateExpired" // not in force by this machine's clock
	SpoiltAnswer   = "AnswerSpoilt"       // an answer that cannot be read
	FalseSignature = "AnswerFalse"        // an answer the district did not sign, or that contradicts itself
)

// What may be wrong with a courier's file.
const (
	CourierNot     = "CourierNot"     // some other file
	CourierDamaged = "CourierDamaged" // cut off or changed on the way
	CourierNewer   = "CourierNewer"   // of a newer program
	CourierOther   = "CourierOther"   // for somebody else
	CourierForeign = "CourierForeign" // not signed by whom it names
)

// Error is for logs.
func (t *Trouble) Error() string { return fmt.Sprintf("%s: %v", t.Key, t.Err) }

// Unwrap gives the cause.
func (t *Trouble) Unwrap() error { return t.Err }

// MessageKey is the key of the two lines that staff see.
func (t *Trouble) MessageKey() string { return t.Key }

// MessageLines says what happened and what to do next, in Chinese.
func (t *Trouble) MessageLines() (what, next string) {
	m := Messages[t.Key]
	return m.What, m.Next
}

func kindOf(r *http.Response) string {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// foreign recognises an answer that is not the district's: it has another kind
// of content, or sends us elsewhere.
func foreign(r *http.Response) error {
	kind := kindOf(r)
	if kind == ContentType || kind == octets {
		return nil
	}
	err := fmt.Errorf("status %d, content %q, server %q", r.StatusCode, kind, r.Header.Get("Server"))
	switch s := r.StatusCode; {
	case s >= 300 && s < 400, s == http.StatusNetworkAuthenticationRequired, s == http.StatusOK && strings.HasSuffix(kind, "html"):
		return &Trouble{PortalPage, err}
	case s == http.StatusProxyAuthRequired, s == http.StatusBadGateway, s == http.StatusServiceUnavailable,
		s == http.StatusGatewayTimeout, r.Header.Get("Via") != "", strings.HasSuffix(kind, "html"):
		return &Trouble{ProxyPage, err}
	}
	return &Trouble{ForeignAnswer, err}
}

// onTheWay tells what an error of the connection means. The caller's own end is
// no trouble of the network.
func onTheWay(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, tell := range []func(error) string{certificateTrouble, connectionTrouble} {
		if key := tell(err); key != "" {
			return &Trouble{key, err}
		}
	}
	return &Trouble{LineCut, err}
}

func certificateTrouble(err error) string {
	var (
		invalid x509.CertificateInvalidError
		name    x509.HostnameError
		wrong   *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return CertificateDue
	case errors.As(err, &name):
		return OtherName
	case errors.As(err, &wrong):
		return OtherAuthority
	case errors.Is(err, http.ErrSchemeMismatch): // plain HTTP where TLS should be
		return PortalPage
	}
	return ""
}

func connectionTrouble(err error) string {
	var (
		name *net.DNSError
		wait net.Error
	)
	switch {
	case errors.As(err, &name) && name.IsNotFound:
		return NameUnknown
	case errors.As(err, &name), among(err, unreachable):
		return NoNetwork
	case among(err, refusing):
		return NobodyThere
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &wait) && wait.Timeout():
		return NoAnswer
	case among(err, cutting), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return LineCut
	}
	if strings.Contains(err.Error(), "proxyconnect") { // net/http names it only in its text
		return ProxyPage
	}
	return ""
}

func among(err error, which []syscall.Errno) bool {
	var number syscall.Errno
	return errors.As(err, &number) && slices.Contains(which, number)
}
