package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// CopyReason says how a folder found out that it is not the only one with its
// journal, or not the latest.
type CopyReason string

// Reasons.
const (
	CopyMachine  CopyReason = "CopiedMachine"  // it was last opened on another machine
	CopyFolder   CopyReason = "CopiedFolder"   // the folder it was copied from is still there
	CopyOlder    CopyReason = "CopiedOlder"    // this machine remembers higher numbers or another journal
	CopyRestored CopyReason = "CopiedRestored" // it was made by [Restore]
)

// Copied is what a folder knows of being a copy.
type Copied struct {
	Why   CopyReason
	At    time.Time
	First int // first number of the block case numbers are taken from
}

// Message is what staff are told.
func (c Copied) Message() Message { return Messages[string(c.Why)] }

// Copied tells whether this folder found itself restored or copied and numbers
// on from a block of its own. It is so until the district has given a fresh
// terminal number ([Store.TakeNumber]).
func (s *Store) Copied(ctx context.Context) (c Copied, is bool, err error) {
	err = s.look(ctx, nil, func(v *view) error {
		var at int64
		var why string
		is, err = v.row(`SELECT c.at, c.why, b.first FROM copied c JOIN block b ON b.copied = c.id AND b.place = 0
			WHERE c.id = (SELECT max(id) FROM copied) AND c.id NOT IN (SELECT copied FROM numbered)`, nil, &at, &why, &c.First)
		c.Why, c.At = CopyReason(why), time.UnixMilli(at)
		return err
	})
	return c, is, err
}

// TakeNumber takes the fresh terminal number that the district gives to a copy,
// 1 to 98: from now on numbers are given as on any terminal. Invalid with
// Internal for any other number.
func (s *Store) TakeNumber(ctx context.Context, number int) error {
	if number < 1 || number > 98 {
		return because(Invalid, KeyInternal, fmt.Errorf("terminal number %d", number))
	}
	return s.transact(ctx, &opened{}, func(w *writing) error {
		w.self.number = number
		if _, err := w.exec(`UPDATE self SET number = $1`, number); err != nil {
			return err
		}
		_, err := w.exec(`INSERT INTO numbered (copied, number) SELECT max(id), $1 FROM copied WHERE id NOT IN
			(SELECT copied FROM numbered) HAVING max(id) IS NOT NULL`, number)
		if err != nil {
			return err
		}
		return w.audit(AuditNumberTaken, uuid.Nil, "")
	})
}

// Blocks of a copy: a hundred numbers each, from 5000 to 9900. A day's own
// numbers begin at 1 and do not get there.
const (
	blockSize  = 100
	firstBlock = 5000
	lastBlock  = 9900
)

// copied notes that this folder is a copy: it becomes an instance of its own,
// with a block that neither it nor, as far as this machine remembers (taken),
// another copy has used.
func (w *writing) copied(why CopyReason, taken map[int]bool) error {
	row, err := w.insert(`INSERT INTO copied (at, why) VALUES ($1, $2)`, w.s.Now().UnixMilli(), string(why))
	if err != nil {
		return err
	}
	if err := w.settleHere(uuid.New()); err != nil {
		return err
	}
	if _, err = w.drawBlock(row, 0, taken); err != nil {
		return err
	}
	return w.audit(AuditKind(why), uuid.Nil, "")
}

// drawBlock takes a block at random. Once all fifty are used up, which takes
// five thousand cases of a kind in a day, there is Unavailable/NumbersUsedUp.
func (w *writing) drawBlock(copied int64, at int, taken map[int]bool) (int, error) {
	used := map[int]bool{}
	rows, err := w.query(`SELECT first FROM block`)
	if err := each(rows, err, func() error {
		var first int
		err := rows.Scan(&first)
		used[first] = true
		return err
	}); err != nil {
		return 0, err
	}
	var free, fresh []int
	for first := firstBlock; first <= lastBlock; first += blockSize {
		if used[first] {
			continue
		}
		free = append(free, first)
		if !taken[first] {
			fresh = append(fresh, first)
		}
	}
	if len(fresh) == 0 {
		fresh = free // better one that another copy may have than none
	}
	if len(fresh) == 0 {
		return 0, fault(Unavailable, KeyNumbersUsedUp)
	}
	first := fresh[pick(len(fresh))]
	_, err = w.exec(`INSERT INTO block (first, copied, place) VALUES ($1, $2, $3)`, first, copied, at)
	return first, err
}

// pick gives a number below n, n up to 256.
func pick(n int) int {
	var b [8]byte
	rand.Read(b[:]) // never fails: it ends the program rather than give poor bytes
	sum := 0
	for _, x := range b {
		sum = (sum*256 + int(x)) % n
	}
	return sum
}

// number gives the next of a kind: 1, 2, 3 … for each name, or for a copy those
// of its blocks. Member numbers have five digits and are counted by the year, so
// their blocks are scale times as large and lie scale times as high.
func (w *writing) number(name string, scale int) (int, error) {
	var copied int64
	found, err := w.row(`SELECT id FROM copied WHERE id = (SELECT max(id) FROM copied) AND id NOT IN (SELECT copied FROM numbered)`,
		nil, &copied)
	if err != nil {
		return 0, err
	}
	if !found {
		return w.count(name)
	}
	n, err := w.count(fmt.Sprintf("%s/%d", name, copied))
	if err != nil {
		return 0, err
	}
	at, in := (n-1)/(blockSize*scale), (n-1)%(blockSize*scale)
	var first int
	if found, err = w.row(`SELECT first FROM block WHERE copied = $1 AND place = $2`, []any{copied, at}, &first); err != nil {
		return 0, err
	}
	if !found {
		if first, err = w.drawBlock(copied, at, nil); err != nil {
			return 0, err
		}
	}
	return first*scale + in, nil
}
