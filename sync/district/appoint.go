package district

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/store/vault"
	"ruhui/sync/district/archive"
)

// Appointment is somebody to take on, or a member whose name, places or roles
// change.
type Appointment struct {
	ID uuid.UUID // zero for somebody new
	record.StaffAppointed
	Password string // the start password of somebody new; "" for an offered one
}

// Issued is what is handed over to a member in person, once; it is kept nowhere.
type Issued struct {
	Staff    uuid.UUID   `json:"staff"`
	Login    string      `json:"login"`
	Name     string      `json:"name"`
	Centres  []uuid.UUID `json:"centres"`
	Password string      `json:"password"`
	Recovery string      `json:"recovery"` // for the envelope
}

// newcomer is somebody new with a file that is still for no centre.
type newcomer struct {
	file   *vault.StaffFile
	issued Issued
}

// Appoint takes people on or changes what they may do, all of them or none. New
// people get an identity, a start password and a recovery code; those are given
// back and kept nowhere. Nobody whose appointment says what stands already is
// touched. Whoever loses a centre makes it get a new identity. Errors are
// [Wrong]s about the appointments, or the archive's.
func (d *District) Appoint(ctx context.Context, list []Appointment) ([]Issued, error) {
	org, err := d.Organisation(ctx)
	if err != nil {
		return nil, err
	}
	if list, err = org.newsIn(list); err != nil {
		return nil, err
	}
	fresh := map[uuid.UUID]newcomer{}
	var issued []Issued
	for i := range list {
		if list[i].ID != uuid.Nil && org.employed(list[i].ID) {
			continue
		}
		n, err := d.newcomer(&list[i])
		if err != nil {
			return nil, err
		}
		fresh[list[i].ID] = n
		issued = append(issued, n.issued)
	}
	if len(list) == 0 {
		return nil, nil
	}
	err = d.sayAnd(ctx, appointed(list), func(tx archive.Tx, said record.HLC) error {
		return d.appoint(tx, org, list, fresh, d.behind(said))
	})
	if err != nil {
		return nil, fmt.Errorf("appoint staff: %w", err)
	}
	return issued, nil
}

func (o *Organisation) employed(id uuid.UUID) bool {
	m, known := o.Staff[id]
	return known && m.DisabledAt == 0
}

// newsIn checks each appointment against what stands and against the others, and
// leaves out those that say nothing new.
func (o *Organisation) newsIn(list []Appointment) ([]Appointment, error) {
	var news []Appointment
	logins, numbers := map[string]uuid.UUID{}, map[string]uuid.UUID{}
	for id, m := range o.Staff {
		if m.DisabledAt == 0 {
			logins[m.Login] = id
			numbers[m.No] = id
		}
	}
	for _, a := range list {
		if err := o.checkAppointment(&a); err != nil {
			return nil, fmt.Errorf("appoint %s: %w", a.Login, err)
		}
		if a.ID == uuid.Nil {
			a.ID = uuid.New()
		}
		if holder, taken := logins[a.Login]; taken && holder != a.ID {
			return nil, fmt.Errorf("appoint %s: %w", a.Login, LoginTaken)
		}
		if holder, taken := numbers[a.No]; taken && holder != a.ID {
			return nil, fmt.Errorf("appoint %s: %w", a.Login, NumberTaken)
		}
		logins[a.Login], numbers[a.No] = a.ID, a.ID
		if m, known := o.Staff[a.ID]; known && m.DisabledAt == 0 && sameAppointment(m, a.StaffAppointed) {
			continue
		}
		news = append(news, a)
	}
	return news, nil
}

var (
	loginForm  = regexp.MustCompile(`^[a-z][a-z0-9.-]{1,31}$`)
	numberForm = regexp.MustCompile(`^[0-9A-Za-z]{1,8}$`)
)

func (o *Organisation) checkAppointment(a *Appointment) error {
	name, check := ident.Name(a.Name)
	a.Name = name
	switch {
	case !loginForm.MatchString(a.Login):
		return LoginBad
	case !numberForm.MatchString(a.No):
		return NumberBad
	case !check.OK():
		return NameBad
	case len(a.Centres) == 0:
		return NoCentre
	case len(a.Grants) == 0:
		return NoRole
	}
	if m, known := o.Staff[a.ID]; known && m.Login != a.Login {
		return LoginTaken // a login stays with its person: files are named by it
	}
	for _, c := range a.Centres {
		if _, known := o.Centres[c]; !known {
			return UnknownCentre
		}
	}
	return nil
}

func sameAppointment(m record.Staff, a record.StaffAppointed) bool {
	return m.No == a.No && m.Name == a.Name && m.Login == a.Login && slices.Equal(m.Centres, a.Centres) && slices.Equal(m.Grants, a.Grants)
}

