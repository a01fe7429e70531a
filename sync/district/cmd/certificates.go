package main

import (
	"crypto/tls"
	"sync"
	"time"

	"ruhui/sync/district"
)

// renewAfter is how long a certificate of the server is shown before another
// takes its place.
const renewAfter = 30 * 24 * time.Hour

// certificates hands out the server's certificate, made anew each month while it
// runs.
type certificates struct {
	secrets *district.Secrets
	now     func() time.Time
	hosts   []string

	mu   sync.Mutex
	made time.Time
	pair tls.Certificate
}

func newCertificates(s *district.Secrets, now func() time.Time, hosts []string) (*certificates, error) {
	c := &certificates{secrets: s, now: now, hosts: hosts}
	return c, c.renew(now())
}

func (c *certificates) renew(now time.Time) error {
	pair, err := c.secrets.Certificate(now, c.hosts...)
	if err != nil {
		return err
	}
	c.made, c.pair = now, pair
	return nil
}

// get is for tls.Config. Should making another one fail, the old one goes on.
func (c *certificates) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); now.After(c.made.Add(renewAfter)) {
		if err := c.renew(now); err != nil {
			c.made = now // tried again in a month; the old one is good for a year
		}
	}
	pair := c.pair
	return &pair, nil
}
