package demo

import (
	"fmt"
	"slices"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/store/setup"
)

// Appoint takes somebody on, or changes what a member may do, as the district
// does it: with an event. Their staff files come with the next [District.Staffing].
func (d *District) Appoint(m Member) error {
	d.roster = slices.DeleteFunc(d.roster, func(old Member) bool { return old.Login == m.Login })
	d.roster = append(d.roster, m)
	return d.say(m.Login, "staff.appointed", m.StaffAppointed)
}

// Disable lets somebody go: an event says so, and each of their centres gets a
// new identity, which they never had.
func (d *District) Disable(login, why string) error {
	m, known := d.member(login)
	if !known {
		return fmt.Errorf("disable: no member %q", login)
	}
	d.roster = slices.DeleteFunc(d.roster, func(m Member) bool { return m.Login == login })
	if err := d.say(login, "staff.disabled", record.StaffDisabledBody{Why: why}); err != nil {
		return err
	}
	if !m.records() {
		return nil // held no identity of any centre
	}
	for _, centre := range m.Centres {
		if err := d.Rotate(centre); err != nil {
			return err
		}
	}
	return nil
}

// Rotate gives a centre a new identity. The earlier ones stay in the rings, so
// that a vault from before still opens.
func (d *District) Rotate(centre uuid.UUID) error {
	before, err := d.CentreIdentity(centre)
	if err != nil {
		return err
	}
	d.earlier[centre] = append([]*age.X25519Identity{before}, d.earlier[centre]...)
	delete(d.identities, centre)
	_, err = d.CentreIdentity(centre)
	return err
}

// Staffing makes the pack of staff files for a centre, as it stands now.
func (d *District) Staffing(centre uuid.UUID) ([]byte, error) {
	place, known := centreOf(centre)
	if !known {
		return nil, fmt.Errorf("make staff pack: no centre %s", centre)
	}
	recipients, err := d.recipients(centre, place.Town)
	if err != nil {
		return nil, err
	}
	files, err := d.staffFiles(centre)
	if err != nil {
		return nil, err
	}
	var news []record.Marked
	for _, m := range d.Events {
		if m.Event.File.Kind == record.KindStaff {
			news = append(news, m)
		}
	}
	return setup.MakeStaffing(setup.Staffing{Made: d.tick(), Centre: centre, Recipients: recipients, Files: files}, news, d.Key)
}

// say writes an event of the district's own journal.
func (d *District) say(login, verb string, body any) error {
	var j journal
	j.say(record.KindStaff, login, verb, body)
	if j.err != nil {
		return j.err
	}
	m := j.events[0]
	at := d.tick()
	m.Event.ID, m.Event.Act = id("event", verb, login, fmt.Sprint(at)), id("act", verb, login, fmt.Sprint(at))
	m.Event.Salt = salt(m.Event.ID)
	m.Event.At, m.Event.Proven, m.Mark.Effective = at, at, at
	d.Events = append(d.Events, m)
	return nil
}

// tick is the district's clock: past the signing of every file so far.
func (d *District) tick() record.HLC {
	d.clock = max(d.clock, record.HLCOf(d.Signed)) + record.Tick
	return d.clock
}

// signed is when set-up files are signed: after what they say.
func (d *District) signed() record.HLC { return max(d.clock, record.HLCOf(d.Signed)) }

func (d *District) member(login string) (Member, bool) {
	i := slices.IndexFunc(d.roster, func(m Member) bool { return m.Login == login })
	if i < 0 {
		return Member{}, false
	}
	return d.roster[i], true
}
