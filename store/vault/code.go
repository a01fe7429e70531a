package vault

import (
	"crypto/rand"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// codeLetters are Crockford's: no I, L, O, U, which are read as others.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeLength counts letters: 15 random ones, 75 bits, and a check letter.
const codeLength = 16

// NewCode makes a code for an envelope or a first start: 16 letters in groups
// of four, such as 9YB6-3KQ2-…, the last being a check letter.
func NewCode() string {
	random := make([]byte, codeLength-1)
	rand.Read(random) // never fails: it ends the program rather than give poor bytes
	code := make([]byte, codeLength)
	sum := byte(0)
	for i, r := range random {
		value := r % 32 // 32 divides 256: every letter is equally likely
		code[i] = codeLetters[value]
		sum = checkStep(sum, value)
	}
	code[codeLength-1] = codeLetters[checkStep(sum, 0)]
	return groups(string(code))
}

// ReadCode gives a code the form NewCode wrote it in, however it was typed: in
// lower case or full width, with O for 0, I or L for 1, dashes and blanks
// anywhere. A letter mistyped, or two beside each other exchanged, is always
// noticed: [ErrCode].
func ReadCode(typed string) (string, error) {
	code := make([]byte, 0, codeLength)
	sum := byte(0)
	for _, r := range strings.ToUpper(norm.NFKC.String(typed)) {
		if strings.ContainsRune(" -_.\t\r\n‐‑–—−", r) {
			continue
		}
		value := codeValue(r)
		if value < 0 || len(code) == codeLength {
			return "", ErrCode
		}
		code = append(code, codeLetters[value])
		sum = checkStep(sum, byte(value))
	}
	if len(code) != codeLength || sum != 0 {
		return "", ErrCode
	}
	return groups(string(code)), nil
}

func codeValue(r rune) int {
	switch r {
	case 'O':
		r = '0'
	case 'I', 'L':
		r = '1'
	}
	return strings.IndexRune(codeLetters, r)
}

// checkStep folds one letter into a weighted sum over the field of 32 elements
// (x⁵+x²+1). Each place has another weight, none of them zero: hence every
// single slip and every exchange of two letters changes the sum.
func checkStep(sum, value byte) byte {
	sum <<= 1
	if sum&32 != 0 {
		sum ^= 0b100101
	}
	return sum ^ value
}

func groups(code string) string {
	return code[:4] + "-" + code[4:8] + "-" + code[8:12] + "-" + code[12:]
}
