package ident

import (
	"ruhui/store/civil"
)

// Document is an identity document as far as its number tells.
type Document struct {
	Type   DocType
	Number string     // normalised; "" for DocNone
	Issuer string     // the issuing state of a passport, three letters; "" otherwise
	Birth  civil.Date // zero when the number does not tell
	Sex    Sex        // "" when the number does not tell
}

// ParseDocument reads the number of a document of the given kind; issuer matters for passports only. When the number cannot
// be right the Document still holds it, normalised, for the form to show. A 15-digit citizen number comes back as the 18
// characters it stands for, with LegacyNumber: good for finding the person, not as a document. DocNone takes no number.
func ParseDocument(t DocType, number, issuer string, today civil.Date) (Document, Check) {
	d := Document{Type: t, Number: Normalise(number)}
	switch t {
	case DocIDCard, DocTempID, DocHousehold:
		return d.citizen(today)
	case DocHMT:
		id, check := HMT(d.Number, today)
		return d.born(id.Birth, id.Sex), check
	case DocForeignPR:
		return d.foreign(today)
	case DocPassport:
		p, check := Passport(d.Number, issuer)
		d.Issuer = p.Issuer
		return d, check
	case DocHMPass:
		_, check := HMPass(d.Number)
		return d, check
	case DocTWPass:
		_, check := TWPass(d.Number)
		return d, check
	case DocNone:
		if d.Number == "" {
			return d, Check{}
		}
	}
	return d, fail(BadFormat)
}

func (d Document) born(birth civil.Date, sex Sex) Document {
	d.Birth, d.Sex = birth, sex
	return d
}

func (d Document) citizen(today civil.Date) (Document, Check) {
	if len(d.Number) == 15 {
		id, check := FromLegacy15(d.Number)
		if !check.OK() {
			return d, check
		}
		d.Number = id.Number
		return d.born(id.Birth, id.Sex), fail(LegacyNumber)
	}
	id, check := Citizen(d.Number, today)
	return d.born(id.Birth, id.Sex), check
}

func (d Document) foreign(today civil.Date) (Document, Check) {
	if len(d.Number) == 15 {
		id, check := ForeignPROld(d.Number, 0)
		return d.born(id.Birth, id.Sex), check
	}
	id, check := ForeignPR(d.Number, today)
	return d.born(id.Birth, id.Sex), check
}

// Contradictions compares what a card or a form says with what the number tells; either may leave things out. They are
// warnings, since cards with such errors exist.
func (d Document) Contradictions(birth civil.Date, sex Sex) []Check {
	var found []Check
	if !d.Birth.IsZero() && !birth.IsZero() && d.Birth != birth {
		found = append(found, warn(BirthMismatch))
	}
	told := sex == Male || sex == Female
	if told && d.Sex != "" && d.Sex != sex {
		found = append(found, warn(SexMismatch))
	}
	return found
}

// Expired warns of a document whose last day is before today. A zero until is a document without such a day (长期).
func Expired(until, today civil.Date) Check {
	if !until.IsZero() && until.Before(today) {
		return warn(DocExpired)
	}
	return Check{}
}
