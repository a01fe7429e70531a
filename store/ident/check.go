// Package ident knows the numbers, codes and names the window works with: identity documents, credit codes, telephone
// numbers, division codes, our own case and member numbers, names and their pinyin; it reads, checks, masks and, for our own
// numbers, builds them. It also computes a person's id from a document.
//
// It is pure: no files, no network, no clock (who asks whether a document has expired brings the day). Whether a number was
// really given to anybody is not for it to say.
//
// Its surprise is that little is an error. Only form, date and check digit are; an unknown prefix, an expired card or a rare
// letter is a warning, because the visitor stands there with a genuine document that our tables have not heard of.
package ident

import (
	"strings"
	"unicode"
)

// Level says how bad a finding is.
type Level int

const (
	Fine  Level = iota // nothing to say
	Warn               // shown to the clerk, who goes on
	Error              // the value cannot be right
)

// Check is what a validator found. Code is a stable message key, empty when fine; it never holds a part of the value.
type Check struct {
	Level Level
	Code  string
}

// OK says that the value may be kept: it is fine or only warned about.
func (c Check) OK() bool { return c.Level != Error }

// The codes a Check may carry, which are keys of the messages shown.
const (
	BadFormat        = "BadFormat"        // not of the prescribed form
	BadProvince      = "BadProvince"      // the first two digits name no province
	BadDate          = "BadDate"          // a date in it does not exist, or lies before 1900
	FutureBirth      = "FutureBirth"      // born after today
	BadCheckDigit    = "BadCheckDigit"    // the check digit does not agree
	WrongDocType     = "WrongDocType"     // the number belongs to another kind of document
	LegacyNumber     = "LegacyNumber"     // 15 digits: good for finding, not as a document since 2013
	BadIssuer        = "BadIssuer"        // a passport needs its issuing state
	UnusualNumber    = "UnusualNumber"    // allowed, but look twice
	AskCentury       = "AskCentury"       // the number does not tell the century of birth
	UnknownCounty    = "UnknownCounty"    // county not in today's table; it may have been abolished
	UnknownCode      = "UnknownCode"      // a code not in its table
	DocExpired       = "DocExpired"       // the document is past its day
	SexMismatch      = "SexMismatch"      // sex and number disagree
	BirthMismatch    = "BirthMismatch"    // date of birth and number disagree
	UnknownPrefix    = "UnknownPrefix"    // a mobile prefix not heard of
	UnknownAuthority = "UnknownAuthority" // a credit code's first character names no authority
	BadOrgCheck      = "BadOrgCheck"      // the organisation code inside a credit code does not agree with itself
	NameEmpty        = "NameEmpty"        // no name
	NameTooLong      = "NameTooLong"      // more than 100 characters
	NameBadLetter    = "NameBadLetter"    // digits, signs, damaged text
	NameBadDot       = "NameBadDot"       // a separator first, last or doubled
	NameUncoded      = "NameUncoded"      // 含未编码字: a character from the private-use area
	NameOddLetter    = "NameOddLetter"    // letters other than hanzi and A–Z
	NameOneLetter    = "NameOneLetter"    // a single character
	NameLong         = "NameLong"         // more than 25 hanzi
)

func warn(code string) Check { return Check{Warn, code} }
func fail(code string) Check { return Check{Error, code} }

// Normalise puts a number or code into the one form it is checked, stored and compared in: full-width characters made
// half-width, spaces and hyphens dropped, letters upper-case. Normalising again changes nothing.
func Normalise(s string) string {
	return strings.Map(func(r rune) rune {
		r = halfWidth(r)
		if r == '-' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) { // Cf: marks that cannot be seen, copied from chats
			return -1
		}
		if 'a' <= r && r <= 'z' { // unicode.ToUpper would make ASCII out of other scripts (ı, ſ)
			return r - 'a' + 'A'
		}
		return r
	}, s)
}

// halfWidth maps the full-width forms of ASCII, and the ideographic space, to ASCII.
func halfWidth(r rune) rune {
	switch {
	case '！' <= r && r <= '～':
		return r - '！' + '!'
	case r == '\u3000':
		return ' '
	}
	return r
}

// digits says that s is n digits.
func digits(s string, n int) bool {
	return len(s) == n && allIn(s, '0', '9')
}

func letters(s string, n int) bool {
	return len(s) == n && allIn(s, 'A', 'Z')
}

func allIn(s string, from, to byte) bool {
	for i := range len(s) {
		if s[i] < from || s[i] > to {
			return false
		}
	}
	return true
}
