package store

import (
	"context"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// MarkOf gives the mark an event has here; found is false when the event is not
// here. Nobody need be signed in: header and mark stand in the clear.
func (s *Store) MarkOf(ctx context.Context, event uuid.UUID) (mark record.Mark, found bool, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		var r eventRow
		if r, found, err = v.findEvent(event); found {
			mark = r.mark
		}
		return err
	})
	return mark, found, err
}
