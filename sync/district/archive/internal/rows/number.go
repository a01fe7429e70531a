package rows

import (
	"bytes"
	"database/sql"
	"slices"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// PutNumbers implements archive.Tx. The first bearer of a number has its row in
// printed; who comes second finds it there, waits when it is being written just
// now, and both go to printed_twice.
func (t *Tx) PutNumbers(numbers []archive.Number) error {
	l, first := newList("bbnn", len(numbers)), map[record.Hash]archive.Number{}
	for _, i := range order(numbers) {
		n := &numbers[i]
		if _, met := first[n.Number]; !met { // one statement may touch a row only once
			first[n.Number] = *n
			l.add(n.Number[:], n.Subject[:], n.File, int64(n.At))
		}
	}
	if err := t.eachOf(l, `WITH v(number, subject, file, at) AS (LIST)
		INSERT INTO printed (number, subject, file, at) SELECT number, subject, file, at FROM v WHERE true ORDER BY number
		ON CONFLICT (number) DO UPDATE SET number = excluded.number
		RETURNING number, subject, file, at`, func(rows *sql.Rows) error {
		n, err := scanNumber(rows)
		first[n.Number] = n
		return err
	}); err != nil {
		return err
	}
	for _, n := range numbers {
		if one := first[n.Number]; one.Subject != n.Subject {
			if err := t.putTwice(one, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// order gives the indices by number, as all writers take them.
func order(numbers []archive.Number) []int {
	indices := make([]int, len(numbers))
	for i := range indices {
		indices[i] = i
	}
	slices.SortStableFunc(indices, func(a, b int) int {
		return bytes.Compare(numbers[a].Number[:], numbers[b].Number[:])
	})
	return indices
}

// putTwice lists a number's bearers; one that is new opens a settled number
// again.
func (t *Tx) putTwice(bearers ...archive.Number) error {
	l := newList("bbnn", len(bearers))
	for i := range bearers {
		n := &bearers[i]
		l.add(n.Number[:], n.Subject[:], n.File, int64(n.At))
	}
	news := false
	if err := t.eachOf(l, `WITH v(number, subject, file, at) AS (LIST)
		INSERT INTO printed_twice (number, subject, file, at, settled)
		SELECT number, subject, file, at, 0 FROM v WHERE true ORDER BY subject
		ON CONFLICT (number, subject) DO NOTHING RETURNING 1`, func(*sql.Rows) error {
		news = true
		return nil
	}); err != nil || !news {
		return err
	}
	return t.exec(`UPDATE printed_twice SET settled = 0 WHERE number = $1`, bearers[0].Number[:])
}

// NumbersTwice implements archive.Tx.
func (t *Tx) NumbersTwice(most int) (all []archive.Number, err error) {
	err = t.each(`SELECT number, subject, file, at FROM printed_twice WHERE settled = 0
		ORDER BY number, at, subject LIMIT $1`, []any{most}, func(rows *sql.Rows) error {
		n, err := scanNumber(rows)
		all = append(all, n)
		return err
	})
	return all, err
}

// NumberSettled implements archive.Tx.
func (t *Tx) NumberSettled(number record.Hash) error {
	return t.exec(`UPDATE printed_twice SET settled = 1 WHERE number = $1`, number[:])
}

func scanNumber(rows *sql.Rows) (n archive.Number, err error) {
	err = rows.Scan(hash(&n.Number), id(&n.Subject), &n.File, clock(&n.At))
	return n, err
}
