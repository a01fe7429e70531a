package device

import (
	"ruhui/store/civil"
	"ruhui/store/ident"
)

// NotYetValid is the message key of a card whose first day is after today. More
// often than a card, it is the terminal's clock that is wrong.
const NotYetValid = "NotYetValid"

// Checks compares the fields of a card with each other and with today. All it
// finds are warnings, even what would be an error had it been typed: the card in
// the reader is genuine until the police say otherwise. None holds a part of the
// card. The codes are ident's and [NotYetValid]; empty means nothing to say.
func (c Card) Checks(today civil.Date) []ident.Check {
	birth, sex, number := c.readNumber(today)
	codes := []string{number.Code}
	if c.Birth.IsZero() {
		codes = append(codes, ident.BadDate)
	} else if !birth.IsZero() && birth != c.Birth {
		codes = append(codes, ident.BirthMismatch)
	}
	if sex != "" && sex != c.Sex {
		codes = append(codes, ident.SexMismatch)
	}
	if c.Kind == Resident && ident.Ethnics.Name(c.Ethnic) == "" {
		codes = append(codes, ident.UnknownCode)
	}
	if c.Unencoded() {
		codes = append(codes, ident.NameUncoded)
	}
	return warnings(append(codes, c.period(today)))
}

// readNumber reads the number as the kind of card demands. Birth and sex are
// empty when the number is wrong or does not tell them.
func (c Card) readNumber(today civil.Date) (civil.Date, ident.Sex, ident.Check) {
	switch c.Kind {
	case HMT:
		id, check := ident.HMT(c.Number, today)
		return id.Birth, id.Sex, check
	case Foreign2023:
		id, check := ident.ForeignPR(c.Number, today)
		return id.Birth, id.Sex, check
	case Foreign2017:
		// The number has two digits of the year; the card's own date tells the century.
		id, check := ident.ForeignPROld(c.Number, c.Birth.Year/100*100)
		return id.Birth, id.Sex, check
	}
	id, check := ident.Citizen(c.Number, today)
	return id.Birth, id.Sex, check
}

// period is the code of what is wrong with the days of validity, "" for nothing.
func (c Card) period(today civil.Date) string {
	switch {
	case c.ValidFrom.IsZero(), c.ValidTo.IsZero() && !c.LongTerm:
		return ident.BadDate
	case today.Before(c.ValidFrom):
		return NotYetValid
	case !c.LongTerm && today.After(c.ValidTo):
		return ident.DocExpired
	}
	return ""
}

// warnings drops empty codes and those said before.
func warnings(codes []string) []ident.Check {
	var list []ident.Check
	said := map[string]bool{"": true}
	for _, code := range codes {
		if !said[code] {
			list = append(list, ident.Check{Level: ident.Warn, Code: code})
		}
		said[code] = true
	}
	return list
}

// DocType is the kind of document as records hold it.
func (c Card) DocType() ident.DocType {
	switch c.Kind {
	case HMT:
		return ident.DocHMT
	case Foreign2017, Foreign2023:
		return ident.DocForeignPR
	}
	return ident.DocIDCard
}
