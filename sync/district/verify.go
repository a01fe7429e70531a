package district

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/record"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// Flaw is something that is not as it was written.
type Flaw struct {
	What  FlawKey   `json:"what"`
	Where string    `json:"where"` // journal, feed or receipt
	Seq   int64     `json:"seq"`   // entry or position; 0 for the whole
	Event uuid.UUID `json:"event,omitzero"`
}

// FlawKey says what is wrong; a key of [FlawTexts].
type FlawKey string

// What may be found.
const (
	FlawGap       FlawKey = "gap"       // an entry or position is missing
	FlawChain     FlawKey = "chain"     // the hash does not follow
	FlawHead      FlawKey = "head"      // the end is not where it is said to be
	FlawBody      FlawKey = "body"      // a body does not open or has another digest
	FlawCount     FlawKey = "count"     // fewer or more than counted
	FlawSignature FlawKey = "signature" // a receipt this district never signed
	FlawMissing   FlawKey = "missing"   // receipted, and not held
	FlawOther     FlawKey = "other"     // held with another hash than was receipted
	FlawUnsafe    FlawKey = "unsafe"    // said to be in a second copy, and is not
)

// FlawTexts says each in Chinese.
var FlawTexts = map[FlawKey]string{
	FlawGap:       "缺少记录",
	FlawChain:     "哈希链接不上",
	FlawHead:      "末尾与登记的不一致",
	FlawBody:      "内容打不开或被改动",
	FlawCount:     "数目不符",
	FlawSignature: "不是本区签发的收据",
	FlawMissing:   "收据上的记录这里没有",
	FlawOther:     "收据上的记录与这里的不同",
	FlawUnsafe:    "收据说已有第二份，实际没有",
}

// Verified is what was looked at, and what was found.
type Verified struct {
	Journals int    `json:"journals"`
	Entries  int64  `json:"entries"`
	Feeds    int    `json:"feeds"`
	Lines    int64  `json:"lines"`
	Erased   int64  `json:"erased"`
	Flaws    []Flaw `json:"flaws,omitempty"`
}

const (
	verifyStep  = 1000    // entries
	verifyBytes = 1 << 20 // of a feed's contents
)

// Verify goes through the chains of all journals and feeds and through every
// body. Each step reads by itself, so that the district goes on serving.
func (d *District) Verify(ctx context.Context) (Verified, error) {
	var v Verified
	var journals []archive.Journal
	var feeds []archive.FeedHead
	var counts archive.Counts
	err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		if journals, err = tx.Journals(); err != nil {
			return err
		}
		names, err := tx.FeedNames()
		if err != nil {
			return err
		}
		if feeds, err = tx.FeedHeads(names); err != nil {
			return err
		}
		counts, err = tx.Counts()
		return err
	})
	if err != nil {
		return v, fmt.Errorf("verify: %w", err)
	}
	for _, j := range journals {
		if err := d.verifyJournal(ctx, &v, j); err != nil {
			return v, fmt.Errorf("verify journal %s: %w", j.ID, err)
		}
	}
	for _, f := range feeds {
		if err := d.verifyFeed(ctx, &v, f); err != nil {
			return v, fmt.Errorf("verify feed %s: %w", f.Name, err)
		}
	}
	if v.Lines > counts.Lines || int64(v.Journals) != counts.Journals {
		v.Flaws = append(v.Flaws, Flaw{What: FlawCount, Where: "archive"})
	}
	return v, nil
}

func (v *Verified) flaw(what FlawKey, where string, seq int64, event uuid.UUID) {
	v.Flaws = append(v.Flaws, Flaw{what, where, seq, event})
}

// verifyJournal walks one journal up to the head it had when verifying began.
func (d *District) verifyJournal(ctx context.Context, v *Verified, j archive.Journal) error {
	v.Journals++
	var hash record.Hash
	where, seq := "journal/"+j.ID.String(), int64(0)
	for seq < j.Head {
		var entries []archive.Event
		if err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
			entries, err = tx.Entries(j.ID, seq, verifyStep)
			return err
		}); err != nil {
			return err
		}
		if len(entries) == 0 {
			v.flaw(FlawGap, where, seq+1, uuid.Nil)
			return nil
		}
		for i := range entries {
			e := &entries[i]
			if e.Seq > j.Head {
				break // came in meanwhile
			}
			if seq++; e.Seq != seq {
				v.flaw(FlawGap, where, seq, e.Header.ID)
				seq = e.Seq
			}
			v.Entries++
			hash = e.Header.ChainHash(hash, e.Digest)
			if e.Ends != (record.Hash{}) && e.Ends != hash {
				v.flaw(FlawChain, where, seq, e.Header.ID)
				hash = e.Ends
			}
			d.verifyBody(v, where, e)
		}
	}
	if hash != j.Hash {
		v.flaw(FlawHead, where, j.Head, uuid.Nil)
	}
	return nil
}

