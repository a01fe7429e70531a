package store

import (
	"context"
	"database/sql"
	"fmt"

	"ruhui/store/record"
)

// FeedEnds lists the positions of a feed that the district has signed for and
// that are kept, the first one first. Nobody need be signed in.
func (s *Store) FeedEnds(ctx context.Context, feed string) (ends []Position, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		rows, err := v.query(`SELECT d.place, d.epoch, d.hash FROM feed f JOIN feed_end d
			ON d.place > f.id << 40 AND d.place <= f.id << 40 | f.position WHERE f.name = $1 ORDER BY d.place`, feed)
		return each(rows, err, func() error {
			p := Position{Feed: feed}
			var hash []byte
			if err := rows.Scan(&p.At, idInto(&p.Epoch), &hash); err != nil {
				return sqlError("read ends of pages", err)
			}
			p.At = seqOf(p.At)
			copy(p.Hash[:], hash)
			ends = append(ends, p)
			return nil
		})
	})
	return ends, err
}

// SignedStretch gives back what the district once signed: the lines of a feed
// behind a position up to the next signed one, with the marks they came with.
// More is false when there is none; the hash of the last line is the only one set.
func (s *Store) SignedStretch(ctx context.Context, feed string, after int64) (p Page, more bool, err error) {
	o, err := s.unlocked()
	if err != nil {
		return p, false, err
	}
	p = Page{Feed: feed, After: after}
	err = s.look(ctx, o.keys, func(v *view) error {
		var id, end, time int64
		var hash []byte
		more, err = v.row(`SELECT f.id, d.place, d.epoch, d.hash, d.time, d.signature FROM feed f JOIN feed_end d
			ON d.place > f.id << 40 | $1 AND d.place <= f.id << 40 | f.position WHERE f.name = $2 ORDER BY d.place LIMIT 1`,
			[]any{after, feed}, &id, &end, idInto(&p.Epoch), &hash, &time, &p.Signature)
		if err != nil || !more {
			return err
		}
		p.Time = hlcOf(time)
		if err := v.readLines(&p, place(id, after), end); err != nil {
			return err
		}
		if int64(len(p.Lines)) != seqOf(end)-after {
			return because(Unavailable, KeyDamaged, fmt.Errorf("%d lines of %s behind %d", len(p.Lines), feed, after))
		}
		copy(p.Lines[len(p.Lines)-1].Hash[:], hash)
		return nil
	})
	return p, more, err
}

func (v *view) readLines(p *Page, from, upto int64) error {
	rows, err := v.query(`SELECT `+eventColumns+`, k.text, f.uuid, l.shift, l.mark, l.reason FROM feed_line l
		JOIN event e ON e.id = l.event JOIN act a ON a.id = e.act
		LEFT JOIN file f ON f.id = e.file LEFT JOIN word k ON k.id = f.kind
		WHERE l.place > $1 AND l.place <= $2 ORDER BY l.place`, from, upto)
	return each(rows, err, func() error {
		var r eventRow
		var shift, bits int64
		var reason sql.NullInt64
		if err := v.scanWhole(rows, &r, &shift, &bits, &reason); err != nil {
			return err
		}
		mark, err := v.mark(hlcValue(r.event.At), shift, bits, reason.Int64)
		if err != nil {
			return err
		}
		l := Line{Marked: record.Marked{Event: r.event, Mark: mark}}
		if r.content == nil {
			l.Digest = &r.digest
		}
		p.Lines = append(p.Lines, l)
		return nil
	})
}

// Rewind goes on in another history of the district, from the last position of
// each feed that it agrees on: a signed one, or 0. The events of the lines beyond
// stay; they come again at other positions. The feeds change together.
func (s *Store) Rewind(ctx context.Context, to []Position) error {
	return s.transact(ctx, &opened{}, func(w *writing) error {
		for _, p := range to {
			feed, held, err := w.feed(p.Feed, p.Epoch)
			if err != nil {
				return err
			}
			if p.At > held.At {
				return because(Conflict, KeyFeedNotJoined, fmt.Errorf("%s: set back to %d, held %d", p.Feed, p.At, held.At))
			}
			for _, gone := range []string{`DELETE FROM feed_line WHERE place > $1 AND place < $2`,
				`DELETE FROM feed_end WHERE place > $1 AND place < $2`} {
				if _, err := w.exec(gone, place(feed, p.At), place(feed+1, 0)); err != nil {
					return err
				}
			}
			if _, err := w.exec(`UPDATE feed SET epoch = $1, position = $2, hash = $3 WHERE id = $4`,
				p.Epoch[:], p.At, p.Hash[:], feed); err != nil {
				return err
			}
		}
		return nil
	})
}
