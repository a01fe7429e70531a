package demo

import (
	"crypto/ed25519"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
)

// Setup gives what a terminal of that number at that centre is set up with.
func (d *District) Setup(number int, centre uuid.UUID) (setup.Setup, error) {
	place, known := centreOf(centre)
	if !known {
		return setup.Setup{}, fmt.Errorf("set up terminal: no centre %s", centre)
	}
	recipients, err := d.recipients(centre, place.Town)
	if err != nil {
		return setup.Setup{}, fmt.Errorf("set up terminal: %w", err)
	}
	files, err := d.staffFiles(centre)
	if err != nil {
		return setup.Setup{}, fmt.Errorf("set up terminal: %w", err)
	}
	s := setup.Setup{
		Signed: d.signed(), Demo: d.Demo,
		District: setup.District{Name: districtName, Address: d.Address,
			Certificates: [][]byte{d.Certificate}, SigningKey: d.Key.Public().(ed25519.PublicKey)},
		Recipients: recipients,
		Events:     slices.Clone(d.Events),
		Residents:  setup.Residents{BaseURL: d.Residents, Telephone: telephone, Complaint: telephone},
		Centre:     centre, StaffFiles: files, Terminal: number, Town9: place.Town,
	}
	if !isBase(place.Union) {
		key := d.Lookup
		s.Lookup = &key
	}
	return s, nil
}

// SetupFile makes the set-up file of a terminal and its one-time code. Numbers
// are 1 to 98, 99 in a demo and only there.
func (d *District) SetupFile(number int, centre uuid.UUID) (file []byte, code string, err error) {
	s, err := d.Setup(number, centre)
	if err != nil {
		return nil, "", err
	}
	code = setup.NewCode()
	if file, err = setup.Make(s, d.Key, code); err != nil {
		return nil, "", err
	}
	return file, code, nil
}

func (d *District) recipients(centre uuid.UUID, town string) (setup.Recipients, error) {
	key, err := d.CentreIdentity(centre)
	if err != nil {
		return setup.Recipients{}, err
	}
	r := setup.Recipients{Centre: key.Recipient().String(), Roles: map[record.Role]string{},
		Server: d.Server.Recipient().String(), Recovery: d.Recovery.Recipient().String()}
	for _, role := range sensitive {
		key, err := d.RoleIdentity(role, town)
		if err != nil {
			return setup.Recipients{}, err
		}
		r.Roles[role] = key.Recipient().String()
	}
	return r, nil
}

// staffFiles makes those of everybody who may sign in at the centre.
func (d *District) staffFiles(centre uuid.UUID) ([]*vault.StaffFile, error) {
	var files []*vault.StaffFile
	for _, m := range d.roster {
		if !slices.Contains(m.Centres, centre) {
			continue
		}
		f, err := d.StaffFile(m.Login, centre)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

func isBase(union uuid.UUID) bool {
	return slices.ContainsFunc(baseUnions, func(u record.UnionRecorded) bool { return UnionID(u.Code) == union })
}
