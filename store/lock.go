package store

import (
	"context"
	"errors"

	"ruhui/store/vault"
)

// Lock closes the session for whoever sits down at an empty desk: reading and
// writing records gives Forbidden/Locked until [Session.Unlock]. What has begun
// is finished. Names, directory and keys stay in memory, and sync goes on. The
// screen saves its draft first and wipes what it shows.
func (ses *Session) Lock() {
	if !ses.locked.Swap(true) {
		ses.store.auditSoon(AuditLocked, ses.staff.ID)
	}
}

// Locked says that the screen is locked.
func (ses *Session) Locked() bool { return ses.locked.Load() }

// Unlock lets the same person go on where they were, within a second. Wrong
// passwords count as at [Store.SignIn]. Error keys besides its: SignedOut.
func (ses *Session) Unlock(ctx context.Context, password string) error {
	if err := ses.Confirm(ctx, password); err != nil {
		return err
	}
	ses.locked.Store(false)
	return nil
}

// Confirm asks for the password again, before something grave. Wrong ones count
// as at [Store.SignIn]; somebody disabled meanwhile gets AccountClosed.
func (ses *Session) Confirm(ctx context.Context, password string) error {
	if ses.ended.Load() {
		return fault(Forbidden, KeySignedOut)
	}
	if err := ses.store.prove(ctx, AuditConfirmed, ses.login, KeyWrongPassword, func(f *vault.StaffFile) error {
		_, err := f.Unlock(password)
		return err
	}); err != nil {
		return err
	}
	err := ses.mayGoOn()
	ses.store.audit(AuditConfirmed, ses.staff.ID, err)
	return err
}

func (ses *Session) mayGoOn() error {
	o := ses.opened.Load()
	if ses.ended.Load() { // meanwhile, by somebody else
		return fault(Forbidden, KeySignedOut)
	}
	if o == nil {
		return nil // a technician
	}
	_, err := o.knows(ses.staff.ID)
	return err
}

// GiveWay ends a session for a colleague who has signed in at its locked desk:
// what was begun and not saved is parked, for any clerk of the centre. It shows
// nothing and asks for no password. When parking fails the session ends all the
// same, and its person is offered the draft at the next sign-in.
func (ses *Session) GiveWay(ctx context.Context) error {
	if ses.ended.Load() || ses.opened.Load() == nil {
		return ses.SignOut(ctx)
	}
	err := ses.store.write(ctx, func(w *writing) error {
		_, err := w.exec(`UPDATE draft SET parked = 1 WHERE staff = $1 AND centre = $2`, ses.staff.ID[:], w.self.origin.Centre[:])
		return err
	})
	return errors.Join(err, ses.SignOut(ctx))
}
