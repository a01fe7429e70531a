package ui

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// Choice is one of a table: the code that is recorded and the text for people.
type Choice struct {
	Code  string
	Label string
}

// matchChoices returns the indices that typed may mean, best first: the code's
// beginning, then the text's, then its pinyin by initials or in full, then the
// text anywhere.
func matchChoices(choices []Choice, typed string) []int {
	typed = strings.ToLower(strings.Map(halfWidth, strings.TrimSpace(typed)))
	var ranks [4][]int
	for i, c := range choices {
		if rank := matchRank(c, typed); rank >= 0 {
			ranks[rank] = append(ranks[rank], i)
		}
	}
	var all []int
	for _, r := range ranks {
		all = append(all, r...)
	}
	return all
}

func matchRank(c Choice, typed string) int {
	switch {
	case strings.HasPrefix(strings.ToLower(c.Code), typed):
		return 0
	case strings.HasPrefix(strings.ToLower(c.Label), typed):
		return 1
	case strings.Contains(strings.ToLower(c.Label), typed):
		return 3
	case isLetters(typed) && spells(readings(c.Label), typed):
		return 2
	}
	return -1
}

func isLetters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) }) < 0
}

// readings returns the readings of each Han character of a text, all of them:
// 藏 is zang in 藏族 and cang elsewhere. What is not Han is skipped.
func readings(text string) [][]string {
	args := pinyin.NewArgs()
	args.Heteronym = true
	return pinyin.Pinyin(text, args)
}

// spells reports whether typed begins to spell the characters, each by its
// first letter or in full: "hz", "hanz" and "hanzu" spell 汉族.
func spells(characters [][]string, typed string) bool {
	if typed == "" {
		return true
	}
	if len(characters) == 0 {
		return false
	}
	for _, reading := range characters[0] {
		switch {
		case strings.HasPrefix(reading, typed),
			strings.HasPrefix(typed, reading) && spells(characters[1:], typed[len(reading):]),
			reading != "" && typed[0] == reading[0] && spells(characters[1:], typed[1:]):
			return true
		}
	}
	return false
}
