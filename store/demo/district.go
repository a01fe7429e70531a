package demo

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"slices"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/vault"
)

// Options are what tests may want otherwise. The zero value is a district that
// is not a demo, with the least work for passwords and ids.
type Options struct {
	Demo       bool
	Signed     time.Time  // when set-up files are signed; zero for the morning of [Today]
	Work       vault.Work // for passwords; 0 for [vault.LightWork]
	LookupWork int        // for person ids as in [ident.LookupKey]; 0 for its least, or the standard one in a demo
	Address    string     // of the district; "" for one that leads nowhere
	Residents  string     // address of the residents' pages; "" likewise
}

// District is a throw-away district: it signs and seals as the real one will.
// It is not safe to share between goroutines.
type District struct {
	Options
	Key              ed25519.PrivateKey // signs staff and set-up files
	Certificate      []byte             // DER of its own authority, what the server's must descend from
	CertificateKey   ed25519.PrivateKey
	Server, Recovery *age.X25519Identity
	Lookup           ident.LookupKey
	Events           []record.Marked

	identities map[uuid.UUID]*age.X25519Identity // of centres and roles
	staff      map[string]*hired
	earlier    map[uuid.UUID][]*age.X25519Identity // of centres, the latest first
	roster     []Member                            // who works here now
	clock      record.HLC                          // of the last change, zero before the first
}

// NewDistrict makes a district with new keys and the organisation of [Events].
func NewDistrict(o Options) (*District, error) {
	d := &District{Options: o.orDefault(), identities: map[uuid.UUID]*age.X25519Identity{}, staff: map[string]*hired{},
		earlier: map[uuid.UUID][]*age.X25519Identity{}, roster: slices.Clone(Staff)}
	var err error
	if d.Events, err = Events(); err != nil {
		return nil, fmt.Errorf("make district: %w", err)
	}
	if err = d.makeKeys(); err != nil {
		return nil, fmt.Errorf("make district: %w", err)
	}
	if err = d.certify(); err != nil {
		return nil, fmt.Errorf("make district: %w", err)
	}
	return d, nil
}

func (o Options) orDefault() Options {
	if o.Signed.IsZero() {
		o.Signed = time.Date(Today.Year, time.Month(Today.Month), Today.Day, 8, 0, 0, 0, civil.Shanghai)
	}
	if o.Work == 0 {
		o.Work = vault.LightWork
	}
	if o.LookupWork == 0 && !o.Demo {
		o.LookupWork = 2
	}
	if o.Address == "" {
		o.Address = "https://district.ruhui.example"
	}
	if o.Residents == "" {
		o.Residents = "https://ruhui.example"
	}
	return o
}

func (d *District) makeKeys() (err error) {
	if _, d.Key, err = ed25519.GenerateKey(nil); err != nil {
		return err
	}
	if d.Server, err = age.GenerateX25519Identity(); err != nil {
		return err
	}
	if d.Recovery, err = age.GenerateX25519Identity(); err != nil {
		return err
	}
	d.Lookup = ident.LookupKey{Number: 1, Secret: make([]byte, 32), Work: d.LookupWork}
	rand.Read(d.Lookup.Secret) // never fails: it ends the program rather than give poor bytes
	return nil
}

// certify makes the district's own certificate authority.
func (d *District) certify() error {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return err
	}
	authority := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "ruhui demo district"},
		NotBefore:             d.Signed.AddDate(0, 0, -1),
		NotAfter:              d.Signed.AddDate(10, 0, 0),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	d.CertificateKey = private
	d.Certificate, err = x509.CreateCertificate(rand.Reader, authority, authority, public, private)
	return err
}

// CentreIdentity gives the identity of a centre, the same each time.
func (d *District) CentreIdentity(centre uuid.UUID) (*age.X25519Identity, error) {
	return d.identity(centre)
}

// RoleIdentity gives the identity of a sensitive role in a town, the same each
// time.
func (d *District) RoleIdentity(role record.Role, town string) (*age.X25519Identity, error) {
	return d.identity(id("role", string(role), town))
}

func (d *District) identity(of uuid.UUID) (*age.X25519Identity, error) {
	if known := d.identities[of]; known != nil {
		return known, nil
	}
	made, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make identity: %w", err)
	}
	d.identities[of] = made
	return made, nil
}
