package store

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"sync/atomic"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/vault"
)

// Session is one person signed in. It may be shared between goroutines. After
// [Session.SignOut] its methods give Forbidden/SignedOut; those of a technician
// that need records give Forbidden/NoRecords, and while the screen is locked all
// that read or write records give Forbidden/Locked.
type Session struct {
	store  *Store
	login  string
	staff  record.Staff
	roles  atomic.Pointer[[]vault.RoleKey]
	opened atomic.Pointer[opened] // nil for technicians
	locked atomic.Bool
	ended  atomic.Bool

	passwordSet atomic.Pointer[civil.Date]

	expired int // drafts removed at this sign-in
}

// SignOut ends the session. With the last one, names and directory leave the
// memory; the keys stay only while something waits to be sent.
func (ses *Session) SignOut(ctx context.Context) error {
	if ses.ended.Swap(true) {
		return nil
	}
	ses.roles.Store(nil)
	s := ses.store
	s.audit(AuditSignedOut, ses.staff.ID, nil)
	if ses.opened.Swap(nil) == nil {
		return nil
	}
	waits, err := s.Waiting(ctx)
	s.access.Lock()
	defer s.access.Unlock()
	if s.open--; s.open <= 0 {
		s.index.Swap(nil).wipe()
	}
	switch {
	case s.open > 0 || s.opened == nil:
	case err == nil && waits.Events == 0:
		s.opened.keys.Wipe()
		s.opened = nil
	default:
		s.opened = &opened{keys: s.opened.keys}
	}
	return err
}

// check says whether the session can read records.
func (ses *Session) check() error {
	_, err := ses.use()
	return err
}

func (ses *Session) use() (*opened, error) {
	o := ses.opened.Load()
	switch {
	case ses.ended.Load():
		return nil, fault(Forbidden, KeySignedOut)
	case o == nil:
		return nil, fault(Forbidden, KeyNoRecords)
	case ses.locked.Load():
		return nil, fault(Forbidden, KeyLocked)
	}
	return o, needKeys(o.keys)
}

// Staff is who is signed in: the record as of the sign-in. A technician's has
// only id and login.
func (ses *Session) Staff() record.Staff { return ses.staff }

// Login is the name the person signed in with.
func (ses *Session) Login() string { return ses.login }

// Roles are the roles held today, each once.
func (ses *Session) Roles() []record.Role { return ses.staff.Roles(ses.Today()) }

// RoleKeys open the bodies that only holders of a sensitive role may read.
// None after the sign-out and while the screen is locked.
func (ses *Session) RoleKeys() []vault.RoleKey {
	keys := ses.roles.Load()
	if keys == nil || ses.locked.Load() {
		return nil
	}
	return *keys
}

// Centre is where this terminal stands; its zero value for a technician.
func (ses *Session) Centre() record.Centre {
	o, err := ses.use()
	if err != nil {
		return record.Centre{}
	}
	c, _ := o.dir.Centre(ses.store.Terminal().Centre)
	return c
}

// Now is the time records bear.
func (ses *Session) Now() time.Time { return ses.store.Now() }

// Today is the date in China, in a demonstration its fixed one.
func (ses *Session) Today() civil.Date { return ses.store.Today() }

// Store is where the session is.
func (ses *Session) Store() *Store { return ses.store }

// Unions lists the unions by code. The slice is the caller's.
func (ses *Session) Unions() []record.Union {
	return listOf(ses, func(d *directory) []record.Union {
		return sorted(d, &d.unions, func(u record.Union) string { return u.Code })
	})
}

// Employers lists the employers by name.
func (ses *Session) Employers() []record.Employer {
	return listOf(ses, func(d *directory) []record.Employer {
		return sorted(d, &d.employers, func(e record.Employer) string { return e.Name })
	})
}

// Communities lists villages and communities by code.
func (ses *Session) Communities() []record.Community {
	return listOf(ses, func(d *directory) []record.Community {
		return sorted(d, &d.communities, func(c record.Community) string { return c.Code })
	})
}

// Centres lists the places with terminals by name.
func (ses *Session) Centres() []record.Centre {
	return listOf(ses, func(d *directory) []record.Centre {
		return sorted(d, &d.centres, func(c record.Centre) string { return c.Name })
	})
}

// Colleagues lists the staff known here by number.
func (ses *Session) Colleagues() []record.Staff {
	return listOf(ses, func(d *directory) []record.Staff {
		return sorted(d, &d.staff, func(s record.Staff) string { return s.No })
	})
}

// Codes gives the rows of a code table the district has given; none for a table
// it has not, where the program's own stand in.
func (ses *Session) Codes(table string) []record.Code {
	return listOf(ses, func(d *directory) []record.Code {
		t, _ := get(d, &d.codes, table)
		return append([]record.Code(nil), t.Rows...)
	})
}

// Calendar knows the days off of the years the district has announced.
func (ses *Session) Calendar() civil.Calendar {
	o, err := ses.use()
	if err != nil {
		return civil.Calendar{}
	}
	return o.dir.calendar()
}

func listOf[T any](ses *Session, of func(*directory) []T) []T {
	o, err := ses.use()
	if err != nil {
		return nil
	}
	return of(o.dir)
}

// PersonID computes the id of whoever has that number: what [ident.SchemeOf]
// gives. It takes some 40 ms: not for the screen's thread. Forbidden with
// NoLookupKey at a base union.
func (ses *Session) PersonID(ctx context.Context, scheme ident.Scheme, issuer, number string) (uuid.UUID, error) {
	o, err := ses.use()
	if err != nil {
		return uuid.Nil, err
	}
	if err := ctx.Err(); err != nil {
		return uuid.Nil, err
	}
	key, err := o.lookupKey()
	if err != nil {
		return uuid.Nil, err
	}
	return key.PersonID(scheme, issuer, number), nil
}

// Person reads all that is recorded of a person here, under whichever of the
// joined ids. NotFound with PersonUnknown when nothing is.
func (ses *Session) Person(ctx context.Context, id uuid.UUID) (record.Person, error) {
	o, err := ses.use()
	if err != nil {
		return record.Person{}, err
	}
	return ses.store.person(ctx, o, id)
}

// Signer is the terminal's signing key, for sync. It can be had while the keys
// are open, also after the last sign-out.
func (s *Store) Signer(ctx context.Context) (ed25519.PrivateKey, error) {
	seed, err := s.secret(ctx, secretSigning)
	if err != nil {
		return nil, err
	}
	defer clear(seed)
	if len(seed) != ed25519.SeedSize {
		return nil, because(Unavailable, KeyDamaged, fmt.Errorf("signing key of %d bytes", len(seed)))
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// CourierIdentity opens answers that were sealed to this terminal.
func (s *Store) CourierIdentity(ctx context.Context) (*age.X25519Identity, error) {
	text, err := s.secret(ctx, secretCourier)
	if err != nil {
		return nil, err
	}
	defer clear(text)
	id, err := age.ParseX25519Identity(string(text))
	if err != nil {
		return nil, because(Unavailable, KeyDamaged, err)
	}
	return id, nil
}

func (s *Store) secret(ctx context.Context, name string) (plain []byte, err error) {
	o, err := s.unlocked()
	if err != nil {
		return nil, err
	}
	err = s.look(ctx, o.keys, func(v *view) error {
		plain, err = v.secret(name, s.Terminal().ID)
		return err
	})
	return plain, err
}

func (s *Store) district() ed25519.PublicKey {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.self.district
}
