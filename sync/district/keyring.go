package district

import (
	"cmp"
	"fmt"
	"slices"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/vault"
	"ruhui/sync/district/archive"
)

// Kinds of key in the archive.
const (
	keyCentre = "centre" // identity of a centre, by its id; a rotation adds one
	keyRole   = "role"   // identity of a sensitive role (name) in a town (place)
	keyStaff  = "staff"  // a member's (id, name is the login) staff file for a centre (other); empty when taken back
)

// sensitiveRoles are those whose cases are sealed to them. Their identities are
// made before they have holders, so that the first case can be sealed.
var sensitiveRoles = []record.Role{record.RoleAidOfficer, record.RoleMediator, record.RoleStationStaff}

// keyring is what the archive holds of keys, opened, the newest of each first.
type keyring struct {
	centres map[uuid.UUID][]heldIdentity
	roles   map[roleAt]*age.X25519Identity
	staff   []heldFile
}

type heldIdentity struct {
	*age.X25519Identity
	key archive.Key
}

type roleAt struct {
	role record.Role
	town string
}

// heldFile is the newest staff file of one member at one centre; nil once taken
// back.
type heldFile struct {
	file *vault.StaffFile
	key  archive.Key
}

// sealKey seals a key's bytes to its place in the archive.
func (s *Secrets) sealKey(k archive.Key, plain []byte) (archive.Key, error) {
	if len(plain) == 0 {
		k.Sealed = []byte{} // taken back
		return k, nil
	}
	var err error
	if k.Sealed, err = s.Bodies.Seal(keyRow(k), plain); err != nil {
		return k, fmt.Errorf("seal %s key: %w", k.Kind, err)
	}
	return k, nil
}

func keyRow(k archive.Key) []byte {
	return fmt.Appendf(nil, "key/%s/%s/%s/%s/%s/%d", k.Kind, k.Name, k.Place, k.ID, k.Other, k.Serial)
}

// readKeyring opens everything the archive holds of keys.
func (s *Secrets) readKeyring(tx archive.Tx) (*keyring, error) {
	r := &keyring{centres: map[uuid.UUID][]heldIdentity{}, roles: map[roleAt]*age.X25519Identity{}}
	for _, read := range []struct {
		kind string
		take func(archive.Key, []byte) error
	}{{keyCentre, r.takeCentre}, {keyRole, r.takeRole}, {keyStaff, r.takeStaff}} {
		keys, err := tx.Keys(read.kind)
		if err != nil {
			return nil, fmt.Errorf("read %s keys: %w", read.kind, err)
		}
		slices.SortStableFunc(keys, func(a, b archive.Key) int { return cmp.Compare(b.Serial, a.Serial) })
		for _, k := range keys {
			var plain []byte
			if len(k.Sealed) > 0 {
				if plain, err = s.Bodies.Open(keyRow(k), k.Sealed); err != nil {
					return nil, fmt.Errorf("open %s key: %w", read.kind, err)
				}
			}
			if err := read.take(k, plain); err != nil {
				return nil, fmt.Errorf("read %s key: %w", read.kind, err)
			}
			clear(plain)
		}
	}
	return r, nil
}

func (r *keyring) takeCentre(k archive.Key, plain []byte) error {
	id, err := age.ParseX25519Identity(string(plain))
	if err != nil {
		return vault.ErrDamaged // the library's own error may repeat the key
	}
	r.centres[k.ID] = append(r.centres[k.ID], heldIdentity{id, k})
	return nil
}

func (r *keyring) takeRole(k archive.Key, plain []byte) error {
	id, err := age.ParseX25519Identity(string(plain))
	if err != nil {
		return vault.ErrDamaged
	}
	if at := (roleAt{record.Role(k.Name), k.Place}); r.roles[at] == nil {
		r.roles[at] = id
	}
	return nil
}

func (r *keyring) takeStaff(k archive.Key, plain []byte) error {
	if r.held(k.ID, k.Other) != nil {
		return nil // an earlier one
	}
	var file *vault.StaffFile
	if len(plain) > 0 {
		var err error
		if file, err = vault.ParseStaffFile(plain); err != nil {
			return err
		}
	}
	r.staff = append(r.staff, heldFile{file, k})
	return nil
}

// held gives a member's file at a centre, nil when there never was one.
func (r *keyring) held(staff, centre uuid.UUID) *heldFile {
	for i := range r.staff {
		if r.staff[i].key.ID == staff && r.staff[i].key.Other == centre {
			return &r.staff[i]
		}
	}
	return nil
}

// fileOf gives any file of a member: all of them open with the same password.
func (r *keyring) fileOf(staff uuid.UUID) *vault.StaffFile {
	for _, h := range r.staff {
		if h.key.ID == staff && h.file != nil {
			return h.file
		}
	}
	return nil
}

// centreIdentities gives a centre's identities, the present one first.
func (r *keyring) centreIdentities(centre uuid.UUID) []*age.X25519Identity {
	list := make([]*age.X25519Identity, 0, len(r.centres[centre]))
	for _, h := range r.centres[centre] {
		list = append(list, h.X25519Identity)
	}
	return list
}
