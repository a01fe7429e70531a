package district

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
	"ruhui/sync/district/archive"
)

// StaffPack makes the pack of staff files of a centre as it stands: for hello,
// or for a stick. It is as old as the newest change in it; nil when that is not
// newer than the pack the terminal has, or when nobody may sign in there.
func (d *District) StaffPack(ctx context.Context, centre uuid.UUID, newer record.HLC) (pack []byte, err error) {
	err = d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		pack, err = d.staffPackIn(tx, centre, newer)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("make staff pack of %s: %w", centre, err)
	}
	return pack, nil
}

// staffPackIn is StaffPack within a transaction of a hello.
func (d *District) staffPackIn(tx archive.Tx, centre uuid.UUID, newer record.HLC) ([]byte, error) {
	org, err := d.organisationIn(tx)
	if err != nil {
		return nil, err
	}
	return d.staffPack(tx, org, centre, newer)
}

func (d *District) staffPack(tx archive.Tx, org *Organisation, centre uuid.UUID, newer record.HLC) ([]byte, error) {
	place, known := org.Centres[centre]
	if !known {
		return nil, UnknownCentre
	}
	made, err := staffingMade(tx, centre)
	if err != nil || made <= newer {
		return nil, err
	}
	r, err := d.secrets.readKeyring(tx)
	if err != nil {
		return nil, err
	}
	recipients, err := d.secrets.recipients(r, centre, place.Town)
	if err != nil {
		return nil, err
	}
	files, who := r.at(centre)
	if len(files) == 0 {
		return nil, nil
	}
	news, err := d.eventsOf(tx, who)
	if err != nil {
		return nil, err
	}
	// What was said since without changing a file comes with the feed.
	news = slices.DeleteFunc(news, func(m record.Marked) bool { return m.Mark.Effective > made })
	return setup.MakeStaffing(setup.Staffing{Made: made, Centre: centre, Recipients: recipients, Files: files}, news, d.secrets.Signing)
}

// at gives the staff files of a centre by login, and the files of events of all
// who ever had one there.
func (r *keyring) at(centre uuid.UUID) (files []*vault.StaffFile, who []record.File) {
	for _, h := range r.staff {
		if h.key.Other != centre {
			continue
		}
		who = append(who, record.File{Kind: record.KindStaff, ID: h.key.ID})
		if h.file != nil {
			files = append(files, h.file)
		}
	}
	slices.SortFunc(files, func(a, b *vault.StaffFile) int { return strings.Compare(a.Login, b.Login) })
	return files, who
}

// recipients are those a terminal of a centre seals to.
func (s *Secrets) recipients(r *keyring, centre uuid.UUID, town string) (setup.Recipients, error) {
	held := r.centres[centre]
	if len(held) == 0 {
		return setup.Recipients{}, fmt.Errorf("centre %s has no identity: %w", centre, UnknownCentre)
	}
	to := setup.Recipients{Centre: held[0].Recipient().String(), Roles: map[record.Role]string{},
		Server: s.Server.Recipient().String(), Recovery: s.Recovery}
	for _, role := range sensitiveRoles {
		if id := r.roles[roleAt{role, town}]; id != nil {
			to.Roles[role] = recipientOf(id)
		}
	}
	return to, nil
}

func recipientOf(id *age.X25519Identity) string { return id.Recipient().String() }
