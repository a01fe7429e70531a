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

	row   int64 // of the feed, while it is taken
	held  int64 // position of the feed before this piece
	again bool  // all of it is held already
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
	if err := s.takePieces(ctx, p.Lines, &p); err != nil {
		return err
	}
	return s.foldStored(ctx)
}

func sameAct(a, b *Line) bool {
	act := a.Marked.Event.Act
	return act != uuid.Nil && act == b.Marked.Event.Act
}

// joins sees that the lines from from on join on to what is held, and says how
// many of them are held already.
func (p *Page) joins(w *writing, from int) (held int, err error) {
	row, have, err := w.feed(p.Feed, p.Epoch)
	if err != nil {
		return 0, err
	}
	p.row, p.held = row, have.At
	n := have.At - p.After // of the page's lines
	if p.again = have.Epoch == p.Epoch && n >= int64(len(p.Lines)) && n > 0; p.again {
		return len(p.Lines) - from, nil
	}
	if have.Epoch != p.Epoch || n < int64(from) || have.Hash != p.hashAt(n) {
		return 0, because(Conflict, KeyFeedNotJoined, fmt.Errorf("%s: %d lines behind %d, held %d", p.Feed, len(p.Lines), p.After, have.At))
	}
	return int(n) - from, nil
}

// hashAt is the hash behind the n-th line.
func (p *Page) hashAt(n int64) record.Hash {
	if n == 0 {
		return p.Before
	}
	return p.Lines[n-1].Hash
}

// note leads from a line's position to its event.
func (p *Page) note(w *writing, i int, event int64) error {
	m := &p.Lines[i].Marked
	reason, err := w.wordOrNull(string(m.Mark.Reason))
	if err != nil {
		return err
	}
	bits := m.Mark
	bits.Provisional = false
	_, err = w.exec(`INSERT OR REPLACE INTO feed_line (place, event, shift, mark, reason) VALUES ($1, $2, $3, $4, $5)`,
		place(p.row, p.After+int64(i)+1), event, hlcValue(m.Mark.Effective)-hlcValue(m.Event.At), markBits(bits), reason)
	return err
}

// moved moves the position behind the lines before upto, and keeps the page's
// end with the last of them.
func (p *Page) moved(w *writing, upto int) error {
	at, hash := p.After+int64(upto), p.hashAt(int64(upto))
	if p.again || at < p.held {
		return nil
	}
	if _, err := w.exec(`UPDATE feed SET position = $1, hash = $2 WHERE id = $3`, at, hash[:], p.row); err != nil {
		return err
	}
	if upto < len(p.Lines) {
		return nil
	}
	w.prove(p.Time)
	return w.endPage(p.row, at, p, hash)
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
