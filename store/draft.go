package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Fields of a draft that the store reads.
const (
	DraftName   = "name"   // the visitor's name; lists show it masked
	DraftStep   = "step"   // how far the visit has come, in the screen's own words
	DraftPerson = "person" // id, once known: erasing the person takes the draft along
)

// Draft is a visit that was begun and is not saved. It is this terminal's own
// and never sent anywhere.
type Draft struct {
	Visit   uuid.UUID
	Staff   uuid.UUID // who has it before them, or had it last
	Opened  time.Time // when its first field was kept
	Parked  bool      // any clerk of the centre may take it up
	Name    string    // masked; empty while it is not known
	Step    string
	Damaged bool // name or step cannot be opened any more

	// Fields are all values by name; nil in a list.
	Fields map[string]string
}

// OpenDraft begins the draft of a visit, with what is known already. For a
// visit whose draft is open it is [Session.SaveDraft].
func (ses *Session) OpenDraft(ctx context.Context, visit uuid.UUID, fields map[string]string) error {
	return ses.draftWrite(ctx, func(w *writing) error {
		if _, err := w.exec(`INSERT INTO draft (visit, staff, centre, opened, parked) VALUES ($1, $2, $3, $4, 0)
			ON CONFLICT (visit) DO NOTHING`, visit[:], ses.staff.ID[:], w.self.origin.Centre[:], w.draftTime()); err != nil {
			return err
		}
		id, err := w.ownDraft(ses, visit)
		if err != nil {
			return err
		}
		return w.saveFields(id, visit, fields)
	})
}

// SaveDraft keeps fields of the own open draft, each sealed in a row of its
// own, and forgets those named in gone. They are on disk when it returns. It
// never begins a draft, so that one that comes late brings no saved visit back:
// NotFound with DraftGone once the visit is saved, given up, or taken up by
// somebody else. Names of fields are not sealed and must not tell anything of a
// person.
func (ses *Session) SaveDraft(ctx context.Context, visit uuid.UUID, fields map[string]string, gone ...string) error {
	return ses.draftWrite(ctx, func(w *writing) error {
		id, err := w.ownDraft(ses, visit)
		if err != nil {
			return err
		}
		for _, name := range gone {
			if _, err := w.exec(`DELETE FROM draft_field WHERE draft = $1 AND field = $2`, id, name); err != nil {
				return err
			}
		}
		return w.saveFields(id, visit, fields)
	})
}

// ParkDraft lets any clerk of the centre take the visit up again at this
// terminal. NotFound with DraftGone unless it is the own open draft.
func (ses *Session) ParkDraft(ctx context.Context, visit uuid.UUID) error {
	return ses.draftWrite(ctx, func(w *writing) error {
		id, err := w.ownDraft(ses, visit)
		if err != nil {
			return err
		}
		_, err = w.exec(`UPDATE draft SET parked = 1 WHERE id = $1`, id)
		return err
	})
}

// DropDraft removes an own or a parked draft, for a visit that is given up.
// What is gone already is no error.
func (ses *Session) DropDraft(ctx context.Context, visit uuid.UUID) error {
	return ses.draftWrite(ctx, func(w *writing) error {
		_, err := w.exec(`DELETE FROM draft WHERE visit = $1 AND centre = $2 AND (parked = 1 OR staff = $3)`,
			visit[:], w.self.origin.Centre[:], ses.staff.ID[:])
		return err
	})
}

// DropDraft removes the draft of the visit that is being saved: it goes in the
// transaction the act comes in, so that a visit is always exactly one of both.
func (tx *Tx) DropDraft(visit uuid.UUID) error {
	_, err := tx.w.exec(`DELETE FROM draft WHERE visit = $1`, visit[:])
	return err
}

func (ses *Session) draftWrite(ctx context.Context, change func(*writing) error) error {
	if err := ses.check(); err != nil {
		return err
	}
	return ses.store.write(ctx, change)
}

// ownDraft finds the draft the person signed in has before them.
func (w *writing) ownDraft(ses *Session, visit uuid.UUID) (int64, error) {
	var id int64
	found, err := w.row(`SELECT id FROM draft WHERE visit = $1 AND staff = $2 AND centre = $3 AND parked = 0`,
		[]any{visit[:], ses.staff.ID[:], w.self.origin.Centre[:]}, &id)
	if err == nil && !found {
		err = fault(NotFound, KeyDraftGone)
	}
	return id, err
}

func (w *writing) saveFields(draft int64, visit uuid.UUID, fields map[string]string) error {
	at := w.draftTime()
	for _, name := range slices.Sorted(maps.Keys(fields)) { // rows beside each other lie in one page
		sealed, err := sealColumn(w.keys, draftColumn(name), visit, []byte(fields[name]))
		if err != nil {
			return err
		}
		if _, err := w.exec(`INSERT INTO draft_field (draft, field, at, sealed) VALUES ($1, $2, $3, $4)
			ON CONFLICT (draft, field) DO UPDATE SET at = excluded.at, sealed = excluded.sealed`,
			draft, name, at, sealed); err != nil {
			return err
		}
	}
	return nil
}

// draftColumn binds a sealed value to its field; the visit is the row. A value
// moved to another field or another visit does not open there.
func draftColumn(field string) string { return "draft_field." + field }

// draftTime is when a draft was touched, in milliseconds. A clock that is behind
// the journal's must not let it seem to have lain there for years.
func (w *writing) draftTime() int64 {
	return max(w.s.Now().UnixMilli(), w.self.clock.Time().UnixMilli())
}
