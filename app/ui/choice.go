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
	case !isLetters(typed):
		return -1
	}
	initials, full := spell(c.Label)
	if strings.HasPrefix(initials, typed) || strings.HasPrefix(full, typed) {
		return 2
	}
	return -1
}

func isLetters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) }) < 0
}

// spell returns the pinyin of a text by initials and in full; what is not Han
// is skipped.
func spell(text string) (initials, full string) {
	for _, syllable := range pinyin.LazyConvert(text, nil) {
		initials += syllable[:1]
		full += syllable
	}
	return initials, full
}
