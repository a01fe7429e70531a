package store

import (
	"cmp"
	"context"
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

// Find looks for persons by name, pinyin in full or initials (zh, ch and sh
// count as one letter), the last digits of a document's number or the
// telephone, the full number, or the number of a case or member. Hanzi and
// pinyin may be mixed within a name (张sy, zhangsy); names and digits must all
// fit (张sy 0018). The best come first, then those seen last. An empty query
// finds nobody. Soon after the first sign-in not everybody is found yet:
// [Session.Known] tells.
func (ses *Session) Find(ctx context.Context, query string) ([]Hit, error) {
	o, err := ses.use()
	if err != nil {
		return nil, err
	}
	query = strings.TrimSpace(query)
	if query == "" {
		return nil, nil
	}
	ses.store.turns.begin() // somebody types: news can wait
	defer ses.store.turns.end()
	x := ses.store.index.Load()
	list := []Hit{}
	err = ses.store.look(ctx, o.keys, func(v *view) error {
		found, err := v.byNumber(x, query)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			found = x.search(ctx, parts(query))
		}
		list, err = v.hits(found)
		return err
	})
	if err == nil {
		err = ctx.Err() // a search cut short has not found all
	}
	if err != nil {
		return nil, err
	}
	return list, nil
}

// hits reads what is shown of those found. Who was joined with somebody else a
// moment ago is left out.
func (v *view) hits(found []scored) ([]Hit, error) {
	list := make([]Hit, 0, len(found))
	for _, f := range found {
		e, here, err := v.entry(f.row)
		if err != nil {
			return nil, err
		}
		if here {
			list = append(list, e.hit(f.rank))
		}
	}
	return list, nil
}

func (e *entry) hit(rank Rank) Hit {
	h := Hit{Person: e.id, Name: ident.MaskName(cmp.Or(e.line.Name, e.line.Latin)), PhoneTail: e.line.Tail, Town: e.town,
		Member: e.member, Union: e.holding, Residence: e.residence, Visited: e.visited, Listed: e.listed, Rank: rank}
	if len(e.line.Numbers) > 0 {
		h.Number = e.line.Numbers[0]
	}
	return h
}
