package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// Given is a mark the district gave to an event that is here already: the
// answer to a push brings them.
type Given struct {
	Event uuid.UUID   `json:"event"`
	Mark  record.Mark `json:"mark"`
}

// Take stores events of others with the district's marks, in pieces between
// which saves go first: an act is stored whole or not at all, of many acts some
// may be stored when an error comes back. Taking the rest again is safe. What is
// known already changes nothing; an event that comes again with a mark replaces
// a provisional one. An id that is known with other contents is kept beside and
// counted by [Store.Refused]: the first counts. Error keys: SignInFirst,
// DiskFull, DiskFault, ReadOnlyFolder.
func (s *Store) Take(ctx context.Context, events []record.Marked) error {
	lines := make([]Line, len(events))
	for i := range events {
		lines[i].Marked = events[i]
	}
	if err := s.takePieces(ctx, lines, nil); err != nil {
		return err
	}
	return s.foldStored(ctx)
}

// TakeMarks stores the district's marks of events that are here, in pieces as
// Take does. A mark for an event that is not here is an error, NotFound with
// ReceiptUnknown: whoever sent it thinks that this terminal wrote something it
// does not hold.
func (s *Store) TakeMarks(ctx context.Context, marks []Given) error {
	if err := s.markPieces(ctx, marks, nil); err != nil {
		return err
	}
	return s.foldStored(ctx)
}

// markPieces is TakeMarks without the folding. also runs in the last of the
// transactions, and may be nil: there a receipt is kept.
func (s *Store) markPieces(ctx context.Context, marks []Given, also func(w *writing) error) error {
	o, err := s.unlocked()
	if err != nil {
		return err
	}
	for from := 0; from == 0 || from < len(marks); from += pieceMost {
		if err := s.turns.giveWay(ctx); err != nil {
			return err
		}
		piece, how := marks[from:min(from+pieceMost, len(marks))], written
		last := from+pieceMost >= len(marks)
		if last {
			how = synced
		}
		if err := s.commit(ctx, o, how, func(w *writing) error {
			if err := w.takeMarks(piece); err != nil || !last || also == nil {
				return err
			}
			return also(w)
		}); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) take(events []record.Marked) error {
	for i := range events {
		m := events[i]
		m.Mark.Provisional = false
		known, found, err := w.findEvent(m.Event.ID)
		switch {
		case err != nil:
			return err
		case found:
			err = w.again(&known, m, m.Event.Digest())
		default:
			_, err = w.first(m)
		}
		if err != nil {
			return err
		}
	}
	return w.retake()
}

// retake works out what follows from new events and marks.
func (w *writing) retake() error {
	if err := w.remarkFollowers(); err != nil {
		return err
	}
	_, err := w.project()
	return err
}

// first stores an event that is new and gives its row.
func (w *writing) first(m record.Marked) (row int64, err error) {
	late, err := w.late(&m)
	if err != nil {
		return 0, err
	}
	if late { // erased before it came
		w.hear(m.Mark.Effective)
		return w.insertEmpty(&m.Event, m.Mark, m.Event.Digest())
	}
	if row, _, err = w.addEvent(&m.Event, m.Mark); err != nil {
		return 0, err
	}
	w.hear(m.Mark.Effective)
	w.said(m)
	return row, w.noteUnread(&m.Event, row)
}

// noteUnread keeps in mind an event that only a later program will know.
func (w *writing) noteUnread(e *record.Event, row int64) error {
	if record.Knows(e.File.Kind, e.Type, e.Version) {
		return nil
	}
	_, err := w.exec(`INSERT INTO unread (event) VALUES ($1)`, row)
	return err
}

func (w *writing) again(known *eventRow, m record.Marked, digest record.Hash) error {
	hash := identity(&m.Event, digest)
	if identity(&known.event, known.digest) == hash {
		return w.remark(known, m.Mark)
	}
	if w.covered(m.Event.File, m.Mark.Effective) {
		return nil
	}
	plain, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write refused event: %w", err)
	}
	sealed, err := sealColumn(w.keys, "refused.sealed", m.Event.ID, plain)
	if err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO refused (event, hash, sealed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
		known.id, hash[:], sealed)
	return err
}

