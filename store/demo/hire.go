package demo

import (
	"fmt"
	"slices"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/vault"
)

// hired is what the district keeps of a member once a staff file was made.
type hired struct {
	file *vault.StaffFile
	code string
}

// StaffFile makes the signed staff file of a member at a centre. A member has
// one identity, password and recovery code at all centres.
func (d *District) StaffFile(login string, centre uuid.UUID) (*vault.StaffFile, error) {
	m, known := d.member(login)
	if !known || !slices.Contains(m.Centres, centre) {
		return nil, fmt.Errorf("make staff file: %q does not sign in at %s", login, centre)
	}
	ring, err := d.ring(m, centre)
	if err != nil {
		return nil, err
	}
	file, err := d.hire(m, centre, ring)
	if err != nil {
		return nil, fmt.Errorf("make staff file: %w", err)
	}
	file.Sign(d.Key)
	return file, nil
}

func (d *District) hire(m Member, centre uuid.UUID, ring vault.Ring) (*vault.StaffFile, error) {
	if h := d.staff[m.Login]; h != nil {
		return h.file.ForCentre(centre, ring)
	}
	code := vault.NewCode()
	file, err := vault.NewStaffFile(vault.NewStaff{Staff: m.ID(), Centre: centre, Login: m.Login, Ring: ring,
		Password: Password, Recovery: code, Work: d.Work, On: since})
	if err != nil {
		return nil, err
	}
	kept := *file
	d.staff[m.Login] = &hired{&kept, code}
	return file, nil
}

// RecoveryCode gives the code of a member who has a staff file, else "".
func (d *District) RecoveryCode(login string) string {
	if h := d.staff[login]; h != nil {
		return h.code
	}
	return ""
}

// ring is what the member's file brings: nothing for administrators, for others
// the centre's identity and those of their sensitive roles.
func (d *District) ring(m Member, centre uuid.UUID) (vault.Ring, error) {
	if !m.records() {
		return vault.Ring{}, nil
	}
	centreKey, err := d.CentreIdentity(centre)
	if err != nil {
		return vault.Ring{}, err
	}
	ring := vault.Ring{Centre: append([]*age.X25519Identity{centreKey}, d.earlier[centre]...)}
	for _, g := range m.Grants {
		if !slices.Contains(sensitive, g.Role) {
			continue
		}
		key, err := d.RoleIdentity(g.Role, g.Place.Town)
		if err != nil {
			return vault.Ring{}, err
		}
		ring.Roles = append(ring.Roles, vault.RoleKey{Role: g.Role, Town: g.Place.Town, Identity: key})
	}
	return ring, nil
}
