package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// Attended is one visit of the day with what came of it.
type Attended struct {
	Visit  uuid.UUID
	Person uuid.UUID
	Name   string // masked
	Opened time.Time
	Closed time.Time // zero while it goes on
	Cases  []AttendedCase
	Joined *AttendedJoin // the union application of this visit, nil without one
	Moved  []string      // numbers of transfers proposed in this visit
	Slip   string        // token of the slip, "" while there is none
	State  Upload
}

// AttendedCase is a residence case of a visit, as it stands now.
type AttendedCase struct {
	No       string
	Type     record.CaseType
	State    record.CaseState
	Promised civil.Date
}

// AttendedJoin is a union application of a visit, as it stands now.
type AttendedJoin struct {
	No    string
	State record.MembershipState
	Union uuid.UUID
}

// Upload is where a record is known to be; never better than the truth.
type Upload int

// How far a record has got.
const (
	Here       Upload = iota // on this machine only
	AtDistrict               // received under the district's signature
	Safe                     // in a second copy
)

// TodaysVisits lists the visits of this centre on this day, the latest first: the
// day the clerk was asked for where the clock cannot be trusted. It reads each visitor's
// file: not for the screen's thread.
func (ses *Session) TodaysVisits(ctx context.Context) ([]Attended, error) {
	o, err := ses.use()
	if err != nil {
		return nil, err
	}
	var list []Attended
	today, centre := ses.store.Today(), ses.store.Terminal().Centre
	err = ses.store.look(ctx, o.keys, func(v *view) error {
		ids, err := v.visitedOn(today)
		if err != nil {
			return err
		}
		for _, id := range ids {
			g, err := v.group(id)
			if err != nil {
				return err
			}
			p, _ := g.person(id)
			for i := range p.Visits {
				if p.Visits[i].On() == today && p.Visits[i].Centre == centre {
					list = append(list, attended(&p, &p.Visits[i]))
				}
			}
		}
		return v.uploads(list)
	})
	slices.SortFunc(list, func(a, b Attended) int {
		return cmp.Or(b.Opened.Compare(a.Opened), cmp.Compare(a.Visit.String(), b.Visit.String()))
	})
	return list, err
}

func (v *view) visitedOn(day civil.Date) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	rows, err := v.query(`SELECT f.uuid FROM person p JOIN file f ON f.id = p.id WHERE p.visited >= $1`, dayOf(day))
	err = each(rows, err, func() error {
		var id uuid.UUID
		if err := rows.Scan(idInto(&id)); err != nil {
			return sqlError("read visits", err)
		}
		ids = append(ids, id)
		return nil
	})
	return ids, err
}

func attended(p *record.Person, visit *record.Visit) Attended {
	a := Attended{Visit: visit.ID, Person: p.IDs[0], Opened: visit.Opened, Closed: visit.Closed,
		Name: ident.MaskName(cmp.Or(p.Text(record.FieldName), p.Text(record.FieldLatinName)))}
	for i := range p.Cases {
		if c := &p.Cases[i]; c.Visit == visit.ID {
			a.Cases = append(a.Cases, AttendedCase{c.No, c.Type, c.State, c.PromisedOn})
		}
	}
	for i := range p.Members {
		if m := &p.Members[i]; m.Visit == visit.ID && m.No != "" {
			a.Joined = &AttendedJoin{m.No, m.State, m.Target}
		}
	}
	for i := range p.Transfers {
		if x := &p.Transfers[i]; x.Visit == visit.ID {
			a.Moved = append(a.Moved, x.No)
		}
	}
	for i := range p.Slips {
		if p.Slips[i].Visit == visit.ID {
			a.Slip = p.Slips[i].Token
		}
	}
	return a
}

// uploads works out how far each visit has got: as far as its last act. What
// another terminal wrote has come from the district.
func (v *view) uploads(list []Attended) error {
	waiting, err := v.waitingVisits()
	if err != nil {
		return err
	}
	safe, err := v.safeUpTo()
	if err != nil {
		return err
	}
	for i := range list {
		last, err := v.lastOwnEvent(list[i].Visit)
		if err != nil {
			return err
		}
		list[i].State = reached(waiting[list[i].Visit], last, safe)
	}
	return nil
}

// reached: last is the row of the last event this terminal wrote, 0 for none: of
// another terminal's the district has it, more is not known here.
func reached(waiting bool, last, safe int64) Upload {
	switch {
	case waiting:
		return Here
	case last != 0 && last <= safe:
		return Safe
	}
	return AtDistrict
}

// waitingVisits are those with an entry the district has not signed for.
func (v *view) waitingVisits() (map[uuid.UUID]bool, error) {
	waiting := map[uuid.UUID]bool{}
	rows, err := v.query(`SELECT DISTINCT a.visit FROM self s JOIN journal j ON j.id = s.journal
		JOIN entry n ON n.place > j.id << 40 | j.received AND n.place <= j.id << 40 | j.head
		JOIN event e ON e.id = n.event JOIN act a ON a.id = e.act WHERE a.visit IS NOT NULL`)
	err = each(rows, err, func() error {
		var id uuid.UUID
		if err := rows.Scan(idInto(&id)); err != nil {
			return sqlError("read what waits", err)
		}
		waiting[id] = true
		return nil
	})
	return waiting, err
}

// safeUpTo is the row of the last event known to be in a second copy.
func (v *view) safeUpTo() (row int64, err error) {
	_, err = v.row(`SELECT coalesce((SELECT n.event FROM entry n WHERE n.place = j.id << 40 | j.safe), 0)
		FROM journal j JOIN self s ON s.journal = j.id`, nil, &row)
	return row, err
}

// UploadOf tells how far what this terminal recorded in a visit has got. Nobody
// need be signed in.
func (s *Store) UploadOf(ctx context.Context, visit uuid.UUID) (u Upload, err error) {
	list := []Attended{{Visit: visit}}
	err = s.look(ctx, nil, func(v *view) error { return v.uploads(list) })
	return list[0].State, err
}

// lastOwnEvent is the last event this terminal wrote in a visit, 0 for none. It
// asks for the visit alone: a visit that was moved stands in another file.
func (v *view) lastOwnEvent(visit uuid.UUID) (row int64, err error) {
	_, err = v.row(`SELECT coalesce(max(e.id), 0) FROM act a CROSS JOIN event e ON e.act = a.id JOIN author u ON u.id = a.author
		JOIN self s ON s.terminal = u.terminal WHERE a.visit = $1`, []any{visit[:]}, &row)
	return row, err
}
