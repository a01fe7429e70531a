package print

import (
	"strings"
	"unicode"
)

// What may not begin or end a line (GB/T 15834, W3C clreq): closing marks cling
// to what stands before them, opening ones and the box to what follows.
const (
	noStart = "，。、；：？！）】》〉」』〕”’…—～·％‰℃,.;:?!)]}%"
	noEnd   = "（【《〈「『〔“‘([{" + string(box)
)

// wrap breaks s, which must be drawable, into lines that measure at most width.
// A number or a Latin word stays whole unless it is wider than a line. No line
// is empty; an empty s has none.
func wrap(s string, width float64, measure func(rune) float64) []string {
	var lines []string
	for rest := []rune(strings.TrimSpace(s)); len(rest) > 0; {
		n := fitting(rest, width, measure)
		if n < len(rest) {
			n = lastBreak(rest, n)
		}
		lines = append(lines, strings.TrimRight(string(rest[:n]), " "))
		for rest = rest[n:]; len(rest) > 0 && rest[0] == ' '; {
			rest = rest[1:]
		}
	}
	return lines
}

// fitting counts the letters that one line takes, at least one.
func fitting(letters []rune, width float64, measure func(rune) float64) int {
	used := 0.0
	for i, r := range letters {
		used += measure(r)
		if used > width && i > 0 {
			return i
		}
	}
	return len(letters)
}

// lastBreak gives the last place at or before n where a line may end; n itself
// when there is none, for then the line holds one thing too long for it.
func lastBreak(letters []rune, n int) int {
	for i := n; i > 0; i-- {
		if mayBreak(letters[i-1], letters[i]) {
			return i
		}
	}
	return n
}

// mayBreak says whether a line may end between two neighbours.
func mayBreak(before, after rune) bool {
	switch {
	case before == ' ' || after == ' ':
		return true
	case strings.ContainsRune(noStart, after), strings.ContainsRune(noEnd, before):
		return false
	case unicode.IsDigit(before) && strings.ContainsRune("年月日时分元号", after),
		strings.ContainsRune("年月", before) && unicode.IsDigit(after):
		return false // a date or a count reads as one
	}
	return !wordy(before) || !wordy(after)
}

// wordy are the letters of numbers, Latin words, telephone numbers and links.
func wordy(r rune) bool {
	if r < 0x80 {
		return r > ' ' && !strings.ContainsRune("()[]{}<>,;!", r)
	}
	return r < 0x2000 && unicode.IsLetter(r)
}
