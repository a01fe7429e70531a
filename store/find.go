package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/ident"
	"ruhui/store/record"
)

// Hit is a person found. What identifies the person is masked, as in all lists;
// opening the person shows more.
type Hit struct {
	Person    uuid.UUID
	Name      string // masked
	Number    string // masked; of the first document
	PhoneTail string // last four digits
	Town      string // nine digits
	Member    record.MembershipState
	Union     uuid.UUID // holding union
	Residence record.CaseState
	Visited   civil.Date // last visit known here
	Listed    int        // events to be looked at
	Rank      Rank
}

// Rank is how well a hit fits, the best first.
type Rank int

// Ranks.
const (
	Exact Rank = iota
	Prefix
	Initials
	Part
	none
)

// maxHits is what a list can show; who finds more types more.
const maxHits = 50

// Find looks for persons by name, pinyin in full or initials, the last digits
// of a document's number or the telephone, the full number, or the number of a
// case or member. Words, and hanzi, letters and digits within a word, must all
// fit: 张sy 0018. The best come first, then those seen last. An empty query
// finds nobody.
func (ses *Session) Find(ctx context.Context, query string) ([]Hit, error) {
	o, err := ses.use()
	if err != nil {
		return nil, err
	}
	query = strings.TrimSpace(query)
	if query == "" {
		return nil, nil
	}
	var found []scored
	err = ses.store.look(ctx, o.keys, func(v *view) error {
		found, err = v.byNumber(o.index, query)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		found = o.index.search(parts(query))
	}
	return hits(found), nil
}

type scored struct {
	entry *entry
	rank  Rank
}

func hits(found []scored) []Hit {
	slices.SortFunc(found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), b.entry.visited.Compare(a.entry.visited),
			cmp.Compare(a.entry.line.Name, b.entry.line.Name), cmp.Compare(a.entry.row, b.entry.row))
	})
	list := make([]Hit, 0, min(len(found), maxHits))
	for _, f := range found[:min(len(found), maxHits)] {
		list = append(list, f.entry.hit(f.rank))
	}
	return list
}

func (e *entry) hit(rank Rank) Hit {
	h := Hit{Person: e.id, Name: ident.MaskName(cmp.Or(e.line.Name, e.line.Latin)), PhoneTail: e.line.Tail, Town: e.town,
		Member: e.member, Union: e.holding, Residence: e.residence, Visited: e.visited, Listed: e.listed, Rank: rank}
	if len(e.line.Numbers) > 0 {
		h.Number = e.line.Numbers[0]
	}
	return h
}

// search reads every line; each part of the query must fit.
func (x *index) search(parts []part) []scored {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var found []scored
	for _, e := range x.entries {
		rank := Exact
		for _, p := range parts {
			if rank = max(rank, p.rank(e)); rank == none {
				break
			}
		}
		if rank != none {
			found = append(found, scored{e, rank})
		}
	}
	return found
}
