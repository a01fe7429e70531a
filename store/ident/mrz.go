package ident

import (
	"strings"

	"ruhui/store/civil"
)

// MRZ is the second line of a passport's machine-readable zone (ICAO 9303 part 4, TD3). The issuing state stands in the
// first line; the nationality may differ from it.
type MRZ struct {
	Number      string     // the passport's
	Nationality string     // three letters, Germany DEU
	Birth       civil.Date // zero where the passport leaves it open
	Sex         Sex        // SexUnstated where the passport leaves it open
	Expires     civil.Date
	Personal    string // the state's own number, often ""
}

// ParseMRZ reads the 44 characters of the line with its five check digits. The two digits of a birth year are of the past
// hundred years before today, those of the expiry are nearest to today; today must be given. A passport past its day is a
// warning.
func ParseMRZ(line string, today civil.Date) (MRZ, Check) {
	s := Normalise(line)
	if len(s) != 44 || !isMRZ(s) || !digits(s[21:27], 6) {
		return MRZ{}, fail(BadFormat)
	}
	if !mrzAgrees(s) {
		return MRZ{}, fail(BadCheckDigit)
	}
	m := MRZ{Number: trimFill(s[:9]), Nationality: issuingState(s[10:13]), Sex: mrzSex(s[20]), Personal: trimFill(s[28:42])}
	var okBirth, okExpiry bool
	m.Birth, okBirth = mrzBirth(s[13:19], today)
	m.Expires, okExpiry = mrzDate(s[21:27], today.Year+50)
	switch {
	case m.Number == "" || !letters(m.Nationality, 3):
		return MRZ{}, fail(BadFormat)
	case !okBirth || !okExpiry:
		return MRZ{}, fail(BadDate)
	}
	return m, Expired(m.Expires, today)
}

func isMRZ(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '<' && !('0' <= r && r <= '9') && !('A' <= r && r <= 'Z')
	})
}

// mrzAgrees checks number, birth, expiry, personal number (whose digit is < or 0 when it is empty) and all together.
func mrzAgrees(s string) bool {
	personal := s[42] == mrzDigit(s[28:42]) || s[42] == '<' && trimFill(s[28:42]) == ""
	return s[9] == mrzDigit(s[:9]) && s[19] == mrzDigit(s[13:19]) && s[27] == mrzDigit(s[21:27]) && personal &&
		s[43] == mrzDigit(s[:10]+s[13:20]+s[21:43])
}

// mrzDigit is the check digit of ICAO 9303: weights 7, 3, 1 over the values of digits, letters (A is 10) and the filler (0).
func mrzDigit(s string) byte {
	sum := 0
	for i := range len(s) {
		sum += charValue(s[i]) * [...]int{7, 3, 1}[i%3]
	}
	return '0' + byte(sum%10)
}

// charValue is 0 to 9 for digits, 10 to 35 for letters, 0 for anything else.
func charValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'Z':
		return int(c-'A') + 10
	}
	return 0
}

func trimFill(s string) string { return strings.TrimRight(s, "<") }

func mrzSex(c byte) Sex {
	switch c {
	case 'M':
		return Male
	case 'F':
		return Female
	}
	return SexUnstated
}

// mrzBirth gives no date, and no complaint, when the passport fills a part it does not know with <.
func mrzBirth(s string, today civil.Date) (civil.Date, bool) {
	if strings.Contains(s, "<") {
		return civil.Date{}, true
	}
	birth, ok := mrzDate(s, today.Year)
	if ok && birth.After(today) { // later this year: a hundred years ago
		return mrzDate(s, today.Year-1)
	}
	return birth, ok
}

// mrzDate reads YYMMDD as of the last such year up to latest.
func mrzDate(s string, latest int) (civil.Date, bool) {
	if !digits(s, 6) {
		return civil.Date{}, false
	}
	back := (latest - twoDigits(s)) % 100
	if back < 0 {
		back += 100
	}
	d := civil.Date{Year: latest - back, Month: twoDigits(s[2:]), Day: twoDigits(s[4:])}
	return d, d.Valid()
}

func twoDigits(s string) int { return charValue(s[0])*10 + charValue(s[1]) }
