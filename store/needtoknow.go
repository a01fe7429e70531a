package store

import (
	"encoding/json"
	"errors"
	"fmt"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
)

// SealForRole seals a text to the holders of a sensitive role in this town and
// to the district's server; not even who sealed it can open it again without
// the role. Unavailable with NoRoleKey when the district gave this terminal no
// recipient for the role.
func (s *Store) SealForRole(role record.Role, plain []byte) ([]byte, error) {
	return sealForRole(s.Setup().Recipients, role, plain)
}

func sealForRole(to setup.Recipients, role record.Role, plain []byte) ([]byte, error) {
	holders, err := vault.ParseRecipient(to.Roles[role])
	if err != nil {
		return nil, because(Unavailable, KeyNoRoleKey, fmt.Errorf("seal for %s: %w", role, err))
	}
	server, err := vault.ParseRecipient(to.Server)
	if err != nil {
		return nil, because(Unavailable, KeyNoRoleKey, fmt.Errorf("seal for server: %w", err))
	}
	return vault.SealTo(plain, holders, server)
}

// OpenForRole opens what was sealed to a role that the person signed in holds.
// Forbidden with ServiceRestricted for anybody else, and while the screen is
// locked.
func (ses *Session) OpenForRole(sealed []byte) ([]byte, error) {
	if err := ses.check(); err != nil {
		return nil, err
	}
	return openForRole(ses.roleIdentities(), sealed)
}

func openForRole(with []age.Identity, sealed []byte) ([]byte, error) {
	plain, err := vault.OpenWith(sealed, with...)
	switch {
	case errors.Is(err, vault.ErrIdentity):
		return nil, because(Forbidden, KeyServiceRestricted, err)
	case err != nil:
		return nil, because(Unavailable, KeyDamaged, err)
	}
	return plain, nil
}

func (ses *Session) roleIdentities() []age.Identity {
	var list []age.Identity
	for _, k := range ses.RoleKeys() {
		list = append(list, k.Identity)
	}
	return list
}

// opener opens sealed bodies for one reader: by the keys of their roles, and
// those they have just written themselves.
type opener struct {
	roles []age.Identity
	wrote map[uuid.UUID]json.RawMessage // by event
}

// keep remembers what the writer has sealed; nil is nothing.
func (o *opener) keep(event uuid.UUID, plain json.RawMessage) {
	if plain == nil {
		return
	}
	if o.wrote == nil {
		o.wrote = map[uuid.UUID]json.RawMessage{}
	}
	o.wrote[event] = plain
}

// open gives the events of a case with their bodies opened, as far as the reader
// may. They are for folding only: the digest is over the sealed body.
func (o *opener) open(events []record.Marked) ([]record.Marked, error) {
	out := make([]record.Marked, len(events))
	copy(out, events)
	for i := range out {
		e := &out[i].Event
		sealed, is := record.SealedBody(e.Body)
		if !is {
			continue
		}
		if plain := o.wrote[e.ID]; plain != nil {
			e.Body = plain
			continue
		}
		plain, err := openForRole(o.roles, sealed)
		switch {
		case KeyOf(err) == KeyServiceRestricted, KeyOf(err) == KeyDamaged:
			continue // stays unread: for others, or spoilt by whoever wrote it
		case err != nil:
			return nil, err
		}
		e.Body = plain
	}
	return out, nil
}

func (o *opener) fold(id uuid.UUID, events []record.Marked) (record.Service, error) {
	opened, err := o.open(events)
	if err != nil {
		return record.Service{}, err
	}
	return record.FoldService(id, opened), nil
}

// body writes what a fact says; in a sensitive case it is sealed once more, and
// plain is what stood in it.
func (w *writing) body(f record.Fact) (body, plain json.RawMessage, err error) {
	plain, err = json.Marshal(f.Body)
	if err != nil {
		return nil, nil, fmt.Errorf("write body of %s: %w", f.Type, err)
	}
	if f.File.Kind != record.KindService {
		return plain, nil, nil
	}
	role, err := w.sealedTo(f, plain)
	if err != nil || role == "" {
		return plain, nil, err
	}
	sealed, err := sealForRole(w.self.setup.Recipients, role, plain)
	if err != nil {
		return nil, nil, err
	}
	body, err = record.SealBody(sealed)
	return body, plain, err
}

// sealedTo is the role a case is sealed to, "" for one that is not. Whoever
// cannot read a case cannot say anything in it either: they would not know what.
func (w *writing) sealedTo(f record.Fact, plain []byte) (record.Role, error) {
	if role, known := w.cases[f.File.ID]; known {
		return role, nil
	}
	var role record.Role
	if f.Type == "service.opened" {
		var b record.ServiceOpened
		if json.Unmarshal(plain, &b) == nil {
			role = b.Kind.SealedTo()
		}
	} else {
		s, err := w.service(f.File.ID)
		if err != nil {
			return "", err
		}
		if s.Restricted {
			return "", fault(Forbidden, KeyServiceRestricted)
		}
		role = s.Kind.SealedTo()
	}
	if w.cases == nil {
		w.cases = map[uuid.UUID]record.Role{}
	}
	w.cases[f.File.ID] = role
	return role, nil
}

// service folds a case as far as the writer may read it.
func (w *writing) service(id uuid.UUID) (record.Service, error) {
	return w.serviceFor(&w.reader, id)
}
