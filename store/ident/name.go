package ident

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Dot separates the parts of a name of one of the minorities: U+00B7 and nothing else (民委发〔2016〕33号).
const Dot = '·'

const (
	maxName  = 100 // characters; a field must hold 25 hanzi at least, we hold any name we have seen
	longName = 25  // hanzi
)

// otherDots are what input methods, old systems and scanners put where the Dot belongs.
const otherDots = "\u2022\u30fb\u2027\uff65\u2219\u22c5\uff0e.\u25cf"

// Name normalises and checks a person's name. A single character is no error, nor are more than 25 hanzi, private-use
// characters or letters of other alphabets; all are warned about. The name is never split into parts nor its order changed.
func Name(s string) (string, Check) {
	name := NormaliseName(s)
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "", fail(NameEmpty)
	case n > maxName:
		return name, fail(NameTooLong)
	case hasBadLetter(name):
		return name, fail(NameBadLetter)
	case hasBadDot(name):
		return name, fail(NameBadDot)
	case HasUncoded(name):
		return name, warn(NameUncoded)
	case strings.ContainsFunc(name, isOddLetter):
		return name, warn(NameOddLetter)
	case n == 1:
		return name, warn(NameOneLetter)
	case countHanzi(name) > longName:
		return name, warn(NameLong)
	}
	return name, Check{}
}

// NormaliseName gives the one form a name is stored in: spaces around it dropped, and all of them where it has hanzi;
// full-width Latin letters made half-width and lower-case ones upper-case; a dot of any shape between two hanzi made U+00B7.
// Hanzi are kept as they are, byte for byte: no variant, compatibility or private-use character is replaced, since the card
// says how the person is spelt. Normalising again changes nothing.
func NormaliseName(s string) string {
	letters := []rune(strings.Map(plainLetter, s))
	text := string(letters)
	if strings.ContainsFunc(text, isHanzi) {
		letters = []rune(strings.Join(strings.Fields(text), ""))
	} else {
		letters = []rune(strings.Join(strings.Fields(text), " "))
	}
	for i := 1; i < len(letters)-1; i++ {
		if strings.ContainsRune(otherDots, letters[i]) && isHanzi(letters[i-1]) && isHanzi(letters[i+1]) {
			letters[i] = Dot
		}
	}
	return string(letters)
}

func plainLetter(r rune) rune {
	if r == '．' { // a dot to judge between hanzi, before it becomes a full stop
		return r
	}
	r = halfWidth(r)
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Cf, r): // marks that cannot be seen, copied from chats
		return -1
	case r == '’' || r == '‘':
		return '\''
	case 'a' <= r && r <= 'z':
		return r - 'a' + 'A'
	}
	return r
}

// isHanzi takes the unified ideographs with all extensions, also those younger than our tables (planes 2 and 3), the
// compatibility ideographs, 〇, and the private-use areas, where old systems keep hanzi that had no code.
func isHanzi(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF || 0x3400 <= r && r <= 0x4DBF || 0xF900 <= r && r <= 0xFAFF ||
		0x20000 <= r && r <= 0x3FFFD || r == '〇' || isUncoded(r)
}

func isUncoded(r rune) bool { return unicode.Is(unicode.Co, r) }

// HasUncoded says that the name has a character of a private-use area. No font shows it; the screen says 含未编码字.
func HasUncoded(name string) bool { return strings.ContainsFunc(name, isUncoded) }

func countHanzi(s string) int {
	n := 0
	for _, r := range s {
		if isHanzi(r) {
			n++
		}
	}
	return n
}

func isPlain(r rune) bool {
	return isHanzi(r) || r == Dot || 'A' <= r && r <= 'Z' || r == ' ' || r == ',' || r == '-' || r == '\''
}

// isOddLetter finds letters and their accents beyond those that documents use.
func isOddLetter(r rune) bool {
	return !isPlain(r) && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.Is(unicode.Han, r))
}

func hasBadLetter(name string) bool {
	if !utf8.ValidString(name) {
		return true
	}
	return strings.ContainsFunc(name, func(r rune) bool { return !isPlain(r) && !isOddLetter(r) })
}

func hasBadDot(name string) bool {
	return strings.HasPrefix(name, string(Dot)) || strings.HasSuffix(name, string(Dot)) ||
		strings.Contains(name, string(Dot)+string(Dot))
}

// SameName says that two spellings are one name: equal once normalised, also in Unicode's NFC. Variants are not the same:
// 杨 and 楊 may be two people, so a person is asked.
func SameName(a, b string) bool {
	return norm.NFC.String(NormaliseName(a)) == norm.NFC.String(NormaliseName(b))
}
