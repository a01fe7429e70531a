package sync_test

import (
	"crypto/ed25519"
	"errors"
	"reflect"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/vault"
	syncing "ruhui/sync"
)

// post is a letter with those who write and read it.
type post struct {
	letter *syncing.Letter
	key    ed25519.PrivateKey
	reader *age.X25519Identity
	file   []byte
}

func newPost(t *testing.T) *post {
	t.Helper()
	reader, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	p := &post{key: newKey(t), reader: reader,
		letter: &syncing.Letter{ID: uuid.New(), Terminal: uuid.New(), Answers: uuid.New(), Made: 7 << 16, More: true}}
	for name, path := range map[string]string{"hello": syncing.PathHello, "batch": syncing.PathPush, "refusal": syncing.PathPull} {
		if err := p.letter.Add(path, samples()[name]); err != nil {
			t.Fatal(err)
		}
	}
	p.file = p.seal(t, p.key)
	return p
}

func (p *post) seal(t *testing.T, key ed25519.PrivateKey) []byte {
	t.Helper()
	file, err := p.letter.Seal(key, p.reader.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func (p *post) open(file []byte) (*syncing.Letter, error) {
	return syncing.OpenLetter(file, p.reader, func(*syncing.Letter) (ed25519.PublicKey, error) { return public(p.key), nil })
}

func TestLetterComesBackAsItWas(t *testing.T) {
	p := newPost(t)
	got, err := p.open(p.file)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, p.letter) {
		t.Errorf("got %+v, want %+v", got, p.letter)
	}
	refused := 0
	for i := range got.Parts {
		if got.Parts[i].Refused {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("got %d refusals, want 1", refused)
	}
	if strings.Contains(string(p.file), "phone") || strings.Contains(string(p.file), syncing.PathHello) {
		t.Error("the file shows what is in it")
	}
}

func TestLetterFromElsewhereIsNotTaken(t *testing.T) {
	p := newPost(t)
	other := newPost(t)
	cases := map[string]struct {
		file []byte
		want string
	}{
		"some other file":     {[]byte("ruhui-setup 1\nabc"), syncing.CourierNot},
		"empty":               {nil, syncing.CourierNot},
		"a newer program's":   {append([]byte("ruhui-courier 2\n"), p.file[16:]...), syncing.CourierNewer},
		"no version":          {[]byte("ruhui-courier \n"), syncing.CourierDamaged},
		"cut":                 {p.file[:len(p.file)-1], syncing.CourierDamaged},
		"cut in the header":   {p.file[:40], syncing.CourierDamaged},
		"for another reader":  {other.file, syncing.CourierOther},
		"signed by another":   {p.seal(t, other.key), syncing.CourierForeign},
		"an age file, empty":  {append([]byte("ruhui-courier 1\n"), sealed(t, nil, p)...), syncing.CourierDamaged},
		"parts past the end":  {p.forged(t, `{"parts":[{"path":"/v1/hello","size":9}]}`+"\n12345678"), syncing.CourierDamaged},
		"more than its parts": {p.forged(t, `{"parts":[{"path":"/v1/hello","size":7}]}`+"\n12345678"), syncing.CourierDamaged},
		"a negative part":     {p.forged(t, `{"parts":[{"path":"/v1/hello","size":-1}]}`+"\n"), syncing.CourierDamaged},
		"deeply nested":       {p.forged(t, strings.Repeat("[", 1_000_000)+"\n"), syncing.CourierDamaged},
		"not JSON":            {p.forged(t, "hello\n"), syncing.CourierDamaged},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := p.open(c.file)
			var trouble *syncing.Trouble
			if !errors.As(err, &trouble) || trouble.Key != c.want {
				t.Fatalf("got %v, want %s", err, c.want)
			}
			if m := syncing.MessageOf(err); m.What == "" || m.Next == "" {
				t.Errorf("no two lines for %s", trouble.Key)
			}
		})
	}
}

func TestFlippedBitInALetterIsFound(t *testing.T) {
	p := newPost(t)
	for i := range p.file {
		p.file[i] ^= 1
		if _, err := p.open(p.file); err == nil {
			t.Fatalf("a letter with byte %d of %d changed was opened", i, len(p.file))
		}
		p.file[i] ^= 1
	}
}

func TestUnknownWriterIsRefused(t *testing.T) {
	p := newPost(t)
	want := &syncing.Refusal{Code: syncing.NotCertified}
	_, err := syncing.OpenLetter(p.file, p.reader, func(l *syncing.Letter) (ed25519.PublicKey, error) {
		if l.Terminal != p.letter.Terminal {
			t.Errorf("asked for the key of %s, want %s", l.Terminal, p.letter.Terminal)
		}
		return nil, want
	})
	if refusalOf(t, err) != want.Code {
		t.Errorf("got %v, want %v", err, want)
	}
}

// forged seals a letter of any text with a signature in front.
func (p *post) forged(t *testing.T, text string) []byte {
	t.Helper()
	return append([]byte("ruhui-courier 1\n"), sealed(t, append(make([]byte, ed25519.SignatureSize), text...), p)...)
}

func sealed(t *testing.T, plain []byte, p *post) []byte {
	t.Helper()
	file, err := vault.SealTo(plain, p.reader.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	return file
}
