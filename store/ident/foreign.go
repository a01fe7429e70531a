package ident

import "ruhui/store/civil"

// ForeignID is the number of a foreigner's permanent residence card.
type ForeignID struct {
	Number      string
	Region      string     // where it was applied for: 2 digits of the province, on old cards 4 digits
	Nationality string     // three digits of ISO 3166-1 (GB/T 2659), on old cards its three letters
	Birth       civil.Date // zero while the century of an old number is not told
	Sex         Sex        // not told by an old number
}

// ForeignPR reads the 18 characters in use since 2023-12-01: 9, province, nationality, date of birth, sequence (odd is male)
// and the check character of a citizen number.
func ForeignPR(s string, today civil.Date) (ForeignID, Check) {
	id, check := read18(Normalise(s), today)
	switch {
	case check.Code == BadFormat:
		return ForeignID{}, check
	case id.Region[0] != '9':
		return ForeignID{}, fail(WrongDocType)
	case Provinces.Name(id.Region[1:3]) == "":
		return ForeignID{}, fail(BadProvince)
	case !check.OK():
		return ForeignID{}, check
	}
	return ForeignID{id.Number, id.Region[1:3], id.Number[3:6], id.Birth, id.Sex}, Check{}
}

// ForeignPROld reads the 15 characters of cards before that: nationality in letters, 4 digits of the place, YYMMDD, one
// digit of sequence and the check digit of ICAO 9303 over the 14 before it. The number does not tell the century of birth:
// century is 1900 or 2000, or 0 when nobody has said yet, which is warned about and leaves Birth empty.
func ForeignPROld(s string, century int) (ForeignID, Check) {
	s = Normalise(s)
	if len(s) != 15 || !letters(s[:3], 3) || !digits(s[3:], 12) {
		return ForeignID{}, fail(BadFormat)
	}
	id := ForeignID{Number: s, Nationality: s[:3], Region: s[3:7]}
	born1900, err1900 := civil.ParseCompact("19" + s[7:13])
	born2000, err2000 := civil.ParseCompact("20" + s[7:13])
	switch {
	case err1900 != nil && err2000 != nil, century == 1900 && err1900 != nil, century == 2000 && err2000 != nil:
		return ForeignID{}, fail(BadDate)
	case mrzDigit(s[:14]) != s[14]:
		return ForeignID{}, fail(BadCheckDigit)
	case century == 1900:
		id.Birth = born1900
	case century == 2000:
		id.Birth = born2000
	default:
		return id, warn(AskCentury)
	}
	return id, Check{}
}
