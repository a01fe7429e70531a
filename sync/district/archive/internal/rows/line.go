package rows

import (
	"database/sql"
	"fmt"
	"slices"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// AddLines implements archive.Tx. The head moves with the lines.
func (t *Tx) AddLines(feed archive.FeedHead, lines []archive.FeedLine) error {
	if len(lines) == 0 {
		return nil
	}
	l := newList("nnbnnntb", len(lines))
	position := feed.Position
	for i := range lines {
		position++
		if p := lines[i].Position; p != position {
			return fmt.Errorf("add to feed %s: position %d behind %d", feed.Name, p, position-1)
		}
		e := &lines[i].Event
		l.add(feed.Feed, position, lines[i].Hash[:], rowOrNull(e.Row),
			int64(e.Mark.Effective), flag(e.Mark.Allowed), string(e.Mark.Reason), lines[i].Directory)
	}
	if err := t.execOf(l, `WITH v(feed, position, hash, event, effective, allowed, reason, directory) AS (LIST)
		INSERT INTO feed_line (feed, position, hash, event, effective, allowed, reason, directory)
		SELECT feed, position, hash, event, effective, allowed, reason, directory FROM v`); err != nil {
		return err
	}
	return t.exec(`UPDATE feed SET position = $2, hash = $3 WHERE id = $1`, feed.Feed, position, lines[len(lines)-1].Hash[:])
}

// Pieces a page of a feed is read in, because what a query has begun to give
// must be taken to its end.
const (
	firstPiece = 64
	mostPiece  = 1024
)

// Lines implements archive.Tx.
func (t *Tx) Lines(feed string, after int64, most int) ([]archive.FeedLine, error) {
	var lines []archive.FeedLine
	for size, piece := 0, firstPiece; ; {
		read, err := t.piece(feed, after, piece)
		if err != nil {
			return nil, err
		}
		for i := range read {
			lines = append(lines, read[i])
			if size += len(read[i].Event.Content) + len(read[i].Directory); size >= most {
				return lines, nil
			}
		}
		if len(read) < piece {
			return lines, nil
		}
		after = read[len(read)-1].Position
		piece = (most-size)*len(lines)/max(size, 1) + 1
		piece = min(max(piece, firstPiece), mostPiece)
	}
}

func (t *Tx) piece(feed string, after int64, limit int) (lines []archive.FeedLine, err error) {
	r := newEventRow()
	var l archive.FeedLine
	var m record.Mark // of the line: the event's may be another since
	into := append(slices.Clone(r.into), &l.Position, hash(&l.Hash), &l.Directory,
		clock(&m.Effective), truth{&m.Allowed}, text[record.Reason]{&m.Reason})
	// There are no gaps: a range says how many. With LIMIT, a database without
	// statistics joins the whole rest of the feed before it takes the first.
	err = t.each(`SELECT `+eventColumns+`, l.position, l.hash, l.directory, l.effective, l.allowed, l.reason
		FROM feed_line l LEFT JOIN event e ON e.id = l.event`+eventTables+`
		WHERE l.feed = (SELECT id FROM feed WHERE name = $1) AND l.position > $2 AND l.position <= $3
		ORDER BY l.position`, []any{feed, after, after + int64(limit)},
		func(rows *sql.Rows) error {
			if err := rows.Scan(into...); err != nil {
				return err
			}
			l.Event, l.Event.Mark = r.Event, m
			lines = append(lines, l)
			return nil
		})
	return lines, err
}

// LineHash implements archive.Tx.
func (t *Tx) LineHash(feed string, position int64) (h record.Hash, found bool, err error) {
	if position == 0 {
		return h, true, nil
	}
	found, err = t.one(`SELECT l.hash FROM feed d JOIN feed_line l ON l.feed = d.id
		WHERE d.name = $1 AND l.position = $2`, []any{feed, position}, hash(&h))
	return h, found, err
}
