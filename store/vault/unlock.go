package vault

import (
	"errors"
	"fmt"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/civil"
)

// NewStaff says whose staff file to make, for which centre, and how it opens.
type NewStaff struct {
	Staff    uuid.UUID
	Centre   uuid.UUID
	Login    string
	Ring     Ring
	Password string     // the first one, handed over in person
	Recovery string     // a code from [NewCode], kept in an envelope
	Work     Work       // for the password
	On       civil.Date // day the password is set
}

// NewStaffFile makes the first file of a person, with a new identity. The
// district signs it before it goes anywhere. It refuses a short password
// ([ErrShort]) and a code that is none ([ErrCode]).
func NewStaffFile(n NewStaff) (*StaffFile, error) {
	person, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make staff file: %w", err)
	}
	code, err := ReadCode(n.Recovery)
	if err != nil {
		return nil, err
	}
	f := &StaffFile{Version: StaffVersion, Staff: n.Staff, Centre: n.Centre, Login: n.Login,
		Recipient: person.Recipient().String()}
	if f.Ring, err = n.Ring.seal(person.Recipient()); err != nil {
		return nil, err
	}
	if f.Recovery, err = sealIdentity(person, code, CodeWork); err != nil {
		return nil, err
	}
	if err := f.setPassword(person, n.Password, n.Work, n.On); err != nil {
		return nil, err
	}
	return f, nil
}

// ForCentre makes a file for the same person with the same password and code at
// another centre, or with a new ring at the same one. The district signs it.
func (f *StaffFile) ForCentre(centre uuid.UUID, ring Ring) (*StaffFile, error) {
	to, err := ParseRecipient(f.Recipient)
	if err != nil {
		return nil, err
	}
	other := *f
	other.Centre, other.Signature = centre, nil
	if other.Ring, err = ring.seal(to); err != nil {
		return nil, err
	}
	other.Sum = other.sum()
	return &other, nil
}

// Unlocked is what a staff file gives to whoever knows the password.
type Unlocked struct {
	Person *age.X25519Identity
	Ring
}

// Unlock opens the file with the password; it takes up to half a second.
// [ErrPassword] is a wrong password and nothing else; a file that is not whole
// is [ErrDamaged].
func (f *StaffFile) Unlock(password string) (Unlocked, error) {
	return f.unlock(f.Password, phrase(password), ErrPassword)
}

// UnlockRecovery opens the file with the recovery code, however it was typed;
// a wrong one is [ErrCode].
func (f *StaffFile) UnlockRecovery(typed string) (Unlocked, error) {
	code, err := ReadCode(typed)
	if err != nil {
		return Unlocked{}, err
	}
	return f.unlock(f.Recovery, code, ErrCode)
}

func (f *StaffFile) unlock(sealed []byte, secret string, wrong error) (Unlocked, error) {
	if err := f.Check(); err != nil {
		return Unlocked{}, err
	}
	person, err := openIdentity(sealed, secret)
	if errors.Is(err, ErrIdentity) {
		return Unlocked{}, wrong
	}
	if err != nil || person.Recipient().String() != f.Recipient {
		return Unlocked{}, ErrDamaged
	}
	ring, err := openRing(f.Ring, person)
	if err != nil {
		return Unlocked{}, err
	}
	return Unlocked{person, ring}, nil
}

// ChangePassword seals the same identity for a new password, in a new file; the
// old file stays as it was and goes on opening with the old one wherever it
// still lies. It gives the errors of Unlock, and [ErrShort].
func (f *StaffFile) ChangePassword(old, password string, work Work, on civil.Date) (*StaffFile, error) {
	u, err := f.Unlock(old)
	if err != nil {
		return nil, err
	}
	return f.withPassword(u.Person, password, work, on)
}

// ResetPassword does the same for somebody who has the recovery code.
func (f *StaffFile) ResetPassword(code, password string, work Work, on civil.Date) (*StaffFile, error) {
	u, err := f.UnlockRecovery(code)
	if err != nil {
		return nil, err
	}
	return f.withPassword(u.Person, password, work, on)
}

func (f *StaffFile) withPassword(person *age.X25519Identity, password string, work Work, on civil.Date) (*StaffFile, error) {
	changed := *f
	changed.Changed++
	if err := changed.setPassword(person, password, work, on); err != nil {
		return nil, err
	}
	return &changed, nil
}

func (f *StaffFile) setPassword(person *age.X25519Identity, password string, work Work, on civil.Date) error {
	if err := CheckPassword(password); err != nil {
		return err
	}
	sealed, err := sealIdentity(person, phrase(password), work)
	if err != nil {
		return err
	}
	f.Password, f.PasswordSet = sealed, on
	f.Sum = f.sum()
	return nil
}

func sealIdentity(id *age.X25519Identity, secret string, work Work) ([]byte, error) {
	plain := []byte(id.String())
	defer clear(plain)
	return SealPhrase(plain, secret, work)
}

func openIdentity(sealed []byte, secret string) (*age.X25519Identity, error) {
	plain, err := OpenPhrase(sealed, secret)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	id, err := age.ParseX25519Identity(string(plain))
	if err != nil {
		return nil, ErrDamaged
	}
	return id, nil
}
