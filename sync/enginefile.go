package sync

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// fileTime is how long a visitor is kept waiting for a file from elsewhere; then
// the directory's line has to do.
const fileTime = 8 * time.Second

// errNotYet: there was no exchange since the start, or none for long.
var errNotYet = errors.New("no token")

// PersonFor asks the district for the file of somebody from outside this
// terminal's views, for one visit. Nothing of it is stored here, and the district
// records that it was read. found is false when the district has nothing of them.
// It takes a moment: not for a screen's thread. Errors are those of
// [Client.Exchange]; offline it is a *[Trouble], and [store.Store.Directory] has
// all there is.
func (e *Engine) PersonFor(ctx context.Context, person, visit, staff uuid.UUID, role record.Role) (p record.Person, found bool, err error) {
	token := e.token()
	if token == "" {
		return p, false, &Trouble{NotYet, errNotYet}
	}
	body, err := Marshal(&FileAsked{Person: person, Staff: staff, Role: role, Visit: visit})
	if err != nil {
		return p, false, err
	}
	var file PersonFile
	if err := e.refusedToken(e.client.send(ctx, PathFile, token, body, &file, fileTime)); err != nil {
		return p, false, err
	}
	for _, p := range record.FoldPersons(file.Events) {
		if slices.Contains(p.IDs, person) {
			return p, true, nil
		}
	}
	return p, false, nil
}
