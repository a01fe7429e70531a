package rows

import (
	"database/sql"
	"fmt"
	"slices"

	"ruhui/store/record"
	"ruhui/sync/district/archive"
)

// LockFeeds implements archive.Tx.
func (t *Tx) LockFeeds(names []string) ([]archive.FeedHead, error) {
	heads, err := t.feeds(names, t.dialect.Locking)
	if err != nil {
		return nil, err
	}
	if missing := without(names, heads); len(missing) > 0 {
		l := newList("tb", len(missing))
		for _, name := range missing {
			l.add(name, make([]byte, len(record.Hash{})))
		}
		if err := t.execOf(l, `WITH v(name, hash) AS (LIST)
			INSERT INTO feed (name, position, hash) SELECT name, 0, hash FROM v WHERE true ORDER BY name
			ON CONFLICT (name) DO NOTHING`); err != nil {
			return nil, err
		}
		if heads, err = t.feeds(names, t.dialect.Locking); err != nil {
			return nil, err
		}
	}
	given := make([]archive.FeedHead, len(names))
	for i, name := range names {
		head, ok := heads[name]
		if !ok {
			return nil, fmt.Errorf("lock feed %s: its row is gone", name)
		}
		given[i] = head
	}
	return given, nil
}

// FeedHeads implements archive.Tx.
func (t *Tx) FeedHeads(names []string) ([]archive.FeedHead, error) {
	heads, err := t.feeds(names, "")
	if err != nil {
		return nil, err
	}
	given := make([]archive.FeedHead, len(names))
	for i, name := range names {
		given[i] = heads[name]
		given[i].Name = name
	}
	return given, nil
}

// feeds reads heads by name, in the order in which all writers lock them.
func (t *Tx) feeds(names []string, locking string) (map[string]archive.FeedHead, error) {
	heads := make(map[string]archive.FeedHead, len(names))
	l := newList("t", len(names))
	for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
		l.add(name)
	}
	err := t.eachOf(l, `WITH v(name) AS (LIST) SELECT id, name, position, hash FROM feed
		WHERE name IN (SELECT name FROM v) ORDER BY name`+locking, func(rows *sql.Rows) error {
		var h archive.FeedHead
		err := rows.Scan(&h.Feed, &h.Name, &h.Position, hash(&h.Hash))
		heads[h.Name] = h
		return err
	})
	return heads, err
}

func without(names []string, heads map[string]archive.FeedHead) (missing []string) {
	for _, name := range names {
		if _, ok := heads[name]; !ok && !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
	}
	return missing
}

// FeedNames implements archive.Tx.
func (t *Tx) FeedNames() (names []string, err error) {
	err = t.each(`SELECT name FROM feed ORDER BY name`, nil, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		names = append(names, name)
		return err
	})
	return names, err
}
