package district

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
	"ruhui/store/vault"
	"ruhui/sync/district/archive"
)

// Disable lets somebody go: an event says so, their staff files are taken back,
// and each of their centres gets a new identity, which they never had. [WhyMissing]
// without a reason, [UnknownLogin] when nobody has the login.
func (d *District) Disable(ctx context.Context, login, why string) (record.Staff, error) {
	if why == "" {
		return record.Staff{}, fmt.Errorf("disable %q: %w", login, WhyMissing)
	}
	org, err := d.Organisation(ctx)
	if err != nil {
		return record.Staff{}, err
	}
	m, err := org.Member(login)
	if err != nil {
		return record.Staff{}, err
	}
	gone := record.Fact{File: record.File{Kind: record.KindStaff, ID: m.ID}, Type: "staff.disabled", Body: record.StaffDisabledBody{Why: why}}
	err = d.sayAnd(ctx, []record.Fact{gone}, func(tx archive.Tx, said record.HLC) error {
		return d.disable(tx, org, m, d.behind(said))
	})
	if err != nil {
		return record.Staff{}, fmt.Errorf("disable %q: %w", login, err)
	}
	return m, nil
}

// disable takes the files back and gives the centres new identities.
func (d *District) disable(tx archive.Tx, org *Organisation, m record.Staff, made record.HLC) error {
	r, err := d.secrets.readKeyring(tx)
	if err != nil {
		return err
	}
	s := staffing{district: d, tx: tx, org: org, ring: r, members: org.members(), made: made}
	delete(s.members, m.ID)
	if err := s.takeBack(m.ID, nil); err != nil || !worksWithRecords(m.Grants) {
		return err // an administrator held no identity of any centre
	}
	rotate := map[uuid.UUID]bool{}
	for _, centre := range m.Centres {
		rotate[centre] = true
		if err := d.secrets.putCentreIdentity(tx, r, centre, s.made); err != nil {
			return err
		}
	}
	return s.renew(rotate)
}

// Reset gives a member who forgot the password a new identity with a new start
// password and recovery code. What the old ones opened is sealed to the new
// identity as well, so nothing is lost.
func (d *District) Reset(ctx context.Context, login string) (Issued, error) {
	org, err := d.Organisation(ctx)
	if err != nil {
		return Issued{}, err
	}
	m, err := org.Member(login)
	if err != nil {
		return Issued{}, err
	}
	a := Appointment{ID: m.ID, StaffAppointed: org.members()[m.ID]}
	n, err := d.newcomer(&a)
	if err != nil {
		return Issued{}, err
	}
	err = d.archive.Write(ctx, func(tx archive.Tx) error {
		r, err := d.secrets.readKeyring(tx)
		if err != nil {
			return err
		}
		s := staffing{district: d, tx: tx, org: org, ring: r, members: org.members(), made: d.Time()}
		return s.issue(m.ID, n.file)
	})
	if err != nil {
		return Issued{}, fmt.Errorf("reset %q: %w", login, err)
	}
	return n.issued, nil
}

// Password takes a staff file whose password was changed at a terminal, so that
// the others get it with their next pack. It is for the terminal's centre and
// its member to be right: only the password is taken, and only from a file that
// was changed more often than ours.
func (d *District) Password(tx archive.Tx, changed *vault.StaffFile) error {
	r, err := d.secrets.readKeyring(tx)
	if err != nil {
		return err
	}
	s := staffing{district: d, tx: tx, ring: r, made: d.Time()}
	for _, h := range r.staff {
		if h.file == nil || h.key.ID != changed.Staff {
			continue
		}
		if merged := h.file.WithPasswordOf(changed); merged != h.file {
			if err := s.put(changed.Staff, h.key.Other, h.key.Name, merged); err != nil {
				return err
			}
		}
	}
	return nil
}

// Today is the civil date of the district's clock.
func (d *District) Today() civil.Date { return civil.Of(d.now()) }
