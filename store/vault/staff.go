package vault

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
)

// StaffVersion is the version of staff files this program writes.
const StaffVersion = 1

// maxStaffFile is far above any ring, in bytes.
const maxStaffFile = 1 << 20

// StaffFile lets one person sign in at one centre without a network. Its public
// part names ids and the login, never a name. The district makes and signs it;
// a changed password changes only what the signature leaves out.
type StaffFile struct {
	Version int       `json:"v"`
	Staff   uuid.UUID `json:"staff"`
	Centre  uuid.UUID `json:"centre"`
	Login   string    `json:"login"`
	// Recipient is the person's own ("age1…"): with it the district seals a new
	// ring, for a rotation or another centre, without knowing the password.
	Recipient string `json:"recipient"`
	Ring      []byte `json:"ring"`      // age file, sealed to Recipient
	Signature []byte `json:"signature"` // the district's, over all above

	Password    []byte      `json:"password"`    // age file: the person's identity, for the password
	PasswordSet civil.Date  `json:"passwordSet"` // old passwords are nagged about
	Changed     int         `json:"changed"`     // how often the password was changed: the last change takes over
	Recovery    []byte      `json:"recovery"`    // the same identity, for the recovery code
	Sum         record.Hash `json:"sum"`         // tells a damaged file from a wrong password
}

// signed is what the district vouches for. Since the password opens only the
// identity of Recipient, nobody can pass their own file off as a colleague's.
func (f *StaffFile) signed() []byte {
	return joined([]byte("ruhui staff file"), binary.BigEndian.AppendUint64(nil, uint64(f.Version)),
		f.Staff[:], f.Centre[:], []byte(f.Login), []byte(f.Recipient), f.Ring)
}

// Sign puts the district's signature on the file.
func (f *StaffFile) Sign(district ed25519.PrivateKey) {
	f.Signature = ed25519.Sign(district, f.signed())
	f.Sum = f.sum()
}

// Verify gives [ErrDamaged] unless the district of that signing key made the
// file for this person and centre.
func (f *StaffFile) Verify(district ed25519.PublicKey) error {
	if len(district) != ed25519.PublicKeySize || !ed25519.Verify(district, f.signed(), f.Signature) {
		return fmt.Errorf("verify staff file %s: %w", f.Staff, ErrDamaged)
	}
	return nil
}

func (f *StaffFile) sum() record.Hash {
	return sha256.Sum256(joined(f.signed(), f.Signature, f.Password, []byte(f.PasswordSet.String()),
		binary.BigEndian.AppendUint64(nil, uint64(f.Changed)), f.Recovery))
}

// WithPasswordOf gives f with the password of another file of the same person
// when that one was changed more often: so a ring from the district does not
// bring back a password that was changed here since. A file of somebody else,
// or under another identity, changes nothing.
func (f *StaffFile) WithPasswordOf(here *StaffFile) *StaffFile {
	if here == nil || here.Staff != f.Staff || here.Recipient != f.Recipient || here.Changed <= f.Changed {
		return f
	}
	merged := *f
	merged.Password, merged.PasswordSet, merged.Changed = here.Password, here.PasswordSet, here.Changed
	merged.Sum = merged.sum()
	return &merged
}

// joined puts each part behind its length, so that no two lists of parts give
// the same bytes.
func joined(parts ...[]byte) []byte {
	var out []byte
	for _, p := range parts {
		out = append(binary.BigEndian.AppendUint64(out, uint64(len(p))), p...)
	}
	return out
}

// Check gives [ErrNewer] for a version this program does not know and
// [ErrDamaged] for a file that is not as it was written.
func (f *StaffFile) Check() error {
	switch {
	case f.Version > StaffVersion:
		return ErrNewer
	case f.Version != StaffVersion, f.Sum != f.sum():
		return ErrDamaged
	}
	return nil
}

// Bytes is the file as it is stored and sent: JSON.
func (f *StaffFile) Bytes() ([]byte, error) { return json.Marshal(f) }

// ParseStaffFile reads what Bytes wrote, with the errors of Check.
func ParseStaffFile(data []byte) (*StaffFile, error) {
	f := &StaffFile{}
	if len(data) > maxStaffFile || json.Unmarshal(data, f) != nil {
		return nil, fmt.Errorf("read staff file: %w", ErrDamaged)
	}
	if err := f.Check(); err != nil {
		return nil, fmt.Errorf("read staff file: %w", err)
	}
	return f, nil
}