// identity covers header and digest.
func identity(e *record.Event, digest record.Hash) record.Hash {
	return e.ChainHash(record.Hash{}, digest)
}

// remark lets a district's mark take its place.
func (w *writing) remark(known *eventRow, mark record.Mark) error {
	merged := known.mark.Merge(mark)
	w.hear(merged.Effective)
	if merged == known.mark {
		return nil
	}
	if known.event.Origin.Terminal == w.self.origin.Terminal {
		if w.remarked == nil {
			w.remarked = map[int64]record.HLC{}
		}
		w.remarked[known.id] = merged.Effective
	}
	if err := w.setMark(known, merged); err != nil {
		return err
	}
	return w.eraseIfCovered(known, merged)
}

func (w *writing) setMark(known *eventRow, m record.Mark) error {
	reason, err := w.wordOrNull(string(m.Reason))
	if err != nil {
		return err
	}
	if _, err := w.exec(`UPDATE event SET shift = $1, mark = $2, reason = $3 WHERE id = $4`,
		hlcValue(m.Effective)-hlcValue(known.event.At), markBits(m), reason, known.id); err != nil {
		return err
	}
	clear(w.groups)
	if known.event.File.Kind == "" {
		return nil // erased
	}
	w.touch(known.event.File)
	return w.touchAlso(known)
}

// touchAlso: a link or move stands in a second file. Its body names it.
func (w *writing) touchAlso(known *eventRow) error {
	e := known.event
	if !slices.Contains([]string{"person.linked", "person.unlinked", "visit.moved"}, e.Type) || known.content == nil {
		return nil
	}
	if err := openContent(w.keys, &e, known.content); err != nil {
		return err
	}
	if also, two := record.Also(&e); two {
		w.touch(also)
	}
	return nil
}

// remarkFollowers works out the provisional marks of own events behind those
// that were marked: each lies after its predecessor. It ends where nothing
// changes any more, because the marks of a long backlog come in many pieces.
func (w *writing) remarkFollowers() error {
	if len(w.remarked) == 0 {
		return nil
	}
	rows := slices.Sorted(maps.Keys(w.remarked))
	at, last := rows[0], w.remarked[rows[0]]
	for {
		followers, err := w.ownEventsAfter(at)
		if err != nil {
			return err
		}
		for i := range followers {
			f := &followers[i]
			if f.mark.Provisional {
				changed, err := w.follow(f, last)
				if err != nil {
					return err
				}
				if !changed && f.id > rows[len(rows)-1] {
					return nil
				}
			}
			at, last = f.id, f.mark.Effective
		}
		if len(followers) < followMost {
			w.self.last = last
			return nil
		}
	}
}

func (w *writing) follow(f *eventRow, predecessor record.HLC) (changed bool, err error) {
	m := record.ProvisionalMark(&f.event, predecessor, record.Verdict{Allowed: f.mark.Allowed, Reason: f.mark.Reason})
	if m == f.mark {
		return false, nil
	}
	f.mark = m
	w.hear(m.Effective)
	return true, w.setMark(f, m)
}

// followMost is how many followers are read at once.
const followMost = 256

// ownEventsAfter lists this terminal's next events behind a row: rows of own
// events are in the journal's order.
func (w *writing) ownEventsAfter(row int64) ([]eventRow, error) {
	var own []eventRow
	rows, err := w.query(`SELECT `+eventColumns+`, k.text, f.uuid FROM event e JOIN act a ON a.id = e.act
		JOIN author u ON u.id = a.author LEFT JOIN file f ON f.id = e.file LEFT JOIN word k ON k.id = f.kind
		WHERE e.id > $1 AND u.terminal = $2 ORDER BY e.id LIMIT $3`, row, w.self.origin.Terminal[:], followMost)
	err = each(rows, err, func() error {
		var r eventRow
		var kind *string
		if err := w.scanEvent(rows, &r, &kind, idInto(&r.event.File.ID)); err != nil {
			return err
		}
		if kind != nil {
			r.event.File.Kind = record.Kind(*kind)
		}
		own = append(own, r)
		return nil
	})
	return own, err
}

// Refused counts events that came with an id already known and other contents.
func (s *Store) Refused(ctx context.Context) (n int, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		_, err := v.row(`SELECT count(*) FROM refused`, nil, &n)
		return err
	})
	return n, err
}
