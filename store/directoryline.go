package store

import (
	"context"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// Directory gives the district's line of a person, also of one whose file is
// not kept here; found is false when no window of the district knew them when
// the directory was read last.
func (s *Store) Directory(ctx context.Context, person uuid.UUID) (l DirectoryLine, found bool, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		var no, state *string
		found, err = v.row(`SELECT d.member_no, w.text, d.holding, d.pending FROM directory d LEFT JOIN word w ON w.id = d.state
			WHERE d.person = $1`, []any{person[:]}, &no, &state, idInto(&l.Union), &l.Pending)
		if err != nil || !found {
			return err
		}
		l.Person = person
		if no != nil {
			l.MemberNo = *no
		}
		if state != nil {
			l.State = record.MembershipState(*state)
		}
		return nil
	})
	return l, found, err
}

func (w *writing) list(l *DirectoryLine) error {
	state, err := w.wordOrNull(string(l.State))
	if err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO directory (person, member_no, state, holding, pending) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person) DO UPDATE SET member_no = excluded.member_no, state = excluded.state,
		holding = excluded.holding, pending = excluded.pending`,
		l.Person[:], textOrNull(l.MemberNo), state, blobOf(l.Union), l.Pending)
	return err
}
