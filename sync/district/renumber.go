package district

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"ruhui/store/ident"
	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// partNumbers gives all but the first bearer of a number another one. The later
// keeps the old one beside it: both papers are still found.
func (d *District) partNumbers(ctx context.Context) error {
	var twice []archive.Number
	var list []statement
	err := d.archive.Read(ctx, func(tx archive.Tx) (err error) {
		list = nil
		if twice, err = tx.NumbersTwice(dueAtOnce); err != nil {
			return err
		}
		for _, same := range bySame(twice) {
			for _, later := range same[1:] {
				s, found, err := d.renumber(tx, later)
				if err != nil {
					return err
				}
				if found {
					list = append(list, s)
				}
			}
		}
		return nil
	})
	if err != nil || len(twice) == 0 {
		return err
	}
	if len(list) > 0 {
		if err := d.say(ctx, list); err != nil {
			return err
		}
	}
	return d.archive.Write(ctx, func(tx archive.Tx) error {
		for _, same := range bySame(twice) {
			if err := tx.NumberSettled(same[0].Number); err != nil {
				return err
			}
		}
		return nil
	})
}

// bySame puts the bearers of one number together, the earliest first.
func bySame(numbers []archive.Number) [][]archive.Number {
	slices.SortFunc(numbers, func(a, b archive.Number) int {
		return cmp.Or(slices.Compare(a.Number[:], b.Number[:]), cmp.Compare(a.At, b.At), compareIDs(a.Subject, b.Subject))
	})
	var groups [][]archive.Number
	for i, n := range numbers {
		if i == 0 || numbers[i-1].Number != n.Number {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], n)
	}
	return groups
}

// renumber says another number for a bearer; found is false when it bears the
// doubled one no more.
func (d *District) renumber(tx archive.Tx, n archive.Number) (s statement, found bool, err error) {
	events, err := d.groupAt(tx, n.File)
	if err != nil {
		return s, false, err
	}
	for _, p := range record.FoldPersons(events) {
		for _, b := range bearersOf(&p) {
			if b.subject != n.Subject || d.numberHash(b.no) != n.Number {
				continue
			}
			cause := fmt.Sprintf("number.replaced/%s/%s", b.subject, b.no)
			return statement{cause: cause, fact: record.Fact{File: record.File{Kind: record.KindPerson, ID: b.person},
				Type: "number.replaced", Body: record.NumberReplaced{Side: b.side, Subject: b.subject, Old: b.no,
					New: another(b.no, cause)}}}, true, nil
		}
	}
	return s, false, nil
}

// Terminals number from 1, copies of them between 5000 and 9900; what lies above
// is the district's.
const (
	ownCaseFrom, ownCases     = 9901, 99
	ownMemberFrom, ownMembers = 99901, 99
)

// another gives a number of the same kind, town and day from the district's own
// block. Should that be taken too, it will be found and replaced in its turn.
func another(no, cause string) string {
	sum := sha256.Sum256([]byte(cause))
	pick := int(binary.BigEndian.Uint32(sum[:]) >> 1)
	if n, check := ident.ParseCaseNo(no); check.OK() {
		n.Seq = ownCaseFrom + pick%ownCases
		return n.String()
	}
	if n, check := ident.ParseMemberNo(no); check.OK() {
		n.Seq = ownMemberFrom + pick%ownMembers
		return n.String()
	}
	return fmt.Sprintf("%s-%02d", no, pick%100)
}
