package store

import (
	"iter"
	"strings"
)

// rankDigits compares digits with what masks leave of a number, and with the
// end of the telephone. What lies under stars may be anything, as long as at
// least the three digits at that end are seen to fit; who types a number in
// full is answered by [view.byDocument].
func (p *part) rankDigits(numbers iter.Seq2[[]byte, bool]) Rank {
	best := none
	if len(p.digits) < leastShort {
		return none
	}
	for number, tail := range numbers {
		no := string(number)
		if tail {
			if strings.HasSuffix(no, p.digits) {
				return Exact
			}
			break
		}
		best = min(best, rankNumber(no, p.digits))
		if digits, check := strings.CutSuffix(no, "X"); check {
			best = min(best, rankEnd(digits, p.digits))
		}
	}
	return best
}

func rankNumber(masked, typed string) Rank {
	switch {
	case masked == typed:
		return Exact
	case len(typed) >= len(masked):
		return none
	}
	rank := rankEnd(masked, typed)
	if rank != Exact && beginning(masked) != 0 && fits(masked[:len(typed)], typed) {
		return Prefix
	}
	return rank
}

// rankEnd: an ending that reaches under the stars is a guess.
func rankEnd(masked, typed string) Rank {
	switch {
	case len(typed) >= len(masked) || ending(masked) == 0 || !fits(masked[len(masked)-len(typed):], typed):
		return none
	case strings.HasSuffix(masked, typed):
		return Exact
	}
	return Part
}

func fits(masked, typed string) bool {
	for i := range len(typed) {
		if masked[i] != typed[i] && masked[i] != '*' {
			return false
		}
	}
	return true
}
