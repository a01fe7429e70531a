package store

import (
	"slices"

	"ruhui/store/ident"
	"ruhui/store/record"
)

// byNumber finds who has exactly that number: of a case, an application, a
// transfer, a member, a slip's token, or of a document.
func (v *view) byNumber(x *index, query string) ([]scored, error) {
	rows, err := v.ownersOf(query)
	if err != nil {
		return nil, err
	}
	var found []scored
	for _, row := range rows {
		if s := (scored{row: row, rank: Exact}); !slices.Contains(found, s) { // one person may have a number twice
			found = append(found, s)
		}
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
// whole and compared: rarely more than a few.
func (v *view) byDocument(x *index, number string) ([]scored, error) {
	if !wholeNumber(number) {
		return nil, nil
	}
	var found []scored
	for _, row := range x.masked(ident.MaskID(number)) {
		has, err := v.hasDocument(row, number)
		if err != nil {
			return nil, err
		}
		if has {
			found = append(found, scored{row: row, rank: Exact})
		}
	}
	return found, nil
}

// wholeNumber says that a query may be the number of a document, all of it.
func wholeNumber(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case r < 'A' || r > 'Z':
			return false
		}
	}
	return len(s) >= 8 && digits >= 4
}

func (v *view) hasDocument(row int64, number string) (bool, error) {
	e, found, err := v.entry(row)
	if err != nil || !found {
		return false, err
	}
	g, err := v.group(e.id)
	if err != nil {
		return false, err
	}
	p, _ := g.person(e.id)
	return slices.ContainsFunc(p.Documents, func(d record.Document) bool {
		return ident.Normalise(d.Number) == number
	}), nil
}
