package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
)

// ServiceLine is a service case in a list. Of a restricted one only id and day
// are given: 服务（受限）.
type ServiceLine struct {
	ID         uuid.UUID
	No         string
	Kind       record.ServiceKind
	State      record.ServiceState
	Person     uuid.UUID // as recorded; may be joined to another
	Assignee   uuid.UUID
	OpenedOn   civil.Date
	DueOn      civil.Date // zero without a deadline
	EndedOn    civil.Date // zero while it goes on
	Restricted bool
}

// Services lists the cases that go on and all that were opened on since or
// later, the latest first. Of those sealed to somebody else, whose end cannot be
// known, it lists the ones opened since. Sealed cases are opened one by one,
// some thousand a second: not for the screen's thread.
func (ses *Session) Services(ctx context.Context, since civil.Date) ([]ServiceLine, error) {
	return ses.services(ctx, func(l *ServiceLine) bool {
		return !l.OpenedOn.Before(since) || l.EndedOn.IsZero() && !l.Restricted
	}, `ended IS NULL OR opened >= $1`, dayOf(since))
}

// ServicesOf lists the cases of one person, under whichever of the joined ids.
// Those sealed to somebody else are not among them: that this person has one is
// sealed as well.
func (ses *Session) ServicesOf(ctx context.Context, person uuid.UUID) ([]ServiceLine, error) {
	p, err := ses.Person(ctx, person)
	if err != nil {
		return nil, err
	}
	return ses.services(ctx, func(l *ServiceLine) bool { return slices.Contains(p.IDs, l.Person) }, `TRUE`)
}

// Service gives one case. NotFound with ServiceUnknown; Forbidden with
// ServiceRestricted for one that is sealed to a role the person signed in does
// not hold.
func (ses *Session) Service(ctx context.Context, id uuid.UUID) (s record.Service, err error) {
	o, err := ses.use()
	if err != nil {
		return s, err
	}
	err = ses.store.look(ctx, o.keys, func(v *view) error {
		s, err = v.serviceFor(&opener{roles: ses.roleIdentities()}, id)
		return err
	})
	switch {
	case err != nil:
		return record.Service{}, err
	case s.Restricted:
		return record.Service{}, fault(Forbidden, KeyServiceRestricted)
	case s.State == "" && len(s.Unread) == 0:
		return record.Service{}, fault(NotFound, KeyServiceUnknown)
	}
	return s, nil
}

func (v *view) serviceFor(reader *opener, id uuid.UUID) (record.Service, error) {
	f := record.File{Kind: record.KindService, ID: id}
	row, err := v.fileID(f)
	if err != nil || row == 0 {
		return record.Service{ID: id}, err
	}
	events, err := v.eventsOf(f, row)
	if err != nil {
		return record.Service{}, err
	}
	return reader.fold(id, events)
}

func (ses *Session) services(ctx context.Context, keep func(*ServiceLine) bool, where string, args ...any) ([]ServiceLine, error) {
	o, err := ses.use()
	if err != nil {
		return nil, err
	}
	var list []ServiceLine
	reader := &opener{roles: ses.roleIdentities()}
	err = ses.store.look(ctx, o.keys, func(v *view) error {
		all, err := v.serviceLines(where, args...)
		if err != nil {
			return err
		}
		for _, l := range all {
			if l.Restricted && len(reader.roles) > 0 {
				s, err := v.serviceFor(reader, l.ID)
				if err != nil {
					return err
				}
				if !s.Restricted {
					l = lineOf(&s)
				}
			}
			if keep(&l) {
				list = append(list, l)
			}
		}
		return nil
	})
	slices.SortFunc(list, func(a, b ServiceLine) int {
		return cmp.Or(b.OpenedOn.Compare(a.OpenedOn), cmp.Compare(b.No, a.No), cmp.Compare(a.ID.String(), b.ID.String()))
	})
	return list, err
}

func lineOf(s *record.Service) ServiceLine {
	return ServiceLine{ID: s.ID, No: s.No, Kind: s.Kind, State: s.State, Person: s.Person, Assignee: s.Assignee,
		OpenedOn: s.OpenedOn, DueOn: s.DueOn, EndedOn: s.EndedOn}
}

// serviceLines reads rows of the projection; where is one of our own texts.
func (v *view) serviceLines(where string, args ...any) ([]ServiceLine, error) {
	var list []ServiceLine
	rows, err := v.query(`SELECT f.uuid, s.sealed, s.opened, coalesce(s.no, ''), coalesce(k.text, ''), coalesce(t.text, ''),
		p.uuid, s.assignee, coalesce(s.due, 0), coalesce(s.ended, 0) FROM service s JOIN file f ON f.id = s.id
		LEFT JOIN word k ON k.id = s.kind LEFT JOIN word t ON t.id = s.state LEFT JOIN file p ON p.id = s.person
		WHERE `+where, args...)
	err = each(rows, err, func() error {
		var l ServiceLine
		var opened, due, ended int64
		if err := rows.Scan(idInto(&l.ID), &l.Restricted, &opened, &l.No, &l.Kind, &l.State, idInto(&l.Person),
			idInto(&l.Assignee), &due, &ended); err != nil {
			return sqlError("read services", err)
		}
		l.OpenedOn, l.DueOn, l.EndedOn = dateOf(opened), dateOf(due), dateOf(ended)
		list = append(list, l)
		return nil
	})
	return list, err
}

// projectService writes what lists read of a case, the same whoever writes it:
// a sealed one shows nothing but its day. It gives the listing the writer may
// see.
func (w *writing) projectService(f record.File, row int64, events []record.Marked) (record.Listing, error) {
	seen, err := w.reader.fold(f.ID, events)
	if err != nil {
		return record.Listing{}, err
	}
	s := record.FoldService(f.ID, events) // without anybody's keys
	if s.Restricted {
		_, err := w.exec(`INSERT OR REPLACE INTO service (id, sealed, opened) VALUES ($1, 1, $2)`, row, dayOf(firstDay(events)))
		return seen.Listing, err
	}
	if s.State == "" { // not allowed, or not understood yet
		_, err := w.exec(`DELETE FROM service WHERE id = $1`, row)
		return seen.Listing, err
	}
	kind, err := w.word(string(s.Kind))
	if err != nil {
		return seen.Listing, err
	}
	state, err := w.word(string(s.State))
	if err != nil {
		return seen.Listing, err
	}
	person, err := w.file(personFile(s.Person))
	if err != nil {
		return seen.Listing, err
	}
	_, err = w.exec(`INSERT OR REPLACE INTO service (id, sealed, opened, no, kind, state, person, assignee, due, ended)
		VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9)`, row, dayOf(s.OpenedOn), textOrNull(s.No), kind, state, person,
		blobOf(s.Assignee), dayOrNull(dayOf(s.DueOn)), dayOrNull(dayOf(s.EndedOn)))
	return seen.Listing, err
}

// firstDay is when a sealed case begins, as its events' headers say.
func firstDay(events []record.Marked) civil.Date {
	first := slices.MinFunc(events, func(a, b record.Marked) int { return cmp.Compare(a.Mark.Effective, b.Mark.Effective) })
	return civil.Of(first.Mark.Effective.Time())
}
