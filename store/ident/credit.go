package ident

import "strings"

// USCC is a unified social credit code (GB 32100): 18 characters that name an organisation.
type USCC struct {
	Number    string
	Authority byte   // who registered it: 8 the trade unions, 9 market supervision, 5 civil affairs …
	Kind      byte   // the meaning depends on Authority: 91 enterprise, 92 sole trader, 81 base union …
	Division  string // 6 digits
	Org       string // the organisation code of GB 11714, 9 characters
}

// creditAlphabet leaves out I, O, S, V and Z; a character's place is its value.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// Authorities names the first character.
var Authorities = Table{[]Item{{"1", "机构编制"}, {"2", "外交"}, {"3", "司法行政"}, {"4", "文化"}, {"5", "民政"}, {"6", "旅游"},
	{"7", "宗教"}, {"8", "工会"}, {"9", "市场监督管理"}, {"A", "军队"}, {"N", "农业农村"}, {"Y", "其他"}}}

// Credit reads a credit code. Form and check character decide; an authority not known and an organisation code that does not
// agree with itself, as genuine codes have, are warnings.
func Credit(s string) (USCC, Check) {
	s = Normalise(s)
	if len(s) != 18 || !digits(s[2:8], 6) || !allOf(s, creditAlphabet) {
		return USCC{}, fail(BadFormat)
	}
	if creditCheck(s[:17]) != s[17] {
		return USCC{}, fail(BadCheckDigit)
	}
	code := USCC{s, s[0], s[1], s[2:8], s[8:17]}
	switch {
	case Authorities.Name(s[:1]) == "":
		return code, warn(UnknownAuthority)
	case orgCheck(code.Org[:8]) != code.Org[8]:
		return code, warn(BadOrgCheck)
	}
	return code, Check{}
}

// IsUnion says that the code was given by the trade unions.
func (u USCC) IsUnion() bool { return u.Authority == '8' }

func allOf(s, alphabet string) bool {
	for i := range len(s) {
		if strings.IndexByte(alphabet, s[i]) < 0 {
			return false
		}
	}
	return true
}

// creditCheck weighs the i-th of 17 characters with 3 to the power i, counted from 0, modulo 31.
func creditCheck(body string) byte {
	sum, weight := 0, 1
	for i := range len(body) {
		sum += strings.IndexByte(creditAlphabet, body[i]) * weight
		weight = weight * 3 % 31
	}
	return creditAlphabet[(31-sum%31)%31]
}

// OrgCode reads an organisation code by itself (GB 11714): 8 digits or letters and a check character. As inside a credit
// code a check character that does not agree is a warning.
func OrgCode(s string) (string, Check) {
	s = Normalise(s)
	if len(s) != 9 || !allOf(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		return "", fail(BadFormat)
	}
	if orgCheck(s[:8]) != s[8] {
		return s, warn(BadOrgCheck)
	}
	return s, Check{}
}

func orgCheck(body string) byte {
	sum := 0
	for i, weight := range [...]int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += charValue(body[i]) * weight
	}
	return "0X987654321"[sum%11] // 11 less the remainder, 10 written X and 11 written 0
}
