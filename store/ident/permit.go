package ident

// TravelPermit is the number of a permit with which people from Hong Kong, Macao or Taiwan enter the mainland.
type TravelPermit struct {
	Holder string // stays with the person through all permits: H or M and 8 more, for Taiwan 8 digits
	Issue  string // how often it was issued, 2 digits, "" when the number was given without
}

// Number is what the permit shows.
func (p TravelPermit) Number() string { return p.Holder + p.Issue }

// HMPass reads 港澳居民来往内地通行证: H or M and 8 digits, with or without the 2 of the issue. Permits of residents who are
// not Chinese may have a letter after the first one; they are warned about.
func HMPass(s string) (TravelPermit, Check) {
	s = Normalise(s)
	if len(s) != 9 && len(s) != 11 || s[0] != 'H' && s[0] != 'M' || !digits(s[2:], len(s)-2) {
		return TravelPermit{}, fail(BadFormat)
	}
	p := TravelPermit{s[:9], s[9:]}
	switch {
	case digits(s[1:2], 1):
		return p, Check{}
	case letters(s[1:2], 1):
		return p, warn(UnusualNumber)
	}
	return TravelPermit{}, fail(BadFormat)
}

// TWPass reads 台湾居民来往大陆通行证: 8 digits, with or without the 2 of the issue.
func TWPass(s string) (TravelPermit, Check) {
	s = Normalise(s)
	if !digits(s, 8) && !digits(s, 10) {
		return TravelPermit{}, fail(BadFormat)
	}
	return TravelPermit{s[:8], s[8:]}, Check{}
}
