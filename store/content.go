package store

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"fmt"
	"io"
	"sync"

	"github.com/google/uuid"

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

// pack appends the packed form of body to out and sets its kind.
func pack(kind *byte, out, body []byte) []byte {
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

func unpack(kind byte, packed []byte) ([]byte, error) {
	switch kind {
	case packedNot:
		return packed, nil
	case packedFirst:
	default:
		return nil, because(Unavailable, KeyNewerProgram, fmt.Errorf("unpack: kind %d", kind))
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

// sealContent seals salt and body for the event's own row.
func sealContent(keys *vault.Keys, e *record.Event) ([]byte, error) {
	plain := make([]byte, bodyAt, bodyAt+len(e.Body))
	copy(plain[saltAt:], e.Salt[:])
	plain = pack(&plain[0], plain, e.Body)
	sealed, err := keys.Seal(e.ID[:], plain)
	if err != nil {
		return nil, keyError("seal event", err)
	}
	return sealed, nil
}

// openContent puts salt and body into e.
func openContent(keys *vault.Keys, e *record.Event, sealed []byte) error {
	plain, err := keys.Open(e.ID[:], sealed)
	if err != nil {
		return keyError("open event "+e.ID.String(), err)
	}
	if len(plain) < bodyAt {
		return because(Unavailable, KeyDamaged, fmt.Errorf("open event %s: short", e.ID))
	}
	copy(e.Salt[:], plain[saltAt:bodyAt])
	if e.Body, err = unpack(plain[0], plain[bodyAt:]); err != nil {
		return because(Unavailable, KeyDamaged, fmt.Errorf("open event %s: %w", e.ID, err))
	}
	return nil
}

// sealColumn and openColumn are for personal columns of projections; what is
// sealed for one column of one row opens nowhere else.
func sealColumn(keys *vault.Keys, column string, row uuid.UUID, plain []byte) ([]byte, error) {
	out := make([]byte, 1, 1+len(plain))
	out = pack(&out[0], out, plain)
	sealed, err := keys.Seal(columnRow(column, row), out)
	if err != nil {
		return nil, keyError("seal "+column, err)
	}
	return sealed, nil
}

func openColumn(keys *vault.Keys, column string, row uuid.UUID, sealed []byte) ([]byte, error) {
	packed, err := keys.Open(columnRow(column, row), sealed)
	if err != nil {
		return nil, keyError("open "+column, err)
	}
	if len(packed) == 0 {
		return nil, because(Unavailable, KeyDamaged, fmt.Errorf("open %s: empty", column))
	}
	return unpack(packed[0], packed[1:])
}

func columnRow(column string, row uuid.UUID) []byte { return append([]byte(column+"\x00"), row[:]...) }
