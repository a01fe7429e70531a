package ui

import (
	"strings"
	"unicode"
)

// Mode is what an entry takes. What does not belong is dropped, typed or
// pasted; whether the result is right is for the record's own rules to say.
type Mode int

// The modes of an entry. Full-width digits, letters and signs, as a Chinese
// keyboard types them, count as their ASCII twins in all but ModeText.
const (
	ModeText   Mode = iota // anything
	ModeDigits             // 0–9
	ModeNumber             // document and credit codes: digits and letters, made upper case
	ModeDate               // 2006-01-02, typed as eight digits or with separators
	ModeTerm               // ModeDate, or 长期, which the letter C stands for
	ModePhone              // digits, "-" and a leading "+"
	ModeAmount             // yuan: digits and one point with two places
)

// halfWidth maps U+FF01–FF5E to ASCII and the ideographic space to a space.
func halfWidth(r rune) rune {
	switch {
	case r >= 0xff01 && r <= 0xff5e:
		return r - 0xfee0
	case r == 0x3000:
		return ' '
	}
	return r
}

// insert returns text with added put in at rune position at, as the mode allows,
// and the position behind it. max limits the runes; 0 is no limit.
func (m Mode) insert(text string, at int, added string, max int) (string, int) {
	runes := []rune(text)
	at = min(max0(at), len(runes))
	switch {
	case m == ModeDate:
		return insertDate(runes, at, added)
	case m == ModeTerm:
		return insertTerm(runes, at, added)
	}
	before, after := string(runes[:at]), string(runes[at:])
	for _, r := range added {
		if max > 0 && len([]rune(before))+len([]rune(after)) >= max {
			break
		}
		if r, ok := m.accept(r, before, after); ok {
			before += string(r)
		}
	}
	return before + after, len([]rune(before))
}

// accept says whether r may stand between before and after, and as what.
func (m Mode) accept(r rune, before, after string) (rune, bool) {
	if m == ModeText {
		return r, unicode.IsPrint(r) || r == '\n' || unicode.Is(unicode.Co, r)
	}
	r = halfWidth(r)
	digit := r >= '0' && r <= '9'
	switch m {
	case ModeDigits:
		return r, digit
	case ModeNumber:
		r = unicode.ToUpper(r)
		return r, digit || r >= 'A' && r <= 'Z'
	case ModePhone:
		return r, digit || r == '-' && before != "" || r == '+' && before == ""
	case ModeAmount:
		point := strings.IndexByte(before, '.')
		if r == '.' {
			return r, before != "" && point < 0 && !strings.Contains(after, ".") && len(after) <= 2
		}
		return r, digit && (point < 0 || len(before)-point+len(after) <= 2)
	}
	return r, false
}

func max0(n int) int { return max(n, 0) }

// dateDigits are the digits of a date: four, two and two.
const dateDigits = 8

// insertDate puts the digits of added in; a separator after a single digit of a
// month or day pads it, so that 1990-1-5 becomes 1990-01-05.
func insertDate(runes []rune, at int, added string) (string, int) {
	before, after := digitsOf(string(runes[:at])), digitsOf(string(runes[at:]))
	for _, r := range added {
		r = halfWidth(r)
		switch {
		case r >= '0' && r <= '9':
			if len(before)+len(after) < dateDigits {
				before += string(r)
			}
		case strings.ContainsRune("-./年月日", r) && after == "":
			before = padLast(before)
		}
	}
	shown := len(formatDate(before))
	return formatDate(before + after), shown
}

// LongTerm is what stands in the place of a date that never comes.
const LongTerm = "长期"

// insertTerm takes a date, or one key for no date; what was there before makes
// way, and a part of the word is none.
func insertTerm(runes []rune, at int, added string) (string, int) {
	whole := string(runes) == LongTerm
	switch {
	case strings.ContainsAny(added, "长期cCｃＣ"):
		return LongTerm, len([]rune(LongTerm))
	case whole && added == "":
		return LongTerm, at
	case whole:
		return insertDate(nil, 0, added)
	}
	return insertDate(runes, at, added)
}

// padLast puts a zero before a month or day that has one digit so far.
func padLast(digits string) string {
	if n := len(digits); (n == 5 || n == 7) && digits[n-1] != '0' {
		return digits[:n-1] + "0" + digits[n-1:]
	}
	return digits
}

func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r = halfWidth(r); r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}

// formatDate sets the dashes once digits follow them: "2026091" is "2026-09-1".
func formatDate(digits string) string {
	switch {
	case len(digits) > 6:
		return digits[:4] + "-" + digits[4:6] + "-" + digits[6:]
	case len(digits) > 4:
		return digits[:4] + "-" + digits[4:]
	}
	return digits
}
