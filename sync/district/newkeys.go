package district

import (
	"fmt"
	"strconv"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// putCentreIdentity gives a centre a new identity. Earlier ones stay in the
// rings, so that a vault written before still opens.
func (s *Secrets) putCentreIdentity(tx archive.Tx, r *keyring, centre uuid.UUID, made record.HLC) error {
	var serial int64
	if held := r.centres[centre]; len(held) > 0 {
		serial = held[0].key.Serial
	}
	k := archive.Key{Kind: keyCentre, ID: centre, Serial: serial + 1, Made: made}
	id, err := s.putIdentity(tx, k)
	if err != nil {
		return err
	}
	r.centres[centre] = append([]heldIdentity{{id, k}}, r.centres[centre]...)
	return noteStaffing(tx, centre, made)
}

// noteStaffing notes when who may sign in at a centre was last changed: a
// terminal's hello asks only whether that is newer than its pack.
func noteStaffing(tx archive.Tx, centre uuid.UUID, made record.HLC) error {
	return tx.PutSetting(settingStaffing+centre.String(), strconv.FormatUint(uint64(made), 10))
}

// staffingMade reads what noteStaffing wrote; 0 when it never did.
func staffingMade(tx archive.Tx, centre uuid.UUID) (record.HLC, error) {
	text, err := tx.Setting(settingStaffing + centre.String())
	if err != nil || text == "" {
		return 0, err
	}
	made, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read setting of centre %s: %w", centre, err)
	}
	return record.HLC(made), nil
}

// settingStaffing begins the names of settings, one for each centre.
const settingStaffing = "staffing/"

// putRoleIdentities makes those of all sensitive roles of every town and of the
// district's own place that are not there yet.
func (s *Secrets) putRoleIdentities(tx archive.Tx, r *keyring, made record.HLC) error {
	for _, town := range allTowns() {
		for _, role := range sensitiveRoles {
			at := roleAt{role, town}
			if r.roles[at] != nil {
				continue
			}
			id, err := s.putIdentity(tx, archive.Key{Kind: keyRole, Name: string(role), Place: town, Serial: 1, Made: made})
			if err != nil {
				return err
			}
			r.roles[at] = id
		}
	}
	return nil
}

func (s *Secrets) putIdentity(tx archive.Tx, k archive.Key) (*age.X25519Identity, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make identity: %w", err)
	}
	if k, err = s.sealKey(k, []byte(id.String())); err != nil {
		return nil, err
	}
	return id, tx.PutKey(k)
}

// allTowns lists the nine digits of every street and town, the district's own
// last.
func allTowns() []string {
	var towns []string
	for _, t := range ident.Towns.Items() {
		towns = append(towns, t.Code)
	}
	return append(towns, record.DistrictTown)
}
