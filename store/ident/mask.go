package ident

import (
	"strings"
	"unicode/utf8"
)

// Masks are for lists, prints and the visitor's screen. None gives back the full value of anything but an empty one; what is
// too short to keep its middle hidden is hidden whole.

// MaskName keeps the first hanzi of two (王*), the first and last of more (李*明), and of a name with a separator or in
// Latin letters the first letter only (阿***).
func MaskName(name string) string {
	letters := []rune(NormaliseName(name))
	switch n := len(letters); {
	case n == 0:
		return ""
	case n == 1:
		return "*"
	case strings.ContainsRune(string(letters), Dot) || countHanzi(string(letters)) < n:
		return string(letters[0]) + "***"
	case n == 2:
		return string(letters[0]) + "*"
	default:
		return keep(letters, 1, 1)
	}
}

// MaskID keeps the first 6 and last 4 of an identity number of 18 characters, for lists (前6后4), and fewer of a shorter
// document number.
func MaskID(number string) string {
	letters := []rune(Normalise(number))
	switch n := len(letters); {
	case n >= 18:
		return keep(letters, 6, 4)
	case n >= 12:
		return keep(letters, 3, 3)
	case n >= 8:
		return keep(letters, 2, 2)
	}
	return hidden(letters)
}

// MaskIDPublic keeps the first and last character, for screens that the public sees (前1后1).
func MaskIDPublic(number string) string {
	letters := []rune(Normalise(number))
	if len(letters) < 8 {
		return hidden(letters)
	}
	return keep(letters, 1, 1)
}

// MaskPhone keeps three and four digits of a mobile number (138****0000), the area code and the last two of a landline, and
// the last two of whatever else somebody typed.
func MaskPhone(phone string) string {
	if s, check := Mobile(phone); check.OK() {
		return keep([]rune(s), 3, 4)
	}
	if s, check := Landline(phone); check.OK() {
		return keep([]rune(s), strings.IndexByte(s, '-')+1, 2)
	}
	letters := []rune(Normalise(phone))
	if len(letters) < 8 {
		return hidden(letters)
	}
	return keep(letters, 0, 2)
}

// MaskBank keeps the last 4 digits of an account.
func MaskBank(account string) string {
	letters := []rune(Normalise(account))
	if len(letters) < 8 {
		return hidden(letters)
	}
	return keep(letters, 0, 4)
}

// MaskAddress keeps an address down to its village or community, or else its town, county or city: "…新丰镇样例村***". Where
// nothing lies below that, it keeps the level above.
func MaskAddress(address string) string {
	address = strings.TrimSpace(address)
	if address == "" {
		return ""
	}
	rest := -1
	for _, level := range addressLevels {
		at := level(address)
		// A house before the word means that it belongs to a shop or a lane, and all up to there is too much.
		if at > 0 && at < len(address) && !strings.ContainsAny(address[:at], "号幢栋室弄") {
			rest = at
			break
		}
	}
	if rest < 0 {
		return "***"
	}
	return address[:rest] + "***"
}

// addressLevels find, the lowest first, where in an address a level's name ends.
var addressLevels = []func(string) int{
	func(s string) int { return endOf(s, "", "村", "社区", "居委会") },
	func(s string) int { return endOf(s, "", "镇", "乡", "街道") },
	func(s string) int { return endOf(s, "小园社片校厂矿库治", "区") },
	func(s string) int { return endOf(s, "", "县", "旗") },
	func(s string) int { return endOf(s, "超门夜", "市") },
	func(s string) int { return endOf(s, "", "省", "自治区") },
}

// endOf gives where the first of the words ends that does not follow one of the hanzi not, -1 when there is none. The first
// one shows least, should a word also be part of a name.
func endOf(s, not string, words ...string) int {
	end := -1
	for _, w := range words {
		for from := 0; ; {
			i := strings.Index(s[from:], w)
			if i < 0 {
				break
			}
			at := from + i
			before, _ := utf8.DecodeLastRuneInString(s[:at])
			from = at + len(w)
			if at > 0 && !strings.ContainsRune(not, before) {
				if end < 0 || from < end {
					end = from
				}
				break
			}
		}
	}
	return end
}

// keep shows the first and last letters and a star for each between; there are more letters than those.
func keep(letters []rune, first, last int) string {
	n := len(letters)
	return string(letters[:first]) + strings.Repeat("*", n-first-last) + string(letters[n-last:])
}

func hidden(letters []rune) string { return strings.Repeat("*", len(letters)) }
