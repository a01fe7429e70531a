package store

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
)

// Position is how far this terminal holds a feed.
type Position struct {
	Feed  string
	Epoch uuid.UUID // the district's history it belongs to
	At    int64
	Hash  record.Hash // of that position; zero at 0
}

// Page is a stretch of a feed. Its signature and chain were checked by whoever
// hands it over; Hash of each line is that of its position.
type Page struct {
	Feed      string
	Epoch     uuid.UUID
	After     int64
	Before    record.Hash // of position After
	Lines     []Line
	Time      record.HLC // the district's, when it signed
	Signature []byte     // of the last line's position
}

// Line is one line of a feed: an event with its mark, or a line of the directory.
type Line struct {
	Hash      record.Hash
	Marked    record.Marked
	Digest    *record.Hash   // set when the event was erased: there is only its header
	Directory *DirectoryLine // instead of an event
}

// DirectoryLine is what every window of the district may know of a person: no name, no
// number of a document.
type DirectoryLine struct {
	Person   uuid.UUID
	MemberNo string
	State    record.MembershipState
	Union    uuid.UUID // holding, or applied to
	Pending  bool      // an application or a transfer waits
}

// Positions tells how far each feed is held that was ever read, by name. Nobody
// need be signed in.
func (s *Store) Positions(ctx context.Context) (map[string]Position, error) {
	all := map[string]Position{}
	err := s.look(ctx, nil, func(v *view) error {
		rows, err := v.query(`SELECT name, epoch, position, hash FROM feed`)
		return each(rows, err, func() error {
			var p Position
			var hash []byte
			if err := rows.Scan(&p.Feed, idInto(&p.Epoch), &p.At, &hash); err != nil {
				return sqlError("read feeds", err)
			}
			copy(p.Hash[:], hash)
			all[p.Feed] = p
			return nil
		})
	})
	return all, err
}

// TakePage stores a page of a feed behind the position held, lines and position
// together, in pieces that end with an act, so that a save at the window waits
// for a piece and never for the page. Events that are known only get their
// mark. What is held already changes nothing; a page that does not join on to
// what is held is Conflict with FeedNotJoined, and nothing of it is stored. Other
// error keys: those of [Store.Take].
func (s *Store) TakePage(ctx context.Context, p Page) error {
	for from := 0; ; {
		upto := pieceEnd(p.Lines, from)
		if err := s.write(ctx, func(w *writing) error { return w.takeLines(&p, from, upto) }); err != nil {
			return err
		}
		if from = upto; from == len(p.Lines) {
			return nil
		}
	}
}

// pieceEnd is where a piece of lines ends that begins at from: with an act.
func pieceEnd(lines []Line, from int) int {
	end := min(from+piece, len(lines))
	for end < len(lines) && sameAct(&lines[end-1], &lines[end]) {
		end++
	}
	return end
}

func sameAct(a, b *Line) bool {
	act := a.Marked.Event.Act
	return act != uuid.Nil && act == b.Marked.Event.Act
}

// takeLines stores some lines of a page, and with the last of them its end.
func (w *writing) takeLines(p *Page, from, upto int) error {
	feed, held, err := w.feed(p.Feed, p.Epoch)
	if err != nil {
		return err
	}
	at, hash := p.After+int64(from), p.Before
	if from > 0 {
		hash = p.Lines[from-1].Hash
	}
	if held.At >= p.After+int64(upto) && held.Epoch == p.Epoch && upto > from {
		return nil // came again
	}
	if held.At != at || held.Epoch != p.Epoch || held.Hash != hash {
		return because(Conflict, KeyFeedNotJoined, fmt.Errorf("%s: %d lines behind %d, held %d", p.Feed, len(p.Lines), at, held.At))
	}
	for i := from; i < upto; i++ {
		if err := w.takeLine(place(feed, at+int64(i-from)+1), &p.Lines[i]); err != nil {
			return err
		}
		hash = p.Lines[i].Hash
	}
	if err := w.retake(); err != nil {
		return err
	}
	at += int64(upto - from)
	if _, err := w.exec(`UPDATE feed SET position = $1, hash = $2 WHERE id = $3`, at, hash[:], feed); err != nil {
		return err
	}
	if upto < len(p.Lines) {
		return nil
	}
	w.prove(p.Time)
	return w.endPage(feed, at, p, hash)
}

// feed gives the row of a feed and how far it is held. One that was never read
// begins at 0 in the epoch asked for.
func (w *writing) feed(name string, epoch uuid.UUID) (row int64, held Position, err error) {
	var hash []byte
	found, err := w.row(`SELECT id, epoch, position, hash FROM feed WHERE name = $1`, []any{name},
		&row, idInto(&held.Epoch), &held.At, &hash)
	copy(held.Hash[:], hash)
	if err == nil && !found {
		held = Position{Feed: name, Epoch: epoch}
		row, err = w.insert(`INSERT INTO feed (name, epoch, position, hash) VALUES ($1, $2, 0, $3)`, name, epoch[:], held.Hash[:])
	}
	return row, held, err
}

func (w *writing) takeLine(at int64, l *Line) error {
	if l.Directory != nil {
		return w.list(l.Directory)
	}
	m := l.Marked
	m.Mark.Provisional = false
	known, found, err := w.findEvent(m.Event.ID)
	if err != nil {
		return err
	}
	row := known.id
	switch {
	case found:
		err = w.againLine(&known, m, l.Digest)
	case l.Digest != nil:
		w.hear(m.Mark.Effective)
		row, err = w.insertEmpty(&m.Event, m.Mark, *l.Digest)
	default:
		row, err = w.first(m)
	}
	if err != nil {
		return err
	}
	reason, err := w.wordOrNull(string(m.Mark.Reason))
	if err != nil {
		return err
	}
	_, err = w.exec(`INSERT OR REPLACE INTO feed_line (place, event, shift, mark, reason) VALUES ($1, $2, $3, $4, $5)`,
		at, row, hlcValue(m.Mark.Effective)-hlcValue(m.Event.At), markBits(m.Mark), reason)
	return err
}

// againLine: an erased line still tells whether it is the event that is here.
func (w *writing) againLine(known *eventRow, m record.Marked, erased *record.Hash) error {
	if erased == nil {
		return w.again(known, m)
	}
	if identity(&known.event, known.digest) != identity(&m.Event, *erased) {
		return nil // nothing is left that could be kept beside
	}
	return w.remark(known, m.Mark)
}

// endsApart is how many lines lie between two signed positions that are kept:
// one signature covers everything before it.
const endsApart = 512

// endPage keeps the signed end of a page, and drops one that it makes needless.
func (w *writing) endPage(feed, at int64, p *Page, hash record.Hash) error {
	if len(p.Lines) == 0 {
		return nil
	}
	if _, err := w.exec(`DELETE FROM feed_end WHERE place = (SELECT max(place) FROM feed_end WHERE place < $1 AND place > $2)
		AND epoch = $3 AND $1 - coalesce((SELECT place FROM feed_end WHERE place > $2 AND place <
		(SELECT max(place) FROM feed_end WHERE place < $1) ORDER BY place DESC LIMIT 1), $2) < $4`,
		place(feed, at), place(feed, 0), p.Epoch[:], endsApart); err != nil {
		return err
	}
	_, err := w.exec(`INSERT INTO feed_end (place, epoch, hash, time, signature) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (place) DO UPDATE SET epoch = excluded.epoch, hash = excluded.hash, time = excluded.time,
		signature = excluded.signature`, place(feed, at), p.Epoch[:], hash[:], hlcValue(p.Time), p.Signature)
	return err
}