// startWork is for start passwords: they are changed at the first sign-in, on
// the PC that then finds out how much it can do.
func (d *District) startWork() vault.Work {
	switch {
	case d.stretching != 0:
		return d.stretching
	case d.secrets.Demo:
		return demoWork
	}
	return vault.LeastWork
}

// demoWork: the demonstration's password stands on its screen.
const demoWork vault.Work = 14

// newcomer makes the identity, password and code of somebody new. It takes a
// tenth of a second and so is done before the transaction.
func (d *District) newcomer(a *Appointment) (newcomer, error) {
	password := a.Password
	if password == "" {
		var err error
		if password, err = startPassword(); err != nil {
			return newcomer{}, err
		}
	}
	code := vault.NewCode()
	file, err := vault.NewStaffFile(vault.NewStaff{Staff: a.ID, Centre: a.Centres[0], Login: a.Login,
		Password: password, Recovery: code, Work: d.startWork(), On: civil.Of(d.now())})
	if err != nil {
		return newcomer{}, fmt.Errorf("make staff file: %w", err)
	}
	return newcomer{file, Issued{Staff: a.ID, Login: a.Login, Name: a.Name, Centres: a.Centres, Password: password, Recovery: code}}, nil
}

func appointed(list []Appointment) []record.Fact {
	facts := make([]record.Fact, len(list))
	for i, a := range list {
		facts[i] = record.Fact{File: record.File{Kind: record.KindStaff, ID: a.ID}, Type: "staff.appointed", Body: a.StaffAppointed}
	}
	return facts
}

// behind gives a time past what was just said: a pack is made of events and
// files, and must not be older than either.
func (d *District) behind(said record.HLC) record.HLC {
	d.clock.hear(said)
	return d.Time()
}

// appoint gives everybody concerned their files.
func (d *District) appoint(tx archive.Tx, org *Organisation, list []Appointment, fresh map[uuid.UUID]newcomer, made record.HLC) error {
	r, err := d.secrets.readKeyring(tx)
	if err != nil {
		return err
	}
	rotate := map[uuid.UUID]bool{}
	members := org.members()
	for _, a := range list {
		for _, centre := range leaves(members[a.ID], a.StaffAppointed) {
			rotate[centre] = true
		}
		members[a.ID] = a.StaffAppointed
	}
	for centre := range rotate {
		if err := d.secrets.putCentreIdentity(tx, r, centre, made); err != nil {
			return err
		}
	}
	s := staffing{district: d, tx: tx, org: org, ring: r, members: members, made: made}
	for _, a := range list {
		if err := s.issue(a.ID, fresh[a.ID].file); err != nil {
			return err
		}
	}
	return s.renew(rotate)
}

// leaves lists the centres whose identity somebody had and is to have no longer.
func leaves(before, now record.StaffAppointed) []uuid.UUID {
	if len(before.Centres) == 0 || !worksWithRecords(before.Grants) {
		return nil
	}
	if !worksWithRecords(now.Grants) {
		return before.Centres
	}
	return slices.DeleteFunc(slices.Clone(before.Centres), func(c uuid.UUID) bool { return slices.Contains(now.Centres, c) })
}

// members are those who work here now.
func (o *Organisation) members() map[uuid.UUID]record.StaffAppointed {
	all := map[uuid.UUID]record.StaffAppointed{}
	for id, m := range o.Staff {
		if m.DisabledAt == 0 {
			all[id] = record.StaffAppointed{No: m.No, Name: m.Name, Login: m.Login, Centres: m.Centres, Grants: m.Grants}
		}
	}
	return all
}

// worksWithRecords: administrators do not, and hold no key to them.
func worksWithRecords(grants []record.Grant) bool {
	return !slices.ContainsFunc(grants, func(g record.Grant) bool {
		return g.Role == record.RoleSysAdmin || g.Role == record.RoleSecAdmin || g.Role == record.RoleAuditor
	})
}

// Members lists the staff, those who left included, by login.
func (o *Organisation) Members() []record.Staff {
	list := make([]record.Staff, 0, len(o.Staff))
	for _, m := range o.Staff {
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b record.Staff) int {
		return cmp.Or(cmp.Compare(a.Login, b.Login), cmp.Compare(a.DisabledAt, b.DisabledAt))
	})
	return list
}

// Member gives who has a login now; [UnknownLogin] when nobody has.
func (o *Organisation) Member(login string) (record.Staff, error) {
	for _, m := range o.Staff {
		if m.Login == login && m.DisabledAt == 0 {
			return m, nil
		}
	}
	return record.Staff{}, fmt.Errorf("find member %q: %w", login, UnknownLogin)
}
