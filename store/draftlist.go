package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"ruhui/store/ident"
)

// DraftTerm is how long a draft that nobody touches is kept. Then the visitor's
// data has no purpose here any more (个人信息保护法 art. 19).
const DraftTerm = 30 * 24 * time.Hour

// Drafts lists the own drafts and those parked at this terminal, the oldest
// first, without their fields.
func (ses *Session) Drafts(ctx context.Context) ([]Draft, error) {
	o, err := ses.use()
	if err != nil {
		return nil, err
	}
	var list []Draft
	centre := ses.store.Terminal().Centre
	err = ses.store.look(ctx, o.keys, func(v *view) error {
		rows, err := v.query(`SELECT d.visit, d.staff, d.opened, d.parked, n.sealed, s.sealed FROM draft d
			LEFT JOIN draft_field n ON n.draft = d.id AND n.field = $1
			LEFT JOIN draft_field s ON s.draft = d.id AND s.field = $2
			WHERE d.centre = $3 AND (d.parked = 1 OR d.staff = $4) ORDER BY d.opened, d.id`,
			DraftName, DraftStep, centre[:], ses.staff.ID[:])
		return each(rows, err, func() error {
			d, err := v.scanDraft(rows)
			list = append(list, d)
			return err
		})
	})
	return list, err
}

func (v *view) scanDraft(rows *sql.Rows) (Draft, error) {
	var d Draft
	var opened int64
	var name, step []byte
	if err := rows.Scan(idInto(&d.Visit), idInto(&d.Staff), &opened, &d.Parked, &name, &step); err != nil {
		return d, sqlError("read draft", err)
	}
	d.Opened = time.UnixMilli(opened)
	for field, sealed := range map[string][]byte{DraftName: name, DraftStep: step} {
		if sealed == nil {
			continue
		}
		plain, err := openColumn(v.keys, draftColumn(field), d.Visit, sealed)
		if err != nil && KeyOf(err) == KeyDamaged {
			d.Damaged = true // one spoiled draft hides no others
			continue
		}
		if err != nil {
			return d, err
		}
		d.show(field, string(plain))
	}
	return d, nil
}

// show takes what a list shows of a field.
func (d *Draft) show(field, value string) {
	switch field {
	case DraftName:
		d.Name = ident.MaskName(value)
	case DraftStep:
		d.Step = value
	}
}

// Draft reads an own or a parked draft with all its fields, and leaves it where
// it is. NotFound with DraftGone when there is none for this person.
func (ses *Session) Draft(ctx context.Context, visit uuid.UUID) (d Draft, err error) {
	o, err := ses.use()
	if err != nil {
		return Draft{}, err
	}
	centre := ses.store.Terminal().Centre
	err = ses.store.look(ctx, o.keys, func(v *view) error {
		d, _, err = v.draft(visit, centre, ses.staff.ID)
		return err
	})
	return d, err
}

// TakeDraft takes an own or a parked draft up again: from now on it is the
// person's who is signed in, and nobody else can. Errors as of [Session.Draft].
func (ses *Session) TakeDraft(ctx context.Context, visit uuid.UUID) (d Draft, err error) {
	err = ses.draftWrite(ctx, func(w *writing) error {
		var id int64
		if d, id, err = w.draft(visit, w.self.origin.Centre, ses.staff.ID); err != nil {
			return err
		}
		d.Staff, d.Parked = ses.staff.ID, false
		_, err = w.exec(`UPDATE draft SET staff = $1, parked = 0 WHERE id = $2`, ses.staff.ID[:], id)
		return err
	})
	return d, err
}

// draft reads a draft that is this person's to read.
func (v *view) draft(visit, centre, staff uuid.UUID) (d Draft, id int64, err error) {
	var opened int64
	d = Draft{Visit: visit, Fields: map[string]string{}}
	found, err := v.row(`SELECT id, staff, opened, parked FROM draft
		WHERE visit = $1 AND centre = $2 AND (parked = 1 OR staff = $3)`,
		[]any{visit[:], centre[:], staff[:]}, &id, idInto(&d.Staff), &opened, &d.Parked)
	if err == nil && !found {
		err = fault(NotFound, KeyDraftGone)
	}
	if err != nil {
		return Draft{}, 0, err
	}
	d.Opened = time.UnixMilli(opened)
	return d, id, v.draftFields(id, &d)
}

func (v *view) draftFields(id int64, d *Draft) error {
	rows, err := v.query(`SELECT field, sealed FROM draft_field WHERE draft = $1`, id)
	return each(rows, err, func() error {
		var field string
		var sealed []byte
		if err := rows.Scan(&field, &sealed); err != nil {
			return sqlError("read draft", err)
		}
		plain, err := openColumn(v.keys, draftColumn(field), d.Visit, sealed)
		if err != nil {
			return err
		}
		d.Fields[field] = string(plain)
		d.show(field, d.Fields[field])
		return nil
	})
}

// ExpiredDrafts counts the drafts that this sign-in has removed because nobody
// had touched them for thirty days.
func (ses *Session) ExpiredDrafts() int { return ses.expired }

// sweepDrafts removes what has expired by the clock, or by the date the clerk gave.
// While the clock is doubted it waits: one that is years ahead must not take this
// morning's visits away. It writes only when there is something to remove: a
// sign-in must not wait for a disk that is full.
func (s *Store) sweepDrafts(ctx context.Context) (n int, err error) {
	if s.clockDoubt() {
		return 0, nil
	}
	now := s.Now()
	if asked := s.asked.today(now); !asked.IsZero() {
		now = asked.Midnight()
	}
	const expired = ` FROM draft WHERE NOT EXISTS (SELECT 1 FROM draft_field f WHERE f.draft = draft.id AND f.at > $1)
		AND opened <= $1`
	before := now.Add(-DraftTerm).UnixMilli()
	if err := s.look(ctx, nil, func(v *view) error {
		_, err := v.row(`SELECT count(*)`+expired, []any{before}, &n)
		return err
	}); err != nil || n == 0 {
		return 0, err
	}
	err = s.transact(ctx, &opened{}, func(w *writing) error {
		_, err := w.exec(`DELETE`+expired, before)
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}
