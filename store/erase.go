package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// counterBits are those of a clock reading below the millisecond.
const counterBits = 0xffff

// Erase empties all events of a person up to a moment (of the effective time):
// body, salt, act, visit and file go, header, mark and digest stay, so that the
// chain still verifies. Service cases opened for the person are covered; of
// those sealed to a role, the ones opened in a visit of theirs. Events that come
// later and lie before the moment are stored empty and count as received. Drafts
// of the person begun before the moment go too, and the line of the directory.
// The person need not be known here. It gives how many events became empty.
//
// When it returns nil the old bytes are gone from database and log, and the
// erasure is listed beside the backups that can be reached; the next backup
// lists it beside the others. Doing it again is safe, and is the way to go on
// after an error. Error keys: SignInFirst, Busy, DiskFull, DiskFault,
// ReadOnlyFolder.
func (s *Store) Erase(ctx context.Context, person uuid.UUID, upTo time.Time) (int, error) {
	moment := record.HLCOf(upTo) | counterBits
	n := 0
	if err := s.write(ctx, func(w *writing) (err error) {
		if n, err = w.erase(person, moment); err != nil {
			return err
		}
		return w.audit(AuditErased, uuid.Nil, "")
	}); err != nil {
		return 0, err
	}
	if err := s.scrub(ctx); err != nil {
		return n, err
	}
	return n, s.listErasures(ctx)
}

// erase empties what is here and notes it for what comes.
func (w *writing) erase(person uuid.UUID, moment record.HLC) (int, error) {
	g, err := w.view.group(person)
	if err != nil {
		return 0, err
	}
	files := []record.File{personFile(person)}
	if p, found := g.person(person); found {
		files = files[:0]
		for _, id := range p.IDs {
			files = append(files, personFile(id))
		}
	}
	theirs := record.Belonging(g.events, person)
	var gone []uuid.UUID
	visits := map[uuid.UUID]bool{}
	for i := range g.events {
		m := &g.events[i]
		if theirs[m.Event.ID] && m.Mark.Effective <= moment {
			gone = append(gone, m.Event.ID)
			visits[m.Event.Visit] = true
		}
	}
	delete(visits, uuid.Nil)
	cases, more, err := w.servicesOf(files, visits, moment)
	if err != nil {
		return 0, err
	}
	files, gone = append(files, cases...), append(gone, more...)
	if err := w.eraseFiles(files, gone, moment); err != nil {
		return 0, err
	}
	return len(gone), nil
}

func (w *writing) eraseFiles(files []record.File, gone []uuid.UUID, moment record.HLC) error {
	for _, f := range files {
		w.touch(f)
		if err := w.noteErasure(f.ID, moment); err != nil {
			return err
		}
	}
	if err := w.dropSlips(files); err != nil { // while the group is still known by its links
		return err
	}
	if err := w.empty(gone); err != nil {
		return err
	}
	if err := w.eraseRefused(); err != nil {
		return err
	}
	if err := w.eraseDrafts(files, moment); err != nil {
		return err
	}
	clear(w.groups)
	if _, err := w.project(); err != nil {
		return err
	}
	return w.forgetFiles(files)
}

// noteErasure keeps the later moment when there is one already.
func (w *writing) noteErasure(file uuid.UUID, moment record.HLC) error {
	moment = max(moment, w.erasedUpTo(file))
	name := uuid.New()
	if _, err := w.exec(`INSERT INTO erasure (file, uuid, upto, scrubbed) VALUES ($1, $2, $3, 0) ON CONFLICT (file) DO UPDATE
		SET scrubbed = 0, uuid = CASE WHEN upto = excluded.upto THEN uuid ELSE excluded.uuid END, upto = excluded.upto`,
		file[:], name[:], hlcValue(moment)); err != nil {
		return err
	}
	if w.erasures == nil {
		w.erasures = map[uuid.UUID]record.HLC{}
	}
	w.erasures[file] = moment
	w.after = append(w.after, func() { w.s.erasures[file] = moment })
	return nil
}

// erasedUpTo is zero for a file nobody has had erased.
func (w *writing) erasedUpTo(file uuid.UUID) record.HLC {
	return max(w.erasures[file], w.s.erasures[file])
}

// covered says that an event of that file and effective time is to be empty.
func (w *writing) covered(f record.File, effective record.HLC) bool {
	return (f.Kind == record.KindPerson || f.Kind == record.KindService) && effective <= w.erasedUpTo(f.ID)
}

// empty takes from events what could lead back to somebody.
func (w *writing) empty(events []uuid.UUID) error {
	acts := map[int64]bool{}
	for _, id := range events {
		var row, act, author, proven int64
		if _, err := w.row(`SELECT e.id, e.act, a.author, a.proven FROM event e JOIN act a ON a.id = e.act WHERE e.uuid = $1`,
			[]any{id[:]}, &row, &act, &author, &proven); err != nil {
			return err
		}
		none, err := w.nameless(author, proven)
		if err != nil {
			return err
		}
		if _, err := w.exec(`UPDATE event SET content = NULL, file = NULL, act = $1 WHERE id = $2`, none, row); err != nil {
			return err
		}
		if _, err := w.exec(`DELETE FROM unread WHERE event = $1`, row); err != nil {
			return err
		}
		acts[act] = act != none
	}
	return w.forgetActs(acts)
}

// nameless gives the row of an act of which only the header is known.
func (w *writing) nameless(author, proven int64) (int64, error) {
	var id int64
	found, err := w.row(`SELECT id FROM act WHERE uuid IS NULL AND author = $1 AND proven = $2`, []any{author, proven}, &id)
	if err == nil && !found {
		id, err = w.insert(`INSERT INTO act (uuid, visit, author, proven) VALUES (NULL, NULL, $1, $2)`, author, proven)
	}
	return id, err
}

// forgetActs takes away the acts that have no event left.
func (w *writing) forgetActs(acts map[int64]bool) error {
	list := make([]int64, 0, len(acts))
	for id, left := range acts {
		if left {
			list = append(list, id)
		}
	}
	if len(list) == 0 {
		return nil
	}
	text, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("write list of acts: %w", err)
	}
	w.lastAct, w.lastActRow = actKey{}, 0
	_, err = w.exec(`DELETE FROM act WHERE id IN (SELECT value FROM json_each($1))
		AND id NOT IN (SELECT act FROM event WHERE act IN (SELECT value FROM json_each($1)))`, string(text))
	return err
}

// forgetFiles takes away the rows of files of which nothing is left to read.
func (w *writing) forgetFiles(files []record.File) error {
	for _, f := range files {
		row, err := w.fileID(f)
		if err != nil {
			return err
		}
		var used bool
		if _, err := w.row(`SELECT EXISTS (SELECT 1 FROM event WHERE file = $1) OR EXISTS (SELECT 1 FROM person WHERE id = $1)
			OR EXISTS (SELECT 1 FROM service WHERE id = $1 OR person = $1)
			OR EXISTS (SELECT 1 FROM joined j JOIN event e ON e.file = j.b WHERE j.a = $1)`, []any{row}, &used); err != nil {
			return err
		}
		if used || row == 0 {
			continue
		}
		for _, q := range []string{`DELETE FROM joined WHERE a = $1 OR b = $1`, `DELETE FROM alias WHERE file = $1 OR person = $1`,
			`DELETE FROM unfolded WHERE file = $1`, `DELETE FROM file WHERE id = $1`} {
			if _, err := w.exec(q, row); err != nil {
				return err
			}
		}
		delete(w.files, f)
		w.filesMade++
	}
	return nil
}
