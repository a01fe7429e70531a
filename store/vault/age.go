package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// Work is the work factor of scrypt, log2 of N: each step doubles the time and
// the memory that opening takes (2^17 takes 128 MiB).
type Work int

// Work factors.
const (
	LightWork Work = 10 // tests, where the time would only be lost
	CodeWork  Work = 12 // for our own codes: their 75 random bits need no stretching
	LeastWork Work = 15 // for passwords
	MostWork  Work = 17
)

// ParseRecipient reads one age recipient ("age1…").
func ParseRecipient(s string) (age.Recipient, error) {
	list, err := age.ParseRecipients(strings.NewReader(s))
	if err != nil || len(list) != 1 {
		return nil, fmt.Errorf("read recipient: %w", ErrDamaged)
	}
	return list[0], nil
}

// SealTo makes an age file that each of the recipients can open.
func SealTo(plain []byte, to ...age.Recipient) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to...)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return out.Bytes(), nil
}

// OpenWith opens an age file with whichever identity fits. It gives
// [ErrIdentity] when none does and [ErrDamaged] when the file is not whole. The
// caller wipes what it gets.
func OpenWith(sealed []byte, with ...age.Identity) ([]byte, error) {
	if len(with) == 0 {
		return nil, ErrIdentity
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), with...)
	if none := (*age.NoIdentityMatchError)(nil); errors.As(err, &none) {
		return nil, ErrIdentity
	}
	if err != nil {
		return nil, ErrDamaged
	}
	// The plain text is shorter than the sealed one: with room for all of it
	// nothing grows, so no stray copies of secrets stay behind.
	plain := make([]byte, len(sealed))
	n, err := io.ReadFull(r, plain)
	if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		clear(plain)
		return nil, ErrDamaged
	}
	return plain[:n], nil
}

// SealPhrase makes an age file that opens with a phrase.
func SealPhrase(plain []byte, phrase string, work Work) ([]byte, error) {
	if work < LightWork || work > MostWork {
		return nil, fmt.Errorf("seal: work factor %d out of range", work)
	}
	to, err := age.NewScryptRecipient(phrase)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	to.SetWorkFactor(int(work))
	return SealTo(plain, to)
}

// OpenPhrase opens what SealPhrase made: [ErrIdentity] for a wrong phrase,
// [ErrDamaged] for a file that is not whole or asks for more work than we ever
// seal with, which would only be meant to exhaust the machine.
func OpenPhrase(sealed []byte, phrase string) ([]byte, error) {
	with, err := age.NewScryptIdentity(phrase)
	if err != nil {
		return nil, ErrIdentity // an empty phrase opens nothing
	}
	with.SetMaxWorkFactor(int(MostWork))
	return OpenWith(sealed, with)
}
