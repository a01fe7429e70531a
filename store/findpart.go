package store

import (
	"slices"
	"strings"
	"unicode"

	"ruhui/store/ident"
)

// part is a run of hanzi, of letters or of digits, or a name written partly in
// hanzi and partly in letters.
type part struct {
	text string
	kind partKind
	runs []part // of a mixed one
}

type partKind int

const (
	hanzi partKind = iota
	letters
	numerals
	mixed
)

func parts(query string) []part {
	var list []part
	for _, word := range strings.Fields(strings.ToLower(ident.NormaliseName(query))) {
		list = append(list, mix(runs(word))...)
	}
	return list
}

func runs(word string) []part {
	var list []part
	for _, r := range word {
		k := kindOf(r)
		if n := len(list); n > 0 && list[n-1].kind == k {
			list[n-1].text += string(r)
			continue
		}
		list = append(list, part{text: string(r), kind: k})
	}
	return list
}

// mix makes one part of hanzi and letters beside each other: they are one name.
func mix(list []part) []part {
	var out []part
	for _, p := range list {
		n := len(out)
		switch {
		case n == 0 || p.kind == numerals || out[n-1].kind == numerals:
			out = append(out, p)
		case out[n-1].kind == mixed:
			out[n-1].runs = append(out[n-1].runs, p)
		default:
			out[n-1] = part{kind: mixed, runs: []part{out[n-1], p}}
		}
	}
	return out
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
	case mixed:
		return p.rankMixed(e)
	}
	return p.rankHanzi(e)
}

func (p part) rankMixed(e *entry) Rank {
	for _, name := range []string{e.line.Name, e.line.Former} {
		if spelt([]rune(name), p.runs) {
			return Initials
		}
	}
	return none
}

// spelt says that a name begins with the runs, its letters being the pinyin or
// the initials of the hanzi they stand for.
func spelt(name []rune, runs []part) bool {
	if len(runs) == 0 {
		return true
	}
	run, rest := runs[0], runs[1:]
	if run.kind == hanzi {
		n := len([]rune(run.text))
		return len(name) >= n && string(name[:n]) == run.text && spelt(name[n:], rest)
	}
	for n := 1; n <= len(name); n++ {
		if reads(string(name[:n]), run.text, len(rest) == 0) && spelt(name[n:], rest) {
			return true
		}
	}
	return false
}

// reads: only the last letters may be cut short.
func reads(name, typed string, last bool) bool {
	r := ident.Pinyin(name)
	return slices.ContainsFunc(slices.Concat(r.Full, r.Initials), func(s string) bool {
		return s == typed || last && strings.HasPrefix(s, typed)
	})
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
