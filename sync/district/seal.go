package district

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/pack"
)

// sealColumn is for what is personal beside events; what is sealed for one column
// of one row opens nowhere else.
func (d *District) sealColumn(column string, row uuid.UUID, plain []byte) ([]byte, error) {
	out := make([]byte, 1, 1+len(plain))
	out = pack.Pack(&out[0], out, plain)
	sealed, err := d.secrets.Bodies.Seal(columnRow(column, row), out)
	if err != nil {
		return nil, fmt.Errorf("seal %s of %s: %w", column, row, err)
	}
	return sealed, nil
}

func columnRow(column string, row uuid.UUID) []byte { return append([]byte(column+"\x00"), row[:]...) }

// keyText is the public half of a signing key, as the archive keeps it.
func keyText(key ed25519.PrivateKey) string {
	public, _ := key.Public().(ed25519.PublicKey)
	return base64.StdEncoding.EncodeToString(public)
}
