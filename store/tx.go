package store

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// Tx is what a save may ask while it says its facts: everything it gives is
// read, or taken, in the transaction that saves them. It is a [record.Issue].
type Tx struct {
	w       *writing
	today   civil.Date
	allowed map[record.Reason]bool
}

var _ record.Issue = (*Tx)(nil)

// Now is the time of the save.
func (tx *Tx) Now() time.Time { return tx.w.s.Now() }

// Today is the civil date that slips and deadlines use.
func (tx *Tx) Today() civil.Date { return tx.today }

// Person gives a person as recorded so far; NotFound/PersonUnknown for one of
// whom nothing is.
func (tx *Tx) Person(id uuid.UUID) (record.Person, error) {
	g, err := tx.w.group(id)
	if err != nil {
		return record.Person{}, err
	}
	p, found := g.person(id)
	if !found {
		return record.Person{}, fault(NotFound, KeyPersonUnknown)
	}
	return p, nil
}

// Allow lets events stand that come to nothing for one of these reasons: a
// contradiction is then recorded and listed instead of refused.
func (tx *Tx) Allow(reasons ...record.Reason) {
	if tx.allowed == nil {
		tx.allowed = map[record.Reason]bool{}
	}
	for _, r := range reasons {
		tx.allowed[r] = true
	}
}

// CaseNo takes the next number of a kind: JZ, RH, ZJ, FW or PX. It is used up
// when the save is committed, and free again when the save is refused. After
// 9999 in one day comes Unavailable/NumbersUsedUp.
func (tx *Tx) CaseNo(kind string) (string, error) {
	seq, err := tx.w.number(kind+tx.today.Compact(), 1)
	if err != nil {
		return "", err
	}
	no := ident.CaseNo{Kind: ident.CaseKind(kind), Town: tx.w.self.town, Terminal: tx.w.self.number, Day: tx.today, Seq: seq}
	return numberOr(no.String(), kind)
}

// memberScale: member numbers have one digit more than case numbers.
const memberScale = 10

// MemberNo takes the next member number of the year, 20 digits.
func (tx *Tx) MemberNo() (string, error) {
	seq, err := tx.w.number(fmt.Sprintf("member%d", tx.today.Year), memberScale)
	if err != nil {
		return "", err
	}
	no := ident.MemberNo{Town: tx.w.self.town, Year: tx.today.Year, Terminal: tx.w.self.number, Seq: seq}
	return numberOr(no.String(), "member")
}

func numberOr(no, kind string) (string, error) {
	if no == "" {
		return "", because(Unavailable, KeyNumbersUsedUp, fmt.Errorf("number of kind %s out of bounds", kind))
	}
	return no, nil
}

// count gives 1, 2, 3 … for each name, in the transaction that uses it.
func (w *writing) count(name string) (int, error) {
	var n int
	_, err := w.row(`INSERT INTO counter (name, last) VALUES ($1, 1)
		ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last`, []any{name}, &n)
	return n, err
}

// Token makes a slip's token: 128 random bits in base64url, 22 characters. It
// never fails; the error is there because others who issue tokens may.
func (tx *Tx) Token() (string, error) {
	var b [16]byte
	rand.Read(b[:]) // ends the program rather than give poor bytes
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// ID makes an id for a new case, membership, transfer or reminder.
func (tx *Tx) ID() uuid.UUID { return idAt(tx.w.tick()) }

// Due is the last day of a period that begins with from, moved past days off;
// estimated when the calendar of that year is not known here.
func (tx *Tx) Due(from civil.Date, term civil.Term) (due civil.Date, estimated bool) {
	return tx.w.opened.dir.calendar().Due(from, term)
}
