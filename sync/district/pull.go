package district

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// reads gives the feeds a terminal's centre reads now.
func (d *District) reads(tx archive.Tx, who *asked) ([]string, error) {
	o, err := d.organisationIn(tx)
	if err != nil {
		return nil, err
	}
	return o.feedsOf(who.terminal.Centre, civil.Of(d.now())), nil
}

// pull gives the next page of a feed, signed.
func (d *District) pull(ctx context.Context, who *asked, q *sync.Pull) (any, error) {
	most := sync.MaxBatch
	if q.Max > 0 {
		most = min(q.Max, most)
	}
	// Contents lie packed one by one; together they pack better.
	for size := most * 2; ; size /= 2 {
		page, err := d.page(ctx, who, q, size)
		if err != nil {
			return nil, err
		}
		message, err := sync.Marshal(page)
		if err == nil && len(message) <= most || len(page.Lines) < 2 || size < sync.MinBatch {
			return packed(message), err
		}
	}
}

func (d *District) page(ctx context.Context, who *asked, q *sync.Pull, size int) (*sync.Page, error) {
	p := &sync.Page{Feed: q.Feed, After: q.After}
	var lines []archive.FeedLine
	err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		if p.Head, p.Epoch, err = d.checkPull(tx, who, q); err != nil {
			return err
		}
		lines, err = wholeActs(tx, q, p.Head, size)
		return err
	})
	if err != nil {
		return nil, err
	}
	p.Position, p.Hash, p.Lines = q.After, q.Hash, make([]sync.Line, len(lines))
	if err := inParts(len(lines), func(i int) (err error) {
		p.Lines[i], err = d.line(&lines[i])
		return err
	}); err != nil {
		return nil, err
	}
	if n := len(lines); n > 0 {
		p.Position, p.Hash = lines[n-1].Position, lines[n-1].Hash
	}
	for i := range lines {
		d.clock.hear(lines[i].Event.Mark.Effective)
	}
	p.Time = d.Time()
	p.Sign(d.secrets.Signing)
	return p, nil
}

// checkPull: the feed is one this centre reads, of this epoch, and has the hash
// at that position which the terminal holds.
func (d *District) checkPull(tx archive.Tx, who *asked, q *sync.Pull) (head int64, epoch uuid.UUID, err error) {
	feeds, err := d.reads(tx, who)
	if err != nil {
		return 0, epoch, err
	}
	if !slices.Contains(feeds, q.Feed) {
		return 0, epoch, &sync.Refusal{Code: sync.NotYours, Detail: "feed"}
	}
	if epoch, err = epochIn(tx); err != nil {
		return 0, epoch, err
	}
	if q.Epoch != epoch && q.After != 0 {
		return 0, epoch, &sync.Refusal{Code: sync.OtherEpoch, Epoch: epoch.String()}
	}
	hash, found, err := tx.LineHash(q.Feed, q.After)
	switch {
	case err != nil:
		return 0, epoch, err
	case q.After < 0, !found, hash != q.Hash:
		if q.After != 0 || q.Hash != (record.Hash{}) {
			return 0, epoch, &sync.Refusal{Code: sync.NotBehind}
		}
	}
	heads, err := tx.FeedHeads([]string{q.Feed})
	if err != nil || len(heads) == 0 {
		return 0, epoch, err
	}
	return heads[0].Position, epoch, nil
}

// wholeActs reads lines of about size bytes that end with an act, so that what
// one confirmation said is stored in one transaction at every terminal.
func wholeActs(tx archive.Tx, q *sync.Pull, head int64, size int) ([]archive.FeedLine, error) {
	for ; ; size *= 2 {
		lines, err := tx.Lines(q.Feed, q.After, size)
		if err != nil || len(lines) == 0 {
			return nil, err
		}
		if lines[len(lines)-1].Position >= head {
			return lines, nil
		}
		if n := lastAct(lines); n > 0 {
			return lines[:n], nil
		}
	}
}

// lastAct is how many of the lines stand before the last act, which may go on
// beyond them.
func lastAct(lines []archive.FeedLine) int {
	n := len(lines) - 1
	act := lines[n].Event.Header.Act
	if act == uuid.Nil { // erased, or a directory entry: stands alone
		return n + 1
	}
	for n > 0 && lines[n-1].Event.Header.Act == act {
		n--
	}
	return n
}

func (d *District) line(l *archive.FeedLine) (sync.Line, error) {
	if l.Directory != nil {
		entry := &sync.DirectoryEntry{}
		if err := json.Unmarshal(l.Directory, entry); err != nil {
			return sync.Line{}, fmt.Errorf("read line %d of the directory: %w", l.Position, err)
		}
		return sync.Line{Directory: entry}, nil
	}
	m, err := d.reveal(&l.Event)
	if err != nil {
		return sync.Line{}, err
	}
	line := sync.Line{Event: &m.Event, Mark: &m.Mark}
	if l.Event.Content == nil {
		line.Digest = &l.Event.Digest
	}
	return line, nil
}
