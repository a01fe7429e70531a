package ident

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ClearlyDifferent says that two names cannot both be of one person without somebody having erred, so that the number they
// came with is disputed. It is more forgiving than !SameName in what systems do to names on their own: leave the separator
// out, keep a character in a private-use code until it has one, order, hyphenate or cut Latin names differently, give the
// Chinese name of a foreigner or the Latin one. It is no more forgiving towards variants: 杨 and 楊 are clearly different,
// and a person decides. A name not given differs from none.
func ClearlyDifferent(a, b string) bool {
	a, b = norm.NFC.String(NormaliseName(a)), norm.NFC.String(NormaliseName(b))
	if a == "" || b == "" {
		return false
	}
	chineseA, chineseB := countHanzi(a) > 0, countHanzi(b) > 0
	switch {
	case chineseA != chineseB:
		return false
	case chineseA:
		return !sameHanzi(a, b)
	}
	return !sameLatin(a, b)
}

// sameHanzi compares letter by letter without separators; a private-use character may stand for any one hanzi.
func sameHanzi(a, b string) bool {
	x, y := onlyLetters(a), onlyLetters(b)
	return slices.EqualFunc(x, y, func(p, q rune) bool { return p == q || isUncoded(p) || isUncoded(q) })
}

func onlyLetters(s string) []rune {
	return slices.DeleteFunc([]rune(s), func(r rune) bool { return !isHanzi(r) && !unicode.IsLetter(r) })
}

// sameLatin compares the words in any order; if the shorter name is a beginning of the longer one, a field cut it off.
func sameLatin(a, b string) bool {
	x, y := latinWords(a), latinWords(b)
	one, other := strings.Join(x, ""), strings.Join(y, "")
	if len(one) > len(other) {
		one, other = other, one
	}
	if cut := 30; len(one) >= cut && strings.HasPrefix(other, one) { // shorter names were not cut: LI is not LIN
		return true
	}
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y) || one == other
}

func latinWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}
