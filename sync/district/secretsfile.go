package district

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"ruhui/store/ident"
	"ruhui/store/setup"
	"ruhui/store/vault"
)

// SecretsName is the file with the district's secrets in its folder: an age
// file to the identity named at start and to recovery. The keys of bodies lie
// beside it as [vault.FileName], sealed to the same two.
const SecretsName = "district.age"

const (
	secretsVersion = 1
	maxSecrets     = 1 << 20 // bytes; they take some KiB
)

// secretsForm is how secrets are written.
type secretsForm struct {
	Version      int             `json:"v"`
	Demo         bool            `json:"demo,omitempty"`
	Name         string          `json:"name"`
	Address      string          `json:"address"`
	Signing      []byte          `json:"signing"` // seed
	Authority    []byte          `json:"authority"`
	AuthorityKey []byte          `json:"authorityKey"` // seed
	Server       string          `json:"server"`
	Recovery     string          `json:"recovery"`
	Lookup       lookupForm      `json:"lookup"`
	Token        []byte          `json:"token"`
	Residents    setup.Residents `json:"residents"`
}

type lookupForm struct {
	Number byte   `json:"number"`
	Secret []byte `json:"secret"`
	Work   int    `json:"work,omitempty"`
}

// newSecrets makes keys nobody has seen before; Bodies is left to the vault.
func newSecrets(o InitOptions, now time.Time) (*Secrets, error) {
	s := &Secrets{Demo: o.Demo, Name: o.Name, Address: o.Address, Residents: o.Residents, Token: make([]byte, 32),
		Lookup: ident.LookupKey{Number: 1, Secret: make([]byte, 32), Work: o.LookupWork}}
	rand.Read(s.Token) // never fails: it ends the program rather than give poor bytes
	rand.Read(s.Lookup.Secret)
	var err error
	if _, s.Signing, err = ed25519.GenerateKey(nil); err != nil {
		return nil, fmt.Errorf("make signing key: %w", err)
	}
	if s.Server, err = age.GenerateX25519Identity(); err != nil {
		return nil, fmt.Errorf("make server identity: %w", err)
	}
	s.Authority, s.AuthorityKey, err = newAuthority(o.Name, now)
	return s, err
}

// writeSecrets seals the secrets into the folder.
func writeSecrets(dir string, s *Secrets, to ...age.Recipient) error {
	plain, err := json.Marshal(secretsForm{
		Version: secretsVersion, Demo: s.Demo, Name: s.Name, Address: s.Address, Signing: s.Signing.Seed(),
		Authority: s.Authority, AuthorityKey: s.AuthorityKey.Seed(), Server: s.Server.String(), Recovery: s.Recovery,
		Lookup: lookupForm{s.Lookup.Number, s.Lookup.Secret, s.Lookup.Work}, Token: s.Token, Residents: s.Residents,
	})
	if err != nil {
		return fmt.Errorf("write secrets: %w", err)
	}
	defer clear(plain)
	sealed, err := vault.SealTo(plain, to...)
	if err != nil {
		return fmt.Errorf("write secrets: %w", err)
	}
	return vault.Replace(filepath.Join(dir, SecretsName), sealed)
}

// createBodies makes the keys of bodies and seals them into the folder, where none
// are yet.
func createBodies(dir string, s *Secrets, to ...age.Recipient) (err error) {
	s.Bodies, err = vault.Create(dir, to...)
	return err
}

// OpenSecrets opens the folder's secrets and the keys of bodies with the
// identity named at start, or with recovery. Errors are [NotSetUp],
// [IdentityForeign], [SecretsDamaged], [SecretsNewer].
func OpenSecrets(dir string, with ...age.Identity) (*Secrets, error) {
	sealed, err := readSmall(filepath.Join(dir, SecretsName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open secrets: %w", NotSetUp)
	}
	if err != nil {
		return nil, fmt.Errorf("open secrets: %w", err)
	}
	plain, err := vault.OpenWith(sealed, with...)
	if err != nil {
		return nil, fmt.Errorf("open secrets: %w", sealError(err))
	}
	defer clear(plain)
	s, err := readSecrets(plain)
	if err != nil {
		return nil, fmt.Errorf("open secrets: %w", err)
	}
	if s.Bodies, err = vault.Load(dir, with...); err != nil {
		return nil, fmt.Errorf("open keys of bodies: %w", sealError(err))
	}
	return s, nil
}

// sealError joins the vault's errors to ours.
func sealError(err error) error {
	switch {
	case errors.Is(err, vault.ErrIdentity):
		return IdentityForeign
	case errors.Is(err, vault.ErrNewer):
		return SecretsNewer
	case errors.Is(err, vault.ErrDamaged), errors.Is(err, fs.ErrNotExist):
		return errors.Join(SecretsDamaged, err)
	}
	return err
}

func readSecrets(plain []byte) (*Secrets, error) {
	var f secretsForm
	if json.Unmarshal(plain, &f) != nil {
		return nil, SecretsDamaged
	}
	if f.Version > secretsVersion {
		return nil, SecretsNewer
	}
	if f.Version != secretsVersion || len(f.Signing) != ed25519.SeedSize || len(f.AuthorityKey) != ed25519.SeedSize {
		return nil, SecretsDamaged
	}
	server, err := age.ParseX25519Identity(f.Server)
	if err != nil {
		return nil, SecretsDamaged
	}
	return &Secrets{Demo: f.Demo, Name: f.Name, Address: f.Address, Signing: ed25519.NewKeyFromSeed(f.Signing),
		Authority: f.Authority, AuthorityKey: ed25519.NewKeyFromSeed(f.AuthorityKey), Server: server, Recovery: f.Recovery,
		Lookup: ident.LookupKey{Number: f.Lookup.Number, Secret: f.Lookup.Secret, Work: f.Lookup.Work},
		Token:  f.Token, Residents: f.Residents}, nil
}

func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read: nothing can be lost
	return io.ReadAll(io.LimitReader(f, maxSecrets))
}
