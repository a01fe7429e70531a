package district

import (
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/vault"
	"ruhui/sync/district/archive"
)

// staffing hands out staff files in one transaction.
type staffing struct {
	district *District
	tx       archive.Tx
	org      *Organisation
	ring     *keyring
	members  map[uuid.UUID]record.StaffAppointed
	made     record.HLC
}

// issue gives a member a file for each of their centres and takes back those of
// the others. with is the file of somebody new or with a new password, nil to go
// on with the one there is.
func (s *staffing) issue(staff uuid.UUID, with *vault.StaffFile) error {
	m := s.members[staff]
	if with == nil {
		with = s.ring.fileOf(staff)
	}
	if with == nil {
		return fmt.Errorf("issue staff file %s: none to go on with", staff)
	}
	for _, centre := range m.Centres {
		file, err := with.ForCentre(centre, s.ringFor(m, centre))
		if err != nil {
			return fmt.Errorf("issue staff file %s: %w", staff, err)
		}
		file.Sign(s.district.secrets.Signing)
		if err := s.put(staff, centre, m.Login, file); err != nil {
			return err
		}
	}
	return s.takeBack(staff, m.Centres)
}

// takeBack withdraws the files of a member but for the centres named.
func (s *staffing) takeBack(staff uuid.UUID, but []uuid.UUID) error {
	for _, h := range slices.Clone(s.ring.staff) {
		if h.key.ID != staff || h.file == nil || slices.Contains(but, h.key.Other) {
			continue
		}
		if err := s.put(staff, h.key.Other, h.key.Name, nil); err != nil {
			return err
		}
	}
	return nil
}

// renew seals new rings for everybody at centres that got a new identity.
func (s *staffing) renew(centres map[uuid.UUID]bool) error {
	for id, m := range s.members {
		if slices.ContainsFunc(m.Centres, func(c uuid.UUID) bool { return centres[c] }) {
			if err := s.issue(id, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// put keeps a file as the newest of its member and centre; nil takes it back.
func (s *staffing) put(staff, centre uuid.UUID, login string, file *vault.StaffFile) error {
	held := s.ring.held(staff, centre)
	k := archive.Key{Kind: keyStaff, Name: login, ID: staff, Other: centre, Serial: 1, Made: s.made}
	if held != nil {
		k.Serial = held.key.Serial + 1
	}
	var plain []byte
	if file != nil {
		var err error
		if plain, err = file.Bytes(); err != nil {
			return fmt.Errorf("write staff file %s: %w", staff, err)
		}
	}
	k, err := s.district.secrets.sealKey(k, plain)
	if err != nil {
		return err
	}
	if held != nil {
		*held = heldFile{file, k}
	} else {
		s.ring.staff = append(s.ring.staff, heldFile{file, k})
	}
	return errors.Join(s.tx.PutKey(k), noteStaffing(s.tx, centre, s.made))
}

// ringFor is what a member's file brings at a centre: nothing for
// administrators, for others the centre's identities and those of their
// sensitive roles.
func (s *staffing) ringFor(m record.StaffAppointed, centre uuid.UUID) vault.Ring {
	if !worksWithRecords(m.Grants) {
		return vault.Ring{}
	}
	ring := vault.Ring{Centre: s.ring.centreIdentities(centre)}
	for _, g := range m.Grants {
		if !slices.Contains(sensitiveRoles, g.Role) {
			continue
		}
		for _, town := range s.towns(g.Place) {
			if id := s.ring.roles[roleAt{g.Role, town}]; id != nil {
				ring.Roles = append(ring.Roles, vault.RoleKey{Role: g.Role, Town: town, Identity: id})
			}
		}
	}
	return ring
}

// towns are those a place of a sensitive role reaches: the district's own code
// every town, a centre or union its town.
func (s *staffing) towns(p record.Place) []string {
	switch {
	case p.Town == record.DistrictTown:
		return allTowns()
	case p.Town != "":
		return []string{p.Town}
	case p.Centre != uuid.Nil:
		return []string{s.org.Centres[p.Centre].Town}
	}
	return []string{s.org.Unions[p.Union].Town}
}
