package sync_test

import (
	"crypto/ed25519"
	"reflect"
	"slices"
	"testing"

	"github.com/google/uuid"

	"ruhui/store/record"
	syncing "ruhui/sync"
)

func newKey(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func public(key ed25519.PrivateKey) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }

type signer interface{ Sign(ed25519.PrivateKey) }

// verified tells by the message's own key when it brings one.
func verified(m signer, key ed25519.PublicKey) bool {
	switch m := m.(type) {
	case *syncing.Certify:
		return m.Verify()
	case interface{ Verify(ed25519.PublicKey) bool }:
		return m.Verify(key)
	}
	return false
}

// unsigned lists what a signature does not cover, and why it need not.
var unsigned = map[string][]string{
	"batch":   {"Previous"},                         // the last entry's hash covers them, see TestChainShowsAnyChange
	"page":    {"After", "Lines", "Head", "Before"}, // the hash of the position covers the lines; the head is for a progress bar
	"welcome": {"Feeds", "Journal", "Lines"},        // each answer to what they ask for is signed, or refused, by itself
}

func TestEachSignedFieldCounts(t *testing.T) {
	key := newKey(t)
	tried := 0
	for name, m := range samples() {
		signed, ok := m.(signer)
		if !ok {
			continue
		}
		if c, ok := m.(*syncing.Certify); ok {
			c.Public = public(key)
		}
		signed.Sign(key)
		if !verified(signed, public(key)) {
			t.Errorf("%s does not verify", name)
		}
		if _, own := m.(*syncing.Certify); !own && verified(signed, public(newKey(t))) {
			t.Errorf("%s verifies with another key", name)
		}
		tried++
		eachFieldCounts(t, name, signed, public(key))
	}
	if tried != 6 {
		t.Errorf("got %d signed messages, want 6", tried)
	}
}

func eachFieldCounts(t *testing.T, name string, m signer, key ed25519.PublicKey) {
	t.Helper()
	v := reflect.ValueOf(m).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i).Name
		before := reflect.New(v.Field(i).Type()).Elem()
		before.Set(v.Field(i))
		v.Field(i).SetZero()
		if got, want := verified(m, key), slices.Contains(unsigned[name], field); got != want {
			t.Errorf("%s verifies without its %s: got %v, want %v", name, field, got, want)
		}
		v.Field(i).Set(before)
	}
}

func TestReceiptShowsAnyChange(t *testing.T) {
	key := newKey(t)
	r := syncing.Receipt{Journal: uuid.New(), Seq: 5, Safe: 4, Time: 7}
	r.Sign(key)
	for name, change := range map[string]func(*syncing.Receipt){
		"seq and safe change places": func(r *syncing.Receipt) { r.Seq, r.Safe = r.Safe, r.Seq },
		"safe ran ahead":             func(r *syncing.Receipt) { r.Safe = r.Seq },
		"later":                      func(r *syncing.Receipt) { r.Time++ },
	} {
		changed := r
		change(&changed)
		if changed.Verify(public(key)) {
			t.Errorf("%s: verifies", name)
		}
	}
	if r.Verify(nil) {
		t.Error("verifies without a key")
	}
}

func TestPartsOfAWelcomeAreSigned(t *testing.T) {
	key := newKey(t)
	for name, change := range map[string]func(*syncing.Welcome){
		"recovery": func(w *syncing.Welcome) { w.Recipients.Recovery = "age1other" },
		"role":     func(w *syncing.Welcome) { w.Recipients.Roles[record.RoleMediator] = "age1other" },
		"erasure":  func(w *syncing.Welcome) { w.Erasures[0].UpTo++ },
	} {
		w, ok := samples()["welcome"].(*syncing.Welcome)
		if !ok {
			t.Fatal("no sample")
		}
		w.Sign(key)
		change(w)
		if w.Verify(public(key)) {
			t.Errorf("another %s: verifies", name)
		}
	}
}

// The last entry's hash covers every part of every event, in order; one that was
// erased joins with its digest alone.
func TestChainShowsAnyChange(t *testing.T) {
	m := newMaker(4)
	b := m.batch(5)
	whole := b.Chain()
	digest := b.Entries[2].DigestOf()
	kept := b.Entries[2]
	b.Entries[2].Event.Body, b.Entries[2].Event.Salt, b.Entries[2].Digest = nil, [16]byte{}, &digest
	if b.Chain() != whole {
		t.Error("the chain breaks when a body is erased")
	}
	b.Entries[2] = kept
	for name, change := range map[string]func(e *syncing.Entry){
		"at":   func(e *syncing.Entry) { e.Event.At++ },
		"role": func(e *syncing.Entry) { e.Event.Role += "s" },
		"body": func(e *syncing.Entry) { e.Event.Body, e.Digest = []byte(`{}`), nil },
		"id":   func(e *syncing.Entry) { e.Event.ID[15]++ },
	} {
		changed := b
		changed.Entries = slices.Clone(b.Entries)
		change(&changed.Entries[3])
		if changed.Chain() == whole {
			t.Errorf("another %s: same hash", name)
		}
	}
	slices.Reverse(b.Entries)
	if b.Chain() == whole {
		t.Error("another order: same hash")
	}
}

// The hash of a feed's position covers events, marks and directory entries.
func TestFeedShowsAnyChange(t *testing.T) {
	key := newKey(t)
	p := newMaker(6).samplePage(1 << 40)
	p.Hash = p.Chain(record.Hash{1})
	p.Sign(key)
	for name, change := range map[string]func(){
		"mark":      func() { p.Lines[0].Mark.Allowed = !p.Lines[0].Mark.Allowed },
		"reason":    func() { p.Lines[0].Mark.Reason += "s" },
		"body":      func() { p.Lines[0].Event.Body = []byte(`{}`) },
		"member no": func() { p.Lines[1].Directory.MemberNo += "1" },
		"pending":   func() { p.Lines[1].Directory.Pending = !p.Lines[1].Directory.Pending },
		"digest":    func() { p.Lines[2].Digest[0]++ },
		"one less":  func() { p.Lines = p.Lines[:2] },
	} {
		change()
		if p.Chain(record.Hash{1}) == p.Hash {
			t.Errorf("another %s: same hash", name)
		}
		hash := p.Hash
		p = newMaker(6).samplePage(1 << 40)
		p.Hash = hash
	}
	if p.Chain(record.Hash{1}) != p.Hash || p.Chain(record.Hash{2}) == p.Hash {
		t.Error("the hash of a position does not say what came before")
	}
}
