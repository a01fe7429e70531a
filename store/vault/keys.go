package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"sync"

	"filippo.io/age"
)

// keySize is that of AES-256, in bytes.
const keySize = 32

// Keys are the vault keys of one terminal. One is current and seals; the older
// ones stay, so that what they sealed can still be opened. Keys may be shared
// between goroutines. The zero value holds no key and is not useful: make Keys
// with [Create] or [Load].
type Keys struct {
	mu      sync.RWMutex
	held    map[byte]*key
	current byte
	next    byte // number of the next key; numbers are never used twice
}

type key struct {
	raw  [keySize]byte
	aead cipher.AEAD
}

func newKeys() (*Keys, error) {
	k := &Keys{held: map[byte]*key{}, next: 1}
	if err := k.add(); err != nil {
		return nil, err
	}
	return k, nil
}

// Rotate makes a new random key the current one: after somebody left, what is
// written from then on is sealed under a key they never held. The vault with
// the new key is saved first, as by [Keys.Save]; if that fails the old key goes
// on sealing, so that nothing is ever sealed under a key that is not on disk.
// [ErrFull] comes back after 255 keys, [ErrWiped] after Wipe.
func (k *Keys) Rotate(dir string, to ...age.Recipient) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.held == nil {
		return ErrWiped
	}
	more := &Keys{held: maps.Clone(k.held), current: k.current, next: k.next}
	if err := more.add(); err != nil {
		return err
	}
	if err := more.save(dir, to); err != nil {
		return err
	}
	k.held, k.current, k.next = more.held, more.current, more.next
	return nil
}

// add makes a new random key the current one. The caller has the lock.
func (k *Keys) add() error {
	if k.next == 0 {
		return ErrFull
	}
	var raw [keySize]byte
	rand.Read(raw[:]) // never fails: it ends the program rather than give poor bytes
	defer clear(raw[:])
	if err := k.hold(k.next, raw[:]); err != nil {
		return err
	}
	k.current = k.next
	k.next++ // to 0 after 255
	return nil
}

// hold takes a copy of raw under a number. The caller has the lock.
func (k *Keys) hold(number byte, raw []byte) error {
	held := &key{}
	copy(held.raw[:], raw)
	block, err := aes.NewCipher(held.raw[:])
	if err != nil {
		return fmt.Errorf("make key %d: %w", number, err)
	}
	if held.aead, err = cipher.NewGCMWithRandomNonce(block); err != nil {
		return fmt.Errorf("make key %d: %w", number, err)
	}
	k.held[number] = held
	return nil
}

// Current is the number of the key that seals, 0 after Wipe.
func (k *Keys) Current() byte {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.current
}

// Wipe overwrites the keys. Everything asked afterwards gets [ErrWiped].
func (k *Keys) Wipe() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, held := range k.held {
		clear(held.raw[:])
	}
	k.held, k.current = nil, 0
}

// keysVersion is the first byte of the plain form: version, current number,
// next number, count, then number and key of each. It is binary and not JSON,
// because the encoder of JSON keeps buffers we could not wipe.
const keysVersion = 1

const keysHeader = 4

// plain is the form that is sealed. The caller has the lock and wipes it.
func (k *Keys) plain() ([]byte, error) {
	if k.held == nil {
		return nil, ErrWiped
	}
	numbers := make([]byte, 0, len(k.held))
	for n := range k.held {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	out := make([]byte, 0, keysHeader+len(numbers)*(1+keySize)) // no growth, no stray copies
	out = append(out, keysVersion, k.current, k.next, byte(len(numbers)))
	for _, n := range numbers {
		out = append(append(out, n), k.held[n].raw[:]...)
	}
	return out, nil
}

// readKeys reads what plain wrote.
func readKeys(plain []byte) (*Keys, error) {
	switch {
	case len(plain) < keysHeader:
		return nil, ErrDamaged
	case plain[0] > keysVersion:
		return nil, ErrNewer
	case plain[0] != keysVersion, len(plain) != keysHeader+int(plain[3])*(1+keySize):
		return nil, ErrDamaged
	}
	k := &Keys{held: map[byte]*key{}, current: plain[1], next: plain[2]}
	for rest := plain[keysHeader:]; len(rest) > 0; rest = rest[1+keySize:] {
		number := rest[0]
		if number == 0 || k.held[number] != nil || k.next != 0 && number >= k.next {
			return nil, ErrDamaged
		}
		if err := k.hold(number, rest[1:1+keySize]); err != nil {
			return nil, err
		}
	}
	if k.held[k.current] == nil {
		return nil, ErrDamaged
	}
	return k, nil
}
