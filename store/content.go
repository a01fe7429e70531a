package store

import (
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/pack"
	"ruhui/store/record"
	"ruhui/store/vault"
)

// sealContent seals salt and body for the event's own row.
func sealContent(keys *vault.Keys, e *record.Event) ([]byte, error) {
	sealed, err := pack.Seal(keys, e)
	if err != nil {
		return nil, keyError("seal event", err)
	}
	return sealed, nil
}

// openContent puts salt and body into e.
func openContent(keys *vault.Keys, e *record.Event, sealed []byte) error {
	if err := pack.Open(keys, e, sealed); err != nil {
		return keyError("open event "+e.ID.String(), err)
	}
	return nil
}

// sealColumn and openColumn are for personal columns of projections; what is
// sealed for one column of one row opens nowhere else.
func sealColumn(keys *vault.Keys, column string, row uuid.UUID, plain []byte) ([]byte, error) {
	out := make([]byte, 1, 1+len(plain))
	out = pack.Pack(&out[0], out, plain)
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
	plain, err := pack.Unpack(packed[0], packed[1:])
	if err != nil {
		return nil, keyError("open "+column, err)
	}
	return plain, nil
}

func columnRow(column string, row uuid.UUID) []byte { return append([]byte(column+"\x00"), row[:]...) }
