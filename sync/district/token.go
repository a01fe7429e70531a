package district

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/google/uuid"

	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// Nonces and tokens are not remembered: the server signs what it would have to
// remember, so that any process of the district takes them.

// nonceFor is how long a nonce may be signed.
const nonceFor = time.Minute

// stamp joins parts, behind a time of expiry, with a signature of this server.
func (d *District) stamp(what string, until time.Time, parts ...[]byte) []byte {
	out := binary.BigEndian.AppendUint64(nil, uint64(until.UnixMilli()))
	for _, p := range parts {
		out = append(out, p...)
	}
	return append(out, d.mac(what, out)...)
}

// stamped gives back what was joined; false when it is over or not ours.
func (d *District) stamped(what string, stamp []byte) ([]byte, bool) {
	const least = 8 + sha256.Size
	if len(stamp) < least {
		return nil, false
	}
	signed, mac := stamp[:len(stamp)-sha256.Size], stamp[len(stamp)-sha256.Size:]
	until := time.UnixMilli(int64(binary.BigEndian.Uint64(signed)))
	if !hmac.Equal(mac, d.mac(what, signed)) || !d.now().Before(until) {
		return nil, false
	}
	return signed[8:], true
}

func (d *District) mac(what string, signed []byte) []byte {
	h := hmac.New(sha256.New, d.secrets.Token)
	h.Write([]byte("ruhui " + what + " 1\n"))
	h.Write(signed)
	return h.Sum(nil)
}

func (d *District) nonce(context.Context, *asked, *struct{}) (any, error) {
	random := make([]byte, 16)
	rand.Read(random) // never fails: it ends the program rather than give poor bytes
	return &sync.Nonce{Nonce: d.stamp("nonce", d.now().Add(nonceFor), random)}, nil
}

func (d *District) token(ctx context.Context, _ *asked, t *sync.TokenAsked) (any, error) {
	if _, ours := d.stamped("nonce", t.Nonce); !ours {
		return nil, &sync.Refusal{Code: sync.TokenOver, Detail: "nonce"}
	}
	terminal, err := d.certified(ctx, t.Terminal)
	if err != nil {
		return nil, err
	}
	if !t.Verify(terminal.Public) {
		return nil, &sync.Refusal{Code: sync.BadSignature}
	}
	until := d.now().Add(d.limits.Token)
	token := d.stamp("token", until, terminal.ID[:])
	return &sync.Token{Token: base64.RawURLEncoding.EncodeToString(token), Seconds: int(d.limits.Token / time.Second)}, nil
}

// bearer gives the terminal a token belongs to.
func (d *District) bearer(ctx context.Context, token string) (archive.Terminal, error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return archive.Terminal{}, &sync.Refusal{Code: sync.TokenOver}
	}
	id, ours := d.stamped("token", raw)
	if !ours || len(id) != len(uuid.UUID{}) {
		return archive.Terminal{}, &sync.Refusal{Code: sync.TokenOver}
	}
	return d.certified(ctx, uuid.UUID(id))
}

// certified reads a terminal that is known and was not revoked.
func (d *District) certified(ctx context.Context, id uuid.UUID) (archive.Terminal, error) {
	var t archive.Terminal
	var known bool
	err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		t, known, err = tx.Terminal(id)
		return err
	})
	if err == nil && (!known || t.Revoked != 0) {
		err = &sync.Refusal{Code: sync.NotCertified}
	}
	return t, err
}
