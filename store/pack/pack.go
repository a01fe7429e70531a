// Package pack makes bodies small and sealed: the form in which an event's salt
// and body lie on a terminal's disk and in the district's archive.
package pack

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"fmt"
	"io"
	"sync"

	"ruhui/store/record"
	"ruhui/store/vault"
)

// The plain form of an event's content: a byte that says how the body is
// packed, the salt, the packed body. Act, visit and file stand in the clear
// beside it, as ids.
const (
	packedNot   = 0 // as it is
	packedFirst = 1 // deflated with the first dictionary
)

// words1 is the first dictionary: what our bodies repeat, the commonest last.
// It is never changed; a better one gets the next number, and content packed
// with this one is still read.
//
//go:embed words/1.txt
var words1 []byte

var packer = newDeflater(words1)

var inflaters = sync.Pool{New: func() any { return flate.NewReaderDict(bytes.NewReader(nil), words1) }}

// Pack appends the packed form of body to out and sets its kind.
func Pack(kind *byte, out, body []byte) []byte {
	packed, ok := packer.deflate(out, body)
	if ok && len(packed)-len(out) < len(body) {
		*kind = packedFirst
		return packed
	}
	*kind = packedNot // random or long: it would not shrink
	return append(out, body...)
}

// maxBody is the most an unpacked body may be, in bytes: an act is at most 256
// KiB, the organisation's code tables included.
const maxBody = 4 << 20

// Unpack gives the body of what Pack made. Errors match [vault.ErrNewer] for a
// kind of a later program and [vault.ErrDamaged].
func Unpack(kind byte, packed []byte) ([]byte, error) {
	switch kind {
	case packedNot:
		return packed, nil
	case packedFirst:
	default:
		return nil, fmt.Errorf("unpack: kind %d: %w", kind, vault.ErrNewer)
	}
	r := inflaters.Get().(io.ReadCloser)
	defer inflaters.Put(r)
	if err := r.(flate.Resetter).Reset(bytes.NewReader(packed), words1); err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	body, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err != nil || len(body) > maxBody {
		return nil, fmt.Errorf("unpack: %w", vault.ErrDamaged)
	}
	return body, nil
}

const saltAt, bodyAt = 1, 17

// Seal seals salt and body for the event's own row.
func Seal(keys *vault.Keys, e *record.Event) ([]byte, error) {
	plain := make([]byte, bodyAt, bodyAt+len(e.Body))
	copy(plain[saltAt:], e.Salt[:])
	plain = Pack(&plain[0], plain, e.Body)
	return keys.Seal(e.ID[:], plain)
}

// Open puts salt and body of what Seal made into e. Errors are the vault's.
func Open(keys *vault.Keys, e *record.Event, sealed []byte) error {
	plain, err := keys.Open(e.ID[:], sealed)
	if err != nil {
		return err
	}
	if len(plain) < bodyAt {
		return vault.ErrDamaged
	}
	copy(e.Salt[:], plain[saltAt:bodyAt])
	e.Body, err = Unpack(plain[0], plain[bodyAt:])
	return err
}