// verifyBody opens what is not erased and compares its digest.
func (d *District) verifyBody(v *Verified, where string, e *archive.Event) {
	if e.Content == nil {
		v.Erased++
		return
	}
	m, err := d.reveal(e)
	if err != nil || m.Event.Digest() != e.Digest {
		v.flaw(FlawBody, where, e.Seq, e.Header.ID)
	}
}

func (d *District) verifyFeed(ctx context.Context, v *Verified, f archive.FeedHead) error {
	v.Feeds++
	var hash record.Hash
	where, position := "feed/"+f.Name, int64(0)
	for position < f.Position {
		var lines []archive.FeedLine
		if err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
			lines, err = tx.Lines(f.Name, position, verifyBytes)
			return err
		}); err != nil {
			return err
		}
		if len(lines) == 0 {
			v.flaw(FlawGap, where, position+1, uuid.Nil)
			return nil
		}
		for i := range lines {
			l := &lines[i]
			if l.Position > f.Position {
				break
			}
			if position++; l.Position != position {
				v.flaw(FlawGap, where, position, l.Event.Header.ID)
				position = l.Position
			}
			v.Lines++
			if hash = feedHash(hash, l); hash != l.Hash {
				v.flaw(FlawChain, where, position, l.Event.Header.ID)
				hash = l.Hash
			}
		}
	}
	if hash != f.Hash {
		v.flaw(FlawHead, where, f.Position, uuid.Nil)
	}
	return nil
}

// VerifyReceipt checks the receipt in a text, such as the QR code of a terminal's
// closing page: that this district signed it, that everything it stands for is
// held, and that the journal's chain is whole. [ReceiptUnread] for any other text.
func (d *District) VerifyReceipt(ctx context.Context, text string) (sync.Receipt, Verified, error) {
	var v Verified
	r, err := sync.ParseReceipt(text)
	if err != nil {
		return r, v, fmt.Errorf("verify receipt: %w", ReceiptUnread)
	}
	where := "receipt/" + r.Journal.String()
	if !r.Verify(d.publicKey()) {
		v.flaw(FlawSignature, where, r.Seq, uuid.Nil)
		return r, v, nil
	}
	var j archive.Journal
	var held bool
	err = d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		if j, err = tx.Journal(r.Journal); err != nil || j.Head < r.Seq || r.Seq == 0 {
			return err
		}
		held, err = hashOf(tx, r.Journal, r.Seq, r.Hash)
		return err
	})
	if err != nil {
		return r, v, fmt.Errorf("verify receipt: %w", err)
	}
	switch {
	case j.Head < r.Seq:
		v.flaw(FlawMissing, where, j.Head+1, uuid.Nil)
	case r.Seq > 0 && !held:
		v.flaw(FlawOther, where, r.Seq, uuid.Nil)
	}
	if safe, err := d.archive.Safe(ctx); err == nil && safe != nil && safe[r.Journal] < r.Safe {
		v.flaw(FlawUnsafe, where, r.Safe, uuid.Nil)
	}
	if err := d.verifyJournal(ctx, &v, j); err != nil {
		return r, v, fmt.Errorf("verify journal %s: %w", j.ID, err)
	}
	return r, v, nil
}

// feedHash joins a line to the position before it.
func feedHash(before record.Hash, l *archive.FeedLine) record.Hash {
	if l.Directory == nil {
		return sync.EventLineHash(before, l.Event.Identity(), l.Event.Mark)
	}
	line := sync.Line{Directory: new(sync.DirectoryEntry)}
	if json.Unmarshal(l.Directory, line.Directory) != nil {
		return record.Hash{}
	}
	return line.ChainHash(before)
}
