package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

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

// part is a run of hanzi, of letters or of digits.
type part struct {
	text string
	kind partKind
}

type partKind int

const (
	hanzi partKind = iota
	letters
	numerals
)

func parts(query string) []part {
	var list []part
	for _, word := range strings.Fields(strings.ToLower(ident.NormaliseName(query))) {
		start := len(list)
		for _, r := range word {
			k := kindOf(r)
			if n := len(list); n > start && list[n-1].kind == k {
				list[n-1].text += string(r)
				continue
			}
			list = append(list, part{string(r), k})
		}
	}
	return list
}

func kindOf(r rune) partKind {
	switch {
	case '0' <= r && r <= '9' || r == '*':
		return numerals
	case r <= unicode.MaxLatin1 && r != ident.Dot || unicode.Is(unicode.Latin, r):
		return letters
	}
	return hanzi
}

func (p part) rank(e *entry) Rank {
	switch p.kind {
	case numerals:
		return p.rankDigits(e)
	case letters:
		return p.rankLetters(e)
	}
	return p.rankHanzi(e)
}

func (p part) rankHanzi(e *entry) Rank {
	best := none
	for _, name := range []string{e.line.Name, e.line.Former} {
		switch {
		case name == p.text:
			return Exact
		case strings.HasPrefix(name, p.text):
			best = min(best, Prefix)
		case strings.Contains(name, p.text):
			best = min(best, Part)
		}
	}
	return best
}

func (p part) rankLetters(e *entry) Rank {
	best := none
	for _, r := range e.readings {
		for _, full := range r.Full {
			switch {
			case full == p.text:
				return Exact
			case strings.HasPrefix(full, p.text):
				best = min(best, Prefix)
			}
		}
		for _, initials := range r.Initials {
			if strings.HasPrefix(initials, p.text) {
				best = min(best, Initials)
			}
		}
	}
	if best == none && strings.EqualFold(p.text, "x") { // the check letter typed apart from its digits
		return Part
	}
	return best
}

// rankDigits compares with the digits that masks leave: the last ones of a
// number or telephone. Fewer than three say too little.
func (p part) rankDigits(e *entry) Rank {
	if len(p.text) < 3 {
		return none
	}
	if e.line.Tail != "" && strings.HasSuffix(e.line.Tail, p.text) {
		return Exact
	}
	for _, no := range e.line.Numbers {
		switch digits := strings.TrimRight(no, "X"); {
		case strings.HasSuffix(no, p.text), digits != no && strings.HasSuffix(digits, p.text):
			return Exact
		case strings.HasPrefix(no, p.text):
			return Prefix
		}
	}
	return none
}
