package store

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"ruhui/store/ident"
)

// part is a piece of a query: letters of a name, in hanzi and pinyin, or
// digits. All parts of a query must fit.
type part struct {
	letters []rune // small; at most maxLetters
	digits  string // with a check letter X behind; "" when it is letters
	pinyin  bool   // some of the letters are Latin
	need    marks  // for digits either as an ending or as a beginning
}

// Bounds of a query. Nobody types more, but a scanner may.
const (
	maxLetters = 60 // they are counted in the bits of a word
	maxParts   = 8
	leastShort = 3 // digits: fewer say too little
)

// parts takes a query apart at its digits. Spaces, dots, hyphens and accents
// between letters do not count: zhang shi yang is one name.
func parts(query string) []part {
	text := []rune(strings.ToLower(norm.NFD.String(ident.NormaliseName(query))))
	var list []part
	name := part{}
	for i := 0; i < len(text); i++ {
		r := text[i]
		switch {
		case isDigit(r):
			if len(name.letters) > 0 {
				list, name = append(list, name), part{}
			}
			end := digitsEnd(text, i)
			list = append(list, part{digits: strings.ToUpper(string(text[i:end]))})
			i = end - 1
		case 'a' <= r && r <= 'z', ident.Single(r):
			if len(name.letters) < maxLetters {
				name.letters = append(name.letters, r)
				name.pinyin = name.pinyin || r <= 'z'
			}
		}
	}
	if len(name.letters) > 0 {
		list = append(list, name)
	}
	list = list[:min(len(list), maxParts)]
	for i := range list {
		list[i].need = list[i].marks()
	}
	return list
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' || r == '*' }

// digitsEnd is where the digits that begin at i end. A single x behind them is
// the check letter of a citizen number.
func digitsEnd(text []rune, i int) int {
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	if i < len(text) && text[i] == 'x' && (i+1 == len(text) || text[i+1] == ' ') {
		i++
	}
	return i
}

func (p *part) marks() marks {
	var m marks
	for _, r := range p.letters {
		if r > 'z' {
			m.letters |= letterBit(r)
		}
	}
	if len(p.letters) > 0 && p.letters[0] <= 'z' {
		m.sounds = firstBit(byte(p.letters[0]))
		if len(p.letters) > 1 && p.letters[1] <= 'z' {
			m.sounds |= pairBit(byte(p.letters[0]), byte(p.letters[1]))
		}
	}
	if n := len(p.digits); n >= leastShort {
		m.digits = beginning(p.digits) | ending(p.digits)
	}
	return m
}

// may says whether somebody with these signatures can fit.
func (p *part) may(m *marks) bool {
	if p.digits != "" {
		return p.need.digits == 0 || p.need.digits&m.digits != 0
	}
	return p.need.letters&^m.letters == 0 && p.need.sounds&^m.sounds == 0
}
