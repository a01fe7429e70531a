package store

import (
	"slices"
	"strings"

	"ruhui/store/ident"
)

// byNumber finds who has exactly that number: of a case, an application, a
// transfer, a member, a slip's token, or of a document.
func (v *view) byNumber(x *index, query string) ([]scored, error) {
	rows, err := v.ownersOf(query)
	if err != nil {
		return nil, err
	}
	var found []scored
	for _, e := range x.byRow(rows) {
		found = append(found, scored{e, Exact})
	}
	if len(found) > 0 {
		return found, nil
	}
	return v.byDocument(x, ident.Normalise(query))
}

// ownersOf gives the persons a number of ours was given to. Two papers may bear
// one number until the district replaces the later.
func (v *view) ownersOf(query string) ([]int64, error) {
	if len(query) == 22 { // a slip's token, as scanned
		var person int64
		found, err := v.row(`SELECT person FROM slip WHERE id = $1`, []any{slipRow(query)}, &person)
		if err != nil || found {
			return []int64{person}, err
		}
	}
	no := ident.Normalise(query)
	if _, check := ident.ParseCaseNo(no); !check.OK() {
		if _, check := ident.ParseMemberNo(no); !check.OK() {
			return nil, nil
		}
	}
	var owners []int64
	rows, err := v.query(`SELECT id FROM residence_case WHERE no = $1 UNION SELECT id FROM membership WHERE no = $1
		UNION SELECT id FROM membership WHERE member_no = $1 UNION SELECT id FROM transfer WHERE no = $1
		UNION SELECT id FROM former WHERE no = $1`, no)
	err = each(rows, err, func() error {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return sqlError("find number", err)
		}
		owners = append(owners, id>>listBits)
		return nil
	})
	return owners, err
}

// byDocument: lines hold masked numbers only, so whoever fits the mask is read
// whole and compared. That is rarely more than one.
func (v *view) byDocument(x *index, number string) ([]scored, error) {
	if len(number) < 8 || strings.ContainsRune(number, '*') {
		return nil, nil
	}
	var found []scored
	for _, e := range x.masked(ident.MaskID(number)) {
		g, err := v.group(e.id)
		if err != nil {
			return nil, err
		}
		p, _ := g.person(e.id)
		for _, d := range p.Documents {
			if ident.Normalise(d.Number) == number {
				found = append(found, scored{e, Exact})
				break
			}
		}
	}
	return found, nil
}

func (x *index) masked(number string) []*entry {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var found []*entry
	for _, e := range x.entries {
		if slices.Contains(e.line.Numbers, number) {
			found = append(found, e)
		}
	}
	return found
}
