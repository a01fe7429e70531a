package district

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"time"
)

// The authority outlives every terminal that pins it. A server's certificate is
// made anew at each start and lives in memory alone, so there is none to forget
// to renew.
const (
	authorityYears = 25
	serverFor      = 400 * 24 * time.Hour
	// clockSlack lets in terminals whose clock stands behind ours.
	clockSlack = 48 * time.Hour
)

// newAuthority makes the district's own certificate authority, which terminals
// pin: DER and key.
func newAuthority(name string, now time.Time) ([]byte, ed25519.PrivateKey, error) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, nil, fmt.Errorf("make authority: %w", err)
	}
	serial, err := serialNumber()
	if err != nil {
		return nil, nil, fmt.Errorf("make authority: %w", err)
	}
	about := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "ruhui " + name},
		NotBefore:             now.Add(-clockSlack),
		NotAfter:              now.AddDate(authorityYears, 0, 0),
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, public, private)
	if err != nil {
		return nil, nil, fmt.Errorf("make authority: %w", err)
	}
	return der, private, nil
}

// Certificate makes a certificate for the terminals' listener, under the
// district's authority, for the host of the district's address and the further
// hosts (names or IP addresses). The authority stands in the chain: a terminal
// that scanned a code knows its fingerprint and nothing else. It is valid from
// the authority's first day, so that a terminal whose clock is years behind gets
// through, and for 400 days from now.
func (s *Secrets) Certificate(now time.Time, hosts ...string) (tls.Certificate, error) {
	authority, err := x509.ParseCertificate(s.Authority)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("make server certificate: %w", err)
	}
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("make server certificate: %w", err)
	}
	about, err := s.serverCertificate(authority, now, hosts)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("make server certificate: %w", err)
	}
	der, err := x509.CreateCertificate(rand.Reader, about, authority, public, s.AuthorityKey)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("make server certificate: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("make server certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der, s.Authority}, PrivateKey: private, Leaf: leaf}, nil
}

func (s *Secrets) serverCertificate(authority *x509.Certificate, now time.Time, hosts []string) (*x509.Certificate, error) {
	serial, err := serialNumber()
	if err != nil {
		return nil, err
	}
	address, err := url.Parse(s.Address)
	if err != nil {
		return nil, fmt.Errorf("read address: %w", err)
	}
	about := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: address.Hostname()},
		NotBefore:             authority.NotBefore,
		NotAfter:              earlier(now.Add(serverFor), authority.NotAfter),
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, host := range append([]string{address.Hostname()}, hosts...) {
		if ip := net.ParseIP(host); ip != nil {
			about.IPAddresses = append(about.IPAddresses, ip)
		} else {
			about.DNSNames = append(about.DNSNames, host)
		}
	}
	return about, nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// serialNumber is random: a certificate's number must tell nothing.
func serialNumber() (*big.Int, error) {
	return rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
}
