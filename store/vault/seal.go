package vault

import "crypto/cipher"

// sealVersion is the first byte of everything sealed. The second is the number
// of the key; then come 12 bytes of random nonce, the sealed text and 16 bytes
// of tag. Random nonces are safe for 2³² seals under one key; a terminal that
// seals a thousand rows a minute needs eight years for those.
const sealVersion = 1

const sealHeader = 2

// Overhead is how much longer the sealed form is than the plain one, in bytes.
const Overhead = sealHeader + 12 + 16

// Seal seals plain for the place named row: what was sealed for one row does
// not open in another. Where a row has several sealed columns, row names the
// column too. plain may be empty. [ErrWiped] comes back after Wipe.
func (k *Keys) Seal(row, plain []byte) ([]byte, error) {
	k.mu.RLock()
	number := k.current
	aead := k.aead(number)
	k.mu.RUnlock()
	if aead == nil {
		return nil, ErrWiped
	}
	out := make([]byte, sealHeader, len(plain)+Overhead)
	out[0], out[1] = sealVersion, number
	return aead.Seal(out, nil, plain, bind(out, row)), nil
}

// Open opens what Seal made for the same row. It gives [ErrDamaged] for what
// was changed or belongs to another row, [ErrNoKey] for a key this vault does
// not hold, [ErrNewer] for a version of a later program, [ErrWiped] after Wipe.
func (k *Keys) Open(row, sealed []byte) ([]byte, error) {
	switch {
	case len(sealed) == 0:
		return nil, ErrDamaged
	case sealed[0] > sealVersion:
		return nil, ErrNewer
	case sealed[0] != sealVersion, len(sealed) < Overhead:
		return nil, ErrDamaged
	}
	k.mu.RLock()
	wiped := k.held == nil
	aead := k.aead(sealed[1])
	k.mu.RUnlock()
	switch {
	case wiped:
		return nil, ErrWiped
	case aead == nil:
		return nil, ErrNoKey
	}
	plain, err := aead.Open(nil, nil, sealed[sealHeader:], bind(sealed[:sealHeader], row))
	if err != nil {
		return nil, ErrDamaged
	}
	return plain, nil
}

func (k *Keys) aead(number byte) cipher.AEAD {
	if held := k.held[number]; held != nil {
		return held.aead
	}
	return nil
}

// bind is the additional data: version and key number as well as the row, so
// that none of the three can be exchanged.
func bind(header, row []byte) []byte {
	return append(append(make([]byte, 0, len(header)+len(row)), header...), row...)
}
