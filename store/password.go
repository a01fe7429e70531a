package store

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"ruhui/store/vault"
)

// MaxPasswordAge is after how many days a password should be changed
// (GB/T 22239-2019 asks for a periodic change). Older ones are nagged about and
// never refused.
const MaxPasswordAge = 90

// prove opens the staff file of a login with what somebody typed, and counts and
// notes what is wrong. Nobody learns from the answer who works here.
func (s *Store) prove(ctx context.Context, what AuditKind, login, wrong string, open func(*vault.StaffFile) error) error {
	if err := s.mayTry(ctx, login); err != nil {
		return err
	}
	file, err := s.staffFile(login)
	if err != nil {
		return err
	}
	if file == nil {
		return s.failed(ctx, login, wrong, what, uuid.Nil)
	}
	switch err := open(file); {
	case err == nil:
		return s.succeeded(ctx, login)
	case errors.Is(err, vault.ErrPassword), errors.Is(err, vault.ErrCode):
		return s.failed(ctx, login, wrong, what, file.Staff)
	case CodeOf(err) != Internal: // in words already
		return err
	default:
		return because(Unavailable, KeyStaffFile, err)
	}
}

// ResetPassword sets a new password with the 16-character recovery code from
// the envelope, however it is typed; a sign-in follows. It takes about a second:
// not for the screen's thread. Error keys: PasswordShort, RecoveryTyped for a
// code that cannot be one, WrongRecovery with n tries left, AccountLocked,
// StaffFile, DiskFull, DiskFault, ReadOnlyFolder.
func (s *Store) ResetPassword(ctx context.Context, login, code, password string) error {
	if vault.CheckPassword(password) != nil {
		return fault(Invalid, KeyPasswordShort)
	}
	if _, err := vault.ReadCode(code); err != nil {
		return fault(Invalid, KeyRecoveryTyped) // a slip of the hand costs no try
	}
	return s.changePassword(ctx, AuditReset, login, KeyWrongRecovery, func(f *vault.StaffFile) (*vault.StaffFile, error) {
		return f.ResetPassword(code, password, vault.Calibrate(), s.Today())
	})
}

// ChangePassword sets a new password for who is signed in. It travels to the
// other terminals by the next exchange; until then those take the old one. Error
// keys: PasswordShort, WrongPassword with n tries left, AccountLocked, SignedOut
// and those of the disk.
func (ses *Session) ChangePassword(ctx context.Context, old, password string) error {
	if ses.ended.Load() {
		return fault(Forbidden, KeySignedOut)
	}
	if vault.CheckPassword(password) != nil {
		return fault(Invalid, KeyPasswordShort)
	}
	s := ses.store
	err := s.changePassword(ctx, AuditPassword, ses.login, KeyWrongPassword, func(f *vault.StaffFile) (*vault.StaffFile, error) {
		return f.ChangePassword(old, password, vault.Calibrate(), s.Today())
	})
	if err == nil {
		today := s.Today()
		ses.passwordSet.Store(&today)
	}
	return err
}

func (s *Store) changePassword(ctx context.Context, what AuditKind, login, wrong string,
	change func(*vault.StaffFile) (*vault.StaffFile, error)) error {
	s.staffing.Lock()
	defer s.staffing.Unlock()
	var changed *vault.StaffFile
	if err := s.prove(ctx, what, login, wrong, func(f *vault.StaffFile) (err error) {
		changed, err = change(f)
		return err
	}); err != nil {
		return err
	}
	err := writeStaffFile(staffPath(s.dir, changed.Staff), changed)
	s.audit(what, changed.Staff, err)
	return err
}

// PasswordAge is how many days ago the password was set; 0 also for a day that
// lies ahead, because a clock is wrong.
func (ses *Session) PasswordAge() int {
	set := ses.passwordSet.Load()
	if set == nil || set.IsZero() {
		return 0
	}
	return max(set.DaysUntil(ses.Today()), 0)
}

// PasswordOld says that the screen should ask for a new password.
func (ses *Session) PasswordOld() bool { return ses.PasswordAge() > MaxPasswordAge }

// StaffFiles gives the staff files here, for sync: a file that says it was
// changed more often than the district's brings a new password.
func (s *Store) StaffFiles() ([]*vault.StaffFile, error) {
	s.staffing.Lock()
	defer s.staffing.Unlock()
	paths, err := staffPaths(s.dir)
	if err != nil {
		return nil, err
	}
	var files []*vault.StaffFile
	for _, path := range paths {
		if f := readStaffFile(path); f != nil {
			files = append(files, f)
		}
	}
	return files, nil
}
