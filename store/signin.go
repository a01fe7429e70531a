package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/vault"
)

// SignIn opens what a password opens: the person's identity, the centre's, the
// vault. It takes up to half a second: not for the screen's thread. The names of
// all persons are read into memory afterwards, see [Session.Known]. Drafts that
// nobody touched for thirty days are removed, see [Session.ExpiredDrafts].
// Error keys: WrongPassword with n tries left, AccountLocked for m minutes,
// AccountClosed, StaffUnknown, StaffFile, StaffOutdated, Damaged.
func (s *Store) SignIn(ctx context.Context, login, password string) (*Session, error) {
	ses, err := s.signIn(ctx, login, password)
	if err != nil {
		return nil, err
	}
	// An error is left to the next sign-in: removing drafts must keep nobody out.
	ses.expired, _ = s.sweepDrafts(ctx)
	return ses, nil
}

func (s *Store) signIn(ctx context.Context, login, password string) (*Session, error) {
	var file *vault.StaffFile
	var u vault.Unlocked
	err := s.prove(ctx, AuditSignedIn, login, KeyWrongPassword, func(f *vault.StaffFile) (err error) {
		file = f
		u, err = f.Unlock(password)
		return err
	})
	if err != nil {
		return nil, err
	}
	ses := newSession(s, file, record.Staff{ID: file.Staff, Login: login}, nil)
	if len(u.Centre) > 0 { // technicians and other administrators have none, and no records
		ses, err = s.enter(ctx, file, u)
	}
	s.audit(AuditSignedIn, file.Staff, err)
	return ses, err
}

func newSession(s *Store, file *vault.StaffFile, staff record.Staff, roles []vault.RoleKey) *Session {
	ses := &Session{store: s, login: file.Login, staff: staff}
	ses.roles.Store(&roles)
	ses.passwordSet.Store(&file.PasswordSet)
	return ses
}

// enter opens the vault, and lets in whom the staff list knows.
func (s *Store) enter(ctx context.Context, file *vault.StaffFile, u vault.Unlocked) (*Session, error) {
	keys, err := s.loadVault(u.Identities())
	if err != nil {
		return nil, err
	}
	s.access.Lock()
	defer s.access.Unlock()
	o := s.opened
	if o != nil { // kept for sync, or by a colleague: one copy is enough
		keys.Wipe()
		keys = o.keys
	}
	if o == nil || o.dir == nil {
		if o, err = s.load(ctx, keys); err != nil {
			s.wipeUnless(keys)
			return nil, err
		}
	}
	// What keeps the news from being taken keeps nobody out who is known anyway.
	late := s.bringStaffing(ctx, o, u.Identities())
	if late == nil {
		late = s.readUnread(ctx, o)
	}
	staff, err := o.knows(file.Staff)
	if err != nil {
		if late != nil {
			err = late
		}
		s.wipeUnless(keys)
		return nil, err
	}
	s.opened = o
	s.open++
	s.ring()
	if s.index.Load() == nil {
		s.index.Store(s.startReading(keys))
	}
	ses := newSession(s, file, staff, u.Roles)
	ses.opened.Store(o)
	return ses, nil
}

// knows gives the record of a member of staff who may work.
func (o *opened) knows(id uuid.UUID) (record.Staff, error) {
	staff, known := get(o.dir, &o.dir.staff, id)
	switch {
	case !known:
		return staff, fault(Forbidden, KeyStaffUnknown)
	case staff.DisabledAt != 0:
		return staff, fault(Forbidden, KeyAccountClosed)
	}
	return staff, nil
}

// loadVault opens the vault or, when that one is damaged or gone, the one kept
// from before its last rewrite. Rows sealed since are Damaged then; all others,
// and new work, are not kept waiting for a technician.
func (s *Store) loadVault(with []age.Identity) (*vault.Keys, error) {
	keys, err := vault.Load(s.dir, with...)
	switch {
	case err == nil:
		return keys, nil
	case errors.Is(err, vault.ErrIdentity): // the centre has another one since
		return nil, because(Unavailable, KeyStaffOutdated, err)
	case !errors.Is(err, vault.ErrDamaged) && !errors.Is(err, fs.ErrNotExist):
		return nil, keyError("load vault", err)
	}
	to, recipientErr := vaultRecipients(s.Setup().Recipients)
	if recipientErr != nil {
		return nil, recipientErr
	}
	kept, keptErr := vault.Recover(s.dir, to, with...)
	if keptErr != nil {
		return nil, because(Unavailable, KeyDamaged, errors.Join(err, keptErr))
	}
	return kept, nil
}

// wipeUnless forgets keys that nobody else uses. The caller has access.
func (s *Store) wipeUnless(keys *vault.Keys) {
	if s.opened == nil || s.opened.keys != keys {
		keys.Wipe()
	}
}

// load reads the directory into memory. Nothing is written meanwhile, or what is
// would be missing there.
func (s *Store) load(ctx context.Context, keys *vault.Keys) (*opened, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := &opened{keys: keys}
	err := s.look(ctx, keys, func(v *view) error {
		var err error
		if o.dir, err = v.loadDirectory(); err != nil {
			return err
		}
		o.lookup, err = v.lookupKey(s.self.origin.Terminal)
		return err
	})
	return o, err
}

// staffFile finds the file of a login, nil when there is none. A damaged file
// of somebody else keeps nobody out.
func (s *Store) staffFile(login string) (*vault.StaffFile, error) {
	paths, err := staffPaths(s.dir)
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, diskError("read staff file", err)
		}
		var named struct {
			Login string `json:"login"`
		}
		if json.Unmarshal(data, &named) != nil || named.Login != login {
			continue
		}
		f, err := vault.ParseStaffFile(data)
		if err == nil {
			err = f.Verify(s.district())
		}
		if err != nil {
			return nil, because(Unavailable, KeyStaffFile, err)
		}
		return f, nil
	}
	return nil, nil
}

func staffPath(dir string, staff uuid.UUID) string {
	return filepath.Join(dir, staffName, staff.String()+staffSuffix)
}

// secrets are sealed for the terminal's own row.
const (
	secretSigning = "signing" // Ed25519 seed
	secretCourier = "courier" // age identity
	secretLookup  = "lookup"  // the district's lookup key, JSON
	secretProof   = "proof"   // of the set-up code
)

func (v *view) secret(name string, terminal uuid.UUID) ([]byte, error) {
	var sealed []byte
	found, err := v.row(`SELECT sealed FROM secret WHERE name = $1`, []any{name}, &sealed)
	if err != nil || !found {
		return nil, err
	}
	return openColumn(v.keys, "secret."+name, terminal, sealed)
}

func (v *view) lookupKey(terminal uuid.UUID) (*ident.LookupKey, error) {
	plain, err := v.secret(secretLookup, terminal)
	if err != nil || plain == nil {
		return nil, err
	}
	defer clear(plain)
	key := &ident.LookupKey{}
	if err := json.Unmarshal(plain, key); err != nil {
		return nil, because(Unavailable, KeyDamaged, fmt.Errorf("read lookup key: %w", err))
	}
	return key, nil
}

func staffPaths(dir string) ([]string, error) {
	list, err := os.ReadDir(filepath.Join(dir, staffName))
	if err != nil {
		return nil, diskError("list staff files", err)
	}
	var paths []string
	for _, f := range list {
		if strings.HasSuffix(f.Name(), staffSuffix) {
			paths = append(paths, filepath.Join(dir, staffName, f.Name()))
		}
	}
	return paths, nil
}

const staffSuffix = ".age.json"
