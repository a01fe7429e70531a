package ui

import "strings"

// Lines may not begin with what closes, nor end with what opens (GB/T 15834,
// 5.1.11; 避头尾). Fyne breaks between any two characters, which puts a 。 alone
// on a line.
const (
	closers = "，。、；：？！）》】」』”’…—·％℃,.;:?!)]}%"
	openers = "（《【「『“‘([{"
)

// wrapLines breaks text into lines that fit. Besides the rule above it keeps
// numbers and Latin words whole where a line can hold them.
func wrapLines(text string, fits func(line string) bool) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		rest := []rune(paragraph)
		for {
			n := longestFit(rest, fits)
			if n == len(rest) {
				lines = append(lines, string(rest))
				break
			}
			at := breakAt(rest, n)
			lines = append(lines, strings.TrimRight(string(rest[:at]), " "))
			rest = []rune(strings.TrimLeft(string(rest[at:]), " "))
		}
	}
	return lines
}

// longestFit is how many of the characters fit into a line, one at least.
func longestFit(text []rune, fits func(string) bool) int {
	if fits(string(text)) {
		return len(text)
	}
	low, high := 1, len(text)
	for low < high {
		mid := (low + high + 1) / 2
		if fits(string(text[:mid])) {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low
}

// breakAt is the last place up to n where the line may end; n itself where
// there is none, as within a very long word.
func breakAt(text []rune, n int) int {
	for at := n; at > 0; at-- {
		if mayBreak(text[at-1], text[at]) {
			return at
		}
	}
	return n
}

func mayBreak(before, after rune) bool {
	switch {
	case before == ' ' || after == ' ':
		return true
	case strings.ContainsRune(closers, after), strings.ContainsRune(openers, before):
		return false
	}
	return !inWord(before) || !inWord(after)
}

func inWord(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("*-_./", r)
}
