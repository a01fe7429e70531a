package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/storetest"
	"ruhui/store/vault"
)

const newPassword = "hou jia bian mi wu"

func TestResetPassword_with_the_code_from_the_envelope(t *testing.T) {
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	code := terminal.District.RecoveryCode(demo.Login)
	typed := strings.ToLower(strings.ReplaceAll(code, "-", " "))
	wantKey(t, s.ResetPassword(background, demo.Login, typed, "elevenchars"), store.KeyPasswordShort)
	wantKey(t, s.ResetPassword(background, demo.Login, code[1:], newPassword), store.KeyRecoveryTyped)
	wantKey(t, s.ResetPassword(background, demo.Login, vault.NewCode(), newPassword), store.KeyWrongRecovery)
	wantKey(t, s.ResetPassword(background, "nobody", code, newPassword), store.KeyWrongRecovery)
	if err := s.ResetPassword(background, demo.Login, typed, newPassword); err != nil {
		t.Fatal(err)
	}
	_, err := s.SignIn(background, demo.Login, demo.Password)
	wantKey(t, err, store.KeyWrongPassword)
	ses, err := s.SignIn(background, demo.Login, newPassword)
	if err != nil {
		t.Fatal(err)
	}
	storetest.Visit(t, ses, 0) // the whole chain opens
	left, err := filepath.Glob(filepath.Join(terminal.Dir, "terminal", "staff", demo.StaffID(demo.Login).String()+"*"))
	if err != nil || len(left) != 1 {
		t.Errorf("%d files of the person, %v: the old password still opens one", len(left), err)
	}
}

func TestResetPassword_codes_are_counted_with_passwords(t *testing.T) {
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	for range 2 {
		_, err := s.SignIn(background, demo.Login, "not the password")
		wantKey(t, err, store.KeyWrongPassword)
		wantKey(t, s.ResetPassword(background, demo.Login, vault.NewCode(), newPassword), store.KeyWrongRecovery)
	}
	wantKey(t, s.ResetPassword(background, demo.Login, vault.NewCode(), newPassword), store.KeyAccountLocked)
	wantKey(t, s.ResetPassword(background, demo.Login, terminal.District.RecoveryCode(demo.Login), newPassword), store.KeyAccountLocked)
}

func TestChangePassword_and_a_terminal_not_yet_reached(t *testing.T) {
	d := storetest.District(t, false)
	a := storetest.Open(t, &storetest.Terminal{District: d})
	b := storetest.Open(t, &storetest.Terminal{District: d, Number: 2})
	ses := storetest.SignIn(t, a)
	wantKey(t, ses.ChangePassword(background, demo.Password, "elevenchars"), store.KeyPasswordShort)
	wantKey(t, ses.ChangePassword(background, "not the password", newPassword), store.KeyWrongPassword)
	if err := ses.ChangePassword(background, demo.Password, newPassword); err != nil {
		t.Fatal(err)
	}
	wantKey(t, ses.Confirm(background, demo.Password), store.KeyWrongPassword)
	if err := ses.Confirm(background, newPassword); err != nil {
		t.Error(err)
	}
	storetest.SignIn(t, b) // the old one, where the change has not arrived

	changed := 0
	for _, f := range must[[]*vault.StaffFile](t)(a.StaffFiles()) {
		if f.Changed > 0 {
			changed++
			if f.Login != demo.Login || f.Verify(a.Setup().District.SigningKey) != nil {
				t.Errorf("the file of %s is not fit to travel", f.Login)
			}
		}
	}
	if changed != 1 {
		t.Errorf("%d files have a changed password, want 1", changed)
	}
	if err := ses.SignOut(background); err != nil {
		t.Fatal(err)
	}
	wantKey(t, ses.ChangePassword(background, newPassword, newPassword), store.KeySignedOut)
}

func TestPasswordAge_is_nagged_about_after_ninety_days(t *testing.T) {
	terminal := &storetest.Terminal{}
	s := storetest.Open(t, terminal)
	ses := storetest.SignIn(t, s)
	if ses.PasswordAge() != 13 || ses.PasswordOld() { // set on 1 September
		t.Errorf("age %d, old %v; want 13 days", ses.PasswordAge(), ses.PasswordOld())
	}
	terminal.Clock.Pass(77 * 24 * time.Hour)
	if ses.PasswordAge() != 90 || ses.PasswordOld() {
		t.Errorf("age %d, old %v; want 90 days, not yet old", ses.PasswordAge(), ses.PasswordOld())
	}
	terminal.Clock.Pass(24 * time.Hour)
	late := storetest.SignIn(t, s) // not refused
	if !late.PasswordOld() {
		t.Errorf("not old after %d days", late.PasswordAge())
	}
	if err := late.ChangePassword(background, demo.Password, newPassword); err != nil {
		t.Fatal(err)
	}
	if late.PasswordAge() != 0 {
		t.Errorf("age %d after the change", late.PasswordAge())
	}
	terminal.Clock.Pass(-200 * 24 * time.Hour)
	if late.PasswordAge() != 0 {
		t.Errorf("age %d before it was set", late.PasswordAge())
	}
}

func TestVault_opens_from_the_kept_one_when_damaged(t *testing.T) {
	terminal, s, ses := opened(t)
	sit, _, _ := storetest.Visit(t, ses, 0)
	if err := terminal.District.Rotate(demo.Hall); err != nil { // so that there is one to keep
		t.Fatal(err)
	}
	if err := s.TakeStaffFiles(background, must[[]byte](t)(terminal.District.Staffing(demo.Hall))); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(terminal.Dir, "terminal", vault.FileName)
	for name, spoil := range map[string]func() error{
		"damaged": func() error { return os.WriteFile(path, []byte("age-encryption.org/v1\n"), 0o600) },
		"missing": func() error { return os.Remove(path) },
	} {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		s = storetest.Reopen(t, terminal)
		again := storetest.SignIn(t, s)
		if _, err := again.Person(background, sit.Person); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: not put back: %v", name, err)
		}
	}
	if _, err := vault.Load(filepath.Join(terminal.Dir, "terminal"), terminal.District.Recovery); err != nil {
		t.Errorf("recovery does not open the vault: %v", err)
	}
}
