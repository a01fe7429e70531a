package ident

import "ruhui/store/civil"

// CitizenID is a citizen number of GB 11643, or the number of a residence permit for people from Hong Kong, Macao and
// Taiwan, which is built alike.
type CitizenID struct {
	Number string     // 18 characters, the last may be X
	Region string     // 6 digits, the county at the time of issue; 810000, 820000, 830000 on a permit
	Birth  civil.Date // given, and not before 1900
	Sex    Sex        // Male or Female
}

// Citizen reads the 18 characters of a citizen number: form, province, a real date of birth between 1900 and today, check
// digit. The county is not judged: numbers keep the code of a county abolished since. A zero today leaves the future out.
func Citizen(s string, today civil.Date) (CitizenID, Check) {
	id, check := read18(Normalise(s), today)
	switch {
	case check.Code == BadFormat:
		return CitizenID{}, check
	case isHMT(id.Region), id.Region[0] == '9': // a foreigner's permanent residence card
		return CitizenID{}, fail(WrongDocType)
	case Provinces.Name(id.Region[:2]) == "":
		return CitizenID{}, fail(BadProvince)
	case !check.OK():
		return CitizenID{}, check
	}
	return id, Check{}
}

// HMT reads the number of a residence permit for people from Hong Kong (810000), Macao (820000) or Taiwan (830000)
// (港澳台居民居住证申领发放办法, 2018).
func HMT(s string, today civil.Date) (CitizenID, Check) {
	id, check := read18(Normalise(s), today)
	switch {
	case check.Code == BadFormat:
		return CitizenID{}, check
	case !isHMT(id.Region):
		return CitizenID{}, fail(WrongDocType)
	case !check.OK():
		return CitizenID{}, check
	}
	return id, Check{}
}

func isHMT(region string) bool {
	return region == "810000" || region == "820000" || region == "830000"
}

// read18 reads what all 18-character numbers share. Region is set whenever the form is right.
func read18(s string, today civil.Date) (CitizenID, Check) {
	if len(s) != 18 || !digits(s[:17], 17) || s[0] == '0' || !digits(s[17:], 1) && s[17] != 'X' {
		return CitizenID{}, fail(BadFormat)
	}
	id := CitizenID{Number: s, Region: s[:6], Sex: sexOf(s[16])}
	var check Check
	if id.Birth, check = birthOf(s[6:14], today); !check.OK() {
		return id, check
	}
	if citizenCheck(s[:17]) != s[17] {
		return id, fail(BadCheckDigit)
	}
	return id, Check{}
}

func sexOf(sequence byte) Sex {
	if (sequence-'0')%2 == 1 {
		return Male
	}
	return Female
}

func birthOf(compact string, today civil.Date) (civil.Date, Check) {
	birth, err := civil.ParseCompact(compact)
	switch {
	case err != nil || birth.Year < 1900:
		return civil.Date{}, fail(BadDate)
	case !today.IsZero() && birth.After(today):
		return civil.Date{}, fail(FutureBirth)
	}
	return birth, Check{}
}

// citizenCheck is the check character of ISO 7064 MOD 11-2 over 17 digits: the weight of a digit is 2 to the power of its
// place from the right, the check character's place being 0.
func citizenCheck(body string) byte {
	sum := 0
	for i := range len(body) {
		sum = (sum + int(body[i]-'0')) * 2 % 11
	}
	return "10X98765432"[sum]
}

// FromLegacy15 makes the 18 characters of a 15-digit number, which has no century (all were born in the 20th) and no check
// digit. It serves finding people in old papers: cards with such numbers have been invalid since 2013-01-01 and are not
// accepted as documents.
func FromLegacy15(s string) (CitizenID, Check) {
	s = Normalise(s)
	if !digits(s, 15) {
		return CitizenID{}, fail(BadFormat)
	}
	body := s[:6] + "19" + s[6:]
	return Citizen(body+string(citizenCheck(body)), civil.Date{})
}

// CountyKnown warns when the county of a number is not in the table that known stands for. Nothing follows from it but a
// second look.
func (id CitizenID) CountyKnown(known func(county6 string) bool) Check {
	if !known(id.Region) {
		return warn(UnknownCounty)
	}
	return Check{}
}

// IDCardUntil is the last day of an identity card issued on a day to a person born on another: 5 years under 16, 10 under
// 26, 20 under 46, then for good (居民身份证法 art. 5), which is forever true and no day.
func IDCardUntil(birth, issuedOn civil.Date) (until civil.Date, forever bool) {
	switch age := civil.Age(birth, issuedOn); {
	case age < 0:
		return civil.Date{}, false
	case age < 16:
		return issuedOn.AddMonths(5 * 12), false
	case age < 26:
		return issuedOn.AddMonths(10 * 12), false
	case age < 46:
		return issuedOn.AddMonths(20 * 12), false
	}
	return civil.Date{}, true
}
