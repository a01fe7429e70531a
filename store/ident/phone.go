package ident

import "strings"

// mobilePrefixes are the ranges given out so far. Numbers move between carriers, so a prefix says nothing more.
const mobilePrefixes = "130 131 132 133 134 135 136 137 138 139 145 146 147 148 149 150 151 152 153 155 156 157 158 159 162 165 " +
	"166 167 170 171 172 173 174 175 176 177 178 180 181 182 183 184 185 186 187 188 189 190 191 192 193 195 196 197 198 199"

// Mobile reads a mobile number, with or without +86 or 0086, to its 11 digits. A prefix not heard of is a warning.
func Mobile(s string) (string, Check) {
	s, _ = nationalNumber(s)
	switch {
	case !digits(s, 11) || s[0] != '1' || s[1] < '3':
		return "", fail(BadFormat)
	case !strings.Contains(mobilePrefixes, s[:3]):
		return s, warn(UnknownPrefix)
	}
	return s, Check{}
}

// Landline reads a number with its area code to the form 0573-82080000. Codes that begin 01 and 02 have three digits, the
// others four; the number itself has seven or eight.
func Landline(s string) (string, Check) {
	s, abroad := nationalNumber(s)
	if abroad && !strings.HasPrefix(s, "0") { // after +86 the area code goes without its 0
		s = "0" + s
	}
	area := 4
	if strings.HasPrefix(s, "01") || strings.HasPrefix(s, "02") {
		area = 3
	}
	if len(s) < 2 || s[0] != '0' || s[1] == '0' || !digits(s, area+7) && !digits(s, area+8) {
		return "", fail(BadFormat)
	}
	return s[:area] + "-" + s[area:], Check{}
}

// Phone reads a mobile or a landline number.
func Phone(s string) (string, Check) {
	if number, check := Mobile(s); check.OK() {
		return number, check
	}
	return Landline(s)
}

// nationalNumber takes the country's code away; abroad says that there was one.
func nationalNumber(s string) (number string, abroad bool) {
	s = Normalise(s)
	for _, country := range []string{"+86", "0086"} {
		if rest, ok := strings.CutPrefix(s, country); ok {
			return rest, true
		}
	}
	return s, false
}
