package vault

import (
	"encoding/json"
	"fmt"

	"filippo.io/age"

	"ruhui/store/record"
)

// Ring is what a staff file brings besides the person's own identity.
type Ring struct {
	// Centre holds the centre's identities, the present one first, then the
	// earlier ones, so that a vault written before a rotation still opens.
	// Technicians and the other administrators have none: set-up, self-test,
	// backup and export need no records.
	Centre []*age.X25519Identity
	Roles  []RoleKey
}

// RoleKey is the identity of one sensitive role in one town: it opens the
// bodies that only such staff may read.
type RoleKey struct {
	Role     record.Role
	Town     string // nine digits
	Identity *age.X25519Identity
}

// Identities gives the centre's identities in the form [Load] takes them.
func (r Ring) Identities() []age.Identity {
	list := make([]age.Identity, len(r.Centre))
	for i, id := range r.Centre {
		list[i] = id
	}
	return list
}

// ringForm is a ring as it is sealed.
type ringForm struct {
	Centre []string   `json:"centre,omitempty"`
	Roles  []roleForm `json:"roles,omitempty"`
}

type roleForm struct {
	Role     record.Role `json:"role"`
	Town     string      `json:"town"`
	Identity string      `json:"identity"`
}

func (r Ring) seal(to age.Recipient) ([]byte, error) {
	var form ringForm
	for _, id := range r.Centre {
		form.Centre = append(form.Centre, id.String())
	}
	for _, k := range r.Roles {
		form.Roles = append(form.Roles, roleForm{k.Role, k.Town, k.Identity.String()})
	}
	plain, err := json.Marshal(form)
	if err != nil {
		return nil, fmt.Errorf("seal ring: %w", err)
	}
	defer clear(plain)
	return SealTo(plain, to)
}

func openRing(sealed []byte, person age.Identity) (Ring, error) {
	plain, err := OpenWith(sealed, person)
	if err != nil {
		return Ring{}, ErrDamaged // it is the person's, or the file is put together of two
	}
	defer clear(plain)
	return readRing(plain)
}

func readRing(plain []byte) (Ring, error) {
	var form ringForm
	if json.Unmarshal(plain, &form) != nil {
		return Ring{}, ErrDamaged
	}
	var r Ring
	for _, s := range form.Centre {
		id, err := age.ParseX25519Identity(s)
		if err != nil {
			return Ring{}, ErrDamaged
		}
		r.Centre = append(r.Centre, id)
	}
	for _, k := range form.Roles {
		id, err := age.ParseX25519Identity(k.Identity)
		if err != nil {
			return Ring{}, ErrDamaged
		}
		r.Roles = append(r.Roles, RoleKey{k.Role, k.Town, id})
	}
	return r, nil
}
