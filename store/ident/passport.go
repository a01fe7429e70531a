package ident

import "regexp"

// PassportID is a passport's number and the state that issued it; only both together name a passport.
type PassportID struct {
	Number string
	Issuer string // as in the machine-readable zone: three capital letters, Germany DEU
}

var (
	chinesePassport = regexp.MustCompile(`^(E[A-HJ-NP-Z]\d{7}|[EG]\d{8}|[DSP]\d{7,8}|[DSP]E\d{7})$`)
	anyPassport     = regexp.MustCompile(`^[A-Z0-9]{5,20}$`)
)

// Passport reads a number and its issuing state. Of other states than CHN any 5 to 20 letters and digits are taken.
func Passport(s, issuer string) (PassportID, Check) {
	p := PassportID{Normalise(s), issuingState(issuer)}
	form := anyPassport
	if p.Issuer == "CHN" {
		form = chinesePassport
	}
	switch {
	case !form.MatchString(p.Number):
		return PassportID{}, fail(BadFormat)
	case !letters(p.Issuer, 3):
		return PassportID{}, fail(BadIssuer)
	}
	return p, Check{}
}

// issuingState writes Germany with three letters: its passports say D<<, lists DEU, and one person must not become two.
func issuingState(s string) string {
	s = Normalise(s)
	for len(s) > 0 && s[len(s)-1] == '<' {
		s = s[:len(s)-1]
	}
	if s == "D" {
		return "DEU"
	}
	return s
}
