package district

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"ruhui/store/setup"
)

var made = time.Date(2026, time.September, 14, 8, 0, 0, 0, time.UTC)

func newTestSecrets(t testing.TB) *Secrets {
	t.Helper()
	s, err := newSecrets(InitOptions{Name: "南湖区总工会", Address: "https://127.0.0.1:8443", LookupWork: 2,
		Residents: setup.Residents{Telephone: "0573-00000000"}}, made)
	if err != nil {
		t.Fatal(err)
	}
	recovery, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	s.Recovery = recovery.Recipient().String()
	return s
}

func TestServerCertificateHoldsForThoseWhoPinTheAuthority(t *testing.T) {
	s := newTestSecrets(t)
	for name, c := range map[string]struct {
		issued, at time.Time
		host       string
		ok         bool
	}{
		"today":                       {made, made, "127.0.0.1", true},
		"another name":                {made, made, "district.example", true},
		"ten years on":                {made.AddDate(10, 0, 0), made.AddDate(10, 0, 0), "127.0.0.1", true},
		"terminal's clock years back": {made.AddDate(10, 0, 0), made, "127.0.0.1", true},
		"terminal's clock a day back": {made, made.Add(-24 * time.Hour), "127.0.0.1", true},
		"not renewed for two years":   {made, made.AddDate(2, 0, 0), "127.0.0.1", false},
		"somebody else's name":        {made, made, "elsewhere.example", false},
	} {
		t.Run(name, func(t *testing.T) {
			pair, err := s.Certificate(c.issued, "district.example")
			if err != nil {
				t.Fatal(err)
			}
			authority, err := x509.ParseCertificate(s.Authority)
			if err != nil {
				t.Fatal(err)
			}
			roots := x509.NewCertPool()
			roots.AddCert(authority)
			_, err = pair.Leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: c.at, DNSName: c.host})
			if (err == nil) != c.ok {
				t.Errorf("got %v, want valid %v", err, c.ok)
			}
		})
	}
}

func TestChainShowsTheAuthorityALinkNames(t *testing.T) {
	s := newTestSecrets(t)
	pair, err := s.Certificate(made)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ruhui") }))
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{pair}}
	server.StartTLS()
	defer server.Close()
	want, seen := setup.Fingerprint(s.Authority), false
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{
		InsecureSkipVerify: true, // all it knows is the fingerprint, which is looked for below
		VerifyConnection: func(state tls.ConnectionState) error {
			for _, c := range state.PeerCertificates {
				seen = seen || setup.Fingerprint(c.Raw) == want
			}
			return nil
		}}}}
	answer, err := client.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if !seen {
		t.Error("the chain does not show the authority")
	}
}

func TestSecretsSurviveTheFolder(t *testing.T) {
	dir := t.TempDir()
	s := newTestSecrets(t)
	identity, recovery, foreign := newIdentity(t), newIdentity(t), newIdentity(t)
	if err := writeSecrets(dir, s, identity.Recipient(), recovery.Recipient()); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenSecrets(dir, identity); WrongOf(err) != SecretsDamaged {
		t.Errorf("without keys of bodies: got %v, want %v", err, SecretsDamaged)
	}
	if err := createBodies(dir, s, identity.Recipient(), recovery.Recipient()); err != nil {
		t.Fatal(err)
	}
	for name, with := range map[string]age.Identity{"identity": identity, "recovery": recovery} {
		back, err := OpenSecrets(dir, with)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !back.Signing.Equal(s.Signing) || !back.AuthorityKey.Equal(s.AuthorityKey) || back.Server.String() != s.Server.String() ||
			back.Recovery != s.Recovery || string(back.Token) != string(s.Token) || string(back.Lookup.Secret) != string(s.Lookup.Secret) ||
			back.Lookup.Work != 2 || back.Residents != s.Residents || back.Name != s.Name || back.Address != s.Address || back.Demo {
			t.Errorf("%s: secrets came back otherwise", name)
		}
	}
	if _, err := OpenSecrets(dir, foreign); WrongOf(err) != IdentityForeign {
		t.Errorf("another identity: got %v, want %v", err, IdentityForeign)
	}
	if _, err := OpenSecrets(t.TempDir(), identity); WrongOf(err) != NotSetUp {
		t.Errorf("empty folder: got %v, want %v", err, NotSetUp)
	}
}

func newIdentity(t testing.TB) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestReadSecretsRefusesWhatIsNotWhole(t *testing.T) {
	for text, want := range map[string]Wrong{"": SecretsDamaged, "{}": SecretsDamaged, `{"v":2}`: SecretsNewer,
		`{"v":1,"signing":"AAAA"}`: SecretsDamaged} {
		if _, err := readSecrets([]byte(text)); WrongOf(err) != want {
			t.Errorf("%q: got %v, want %v", text, err, want)
		}
	}
}

func TestStartPasswordsAreLongAndDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 50 {
		p, err := startPassword()
		if err != nil {
			t.Fatal(err)
		}
		if seen[p] || strings.Count(p, "-") != 3 || len(p) < 15 || strings.Trim(p, "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Errorf("password of %d characters, %d dashes, seen before %v", len(p), strings.Count(p, "-"), seen[p])
		}
		seen[p] = true
	}
}
